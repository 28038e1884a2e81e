import { bindingsEqual, bindingsShareEndpoint, parseBinding } from '../../../../src/config/binding.ts';
import { parseIp, parseIpRange, rangeContains, rangeSize } from '../../../../src/config/ip-range.ts';
import type { Binding, IpRange } from '../../../../src/config/receive-connector.ts';
import type { Connector } from './connector.ts';

/** A remote range of a connector and the narrower ranges inside it, which win over it. */
export type RangeNode = Readonly<{
  connector: Connector;
  range: IpRange;
  /** Addresses; the picture tells it, and it decides. */
  size: bigint;
  /** The connector listens on this very address, not on all. */
  isSpecific: boolean;
  inside: readonly RangeNode[];
}>;

type Leaf = Omit<RangeNode, 'inside'>;

/** Remote ranges of every enabled connector that takes connections on a binding, nested as they win: what lies deeper
 *  is more specific. receive-connectors.md §1.8 */
export function rangeTree(all: readonly Connector[], binding: Binding): readonly RangeNode[] {
  const leaves = all
    .filter(({ enabled }) => enabled)
    .flatMap((connector) => {
      const own = connector.bindings
        .map(parseBinding)
        .filter((one) => one !== null)
        .filter((one) => bindingsShareEndpoint(one, binding));
      if (own.length === 0) return [];
      const isSpecific = own.some((one) => bindingsEqual(one, binding));
      return connector.ranges
        .map(parseIpRange)
        .filter((range) => range !== null && range.family === binding.family)
        .filter((range) => range !== null)
        .map((range): Leaf => ({ connector, range, size: rangeSize(range), isSpecific }));
    })
    .toSorted(byPlace);
  return nest(leaves);
}

/** By first address, the widest first, so that what contains a range stands before it. */
function byPlace(a: Leaf, b: Leaf): number {
  if (a.range.low !== b.range.low) return a.range.low < b.range.low ? -1 : 1;
  return a.size === b.size ? Number(a.isSpecific) - Number(b.isSpecific) : a.size > b.size ? -1 : 1;
}

type Growing = Leaf & { readonly inside: Growing[] };

/** Each range goes into the narrowest one that holds it. One sweep: a hundred thousand ranges are no rarity where each
 *  printer has its own. */
function nest(leaves: readonly Leaf[]): readonly RangeNode[] {
  const roots: Growing[] = [];
  /** Ranges that have begun and may hold the next one. */
  let open: Growing[] = [];
  for (const leaf of leaves) {
    const node: Growing = { ...leaf, inside: [] };
    if (open.some(({ range }) => range.high < leaf.range.low))
      open = open.filter(({ range }) => range.high >= leaf.range.low);
    let parent: Growing | null = null;
    for (const one of open)
      if (one.range.high >= leaf.range.high && (parent === null || one.size <= parent.size)) parent = one;
    (parent?.inside ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

export type Level = Readonly<{ shown: readonly RangeNode[]; hidden: number }>;

/** What is drawn of the ranges beside each other: those that matter, and others as far as there is room.
 *  @param matters the ranges in question, and all that hold one of them */
export function levelOf(nodes: readonly RangeNode[], matters: ReadonlySet<RangeNode>, most: number): Level {
  if (nodes.length <= most) return { shown: nodes, hidden: 0 };
  const needed = nodes.filter((node) => matters.has(node)).slice(0, most);
  const room = new Set([...needed, ...nodes.slice(0, Math.max(0, most - needed.length))]);
  const shown = nodes.filter((node) => room.has(node));
  return { shown, hidden: nodes.length - shown.length };
}

/** The ranges that `isMeant`, and all that hold one. */
export function holdersOf(
  tree: readonly RangeNode[],
  isMeant: (node: RangeNode) => boolean,
): ReadonlySet<RangeNode> {
  const found = new Set<RangeNode>();
  const visit = (node: RangeNode): boolean => {
    const inner = node.inside.map(visit).includes(true);
    if (!inner && !isMeant(node)) return false;
    found.add(node);
    return true;
  };
  tree.map(visit);
  return found;
}

/** The range that takes a connection from this address: the deepest that contains it. null where none does, and where
 *  the text is no address. */
export function winnerOf(tree: readonly RangeNode[], addressText: string): RangeNode | null {
  const address = parseIp(addressText.trim());
  if (address === null) return null;
  let best: RangeNode | null = null;
  const visit = (node: RangeNode): void => {
    if (!rangeContains(node.range, address)) return;
    if (best === null || node.size < best.size || (node.size === best.size && node.isSpecific)) best = node;
    for (const inner of node.inside) visit(inner);
  };
  for (const node of tree) visit(node);
  return best;
}

/** Bindings of a connector, one picture each. */
export function bindingsOf({ bindings }: Connector): readonly Binding[] {
  return bindings.map(parseBinding).filter((binding) => binding !== null);
}

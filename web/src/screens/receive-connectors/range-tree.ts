import { bindingsEqual, bindingsShareEndpoint, parseBinding } from '../../../../src/config/binding.ts';
import {
  parseIp,
  parseIpRange,
  rangeContains,
  rangeSize,
  rangesRelation,
} from '../../../../src/config/ip-range.ts';
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
    .toSorted((a, b) =>
      a.size === b.size ? Number(a.isSpecific) - Number(b.isSpecific) : a.size > b.size ? -1 : 1,
    );
  return nest(leaves);
}

/** @param leaves widest first, so that what contains a range stands before it */
function nest(leaves: readonly Leaf[]): readonly RangeNode[] {
  const [first, ...others] = leaves;
  if (first === undefined) return [];
  const isInside = (leaf: Leaf): boolean => {
    const relation = rangesRelation(leaf.range, first.range);
    return relation === 'aInB' || relation === 'equal';
  };
  return [
    { ...first, inside: nest(others.filter(isInside)) },
    ...nest(others.filter((leaf) => !isInside(leaf))),
  ];
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

import type { AddressSpace, SendConnector } from '../config/send-connector.ts';

export type ConnectorChoice =
  | Readonly<{ kind: 'found'; connector: SendConnector; space: AddressSpace }>
  /** No enabled connector has an address space for the domain. */
  | Readonly<{ kind: 'none' }>
  /** Connectors match, but each one's MaxMessageSize is smaller than the message. */
  | Readonly<{ kind: 'tooLarge'; limitBytes: number }>;

type Candidate = Readonly<{ connector: SendConnector; space: AddressSpace }>;

/** Candidates by what they match, each list in the order of preference: cost, then name. */
type SpaceIndex = Readonly<{
  exact: ReadonlyMap<string, readonly Candidate[]>;
  suffix: ReadonlyMap<string, readonly Candidate[]>;
  everything: readonly Candidate[];
}>;

const indexes = new WeakMap<readonly SendConnector[], SpaceIndex>();
const NOBODY: readonly Candidate[] = [];

/** The Send connector that takes a message to a domain. Exchange's order (mail-flow.md §3.4): connectors too small for the
 *  message do not count, then the most specific address space, the lowest cost, the lowest name. Specificity beats cost,
 *  and a connector that is too small hands the message to a less specific one that is not.
 *  @param domain lower-case A-label, or an address literal, which only `*` matches */
export function selectSendConnector(
  connectors: readonly SendConnector[],
  domain: string,
  sizeBytes: number,
): ConnectorChoice {
  let limitBytes = -1;
  for (const level of levels(indexOf(connectors), domain)) {
    for (const { connector, space } of level) {
      const limit = connector.maxMessageSize;
      if (limit === null || limit >= sizeBytes) return { kind: 'found', connector, space };
      limitBytes = Math.max(limitBytes, limit);
    }
  }
  return limitBytes < 0 ? { kind: 'none' } : { kind: 'tooLarge', limitBytes };
}

/** Matching candidates from the most specific level to the least. */
function levels(index: SpaceIndex, domain: string): readonly (readonly Candidate[])[] {
  if (domain.startsWith('[')) return [index.everything];
  const found = [index.exact.get(domain) ?? NOBODY];
  if (index.suffix.size > 0) {
    for (let start = 0; start >= 0; start = nextLabel(domain, start)) {
      const level = index.suffix.get(start === 0 ? domain : domain.slice(start));
      if (level !== undefined) found.push(level);
    }
  }
  found.push(index.everything);
  return found;
}

function nextLabel(domain: string, start: number): number {
  const dot = domain.indexOf('.', start);
  return dot < 0 ? -1 : dot + 1;
}

function indexOf(connectors: readonly SendConnector[]): SpaceIndex {
  const known = indexes.get(connectors);
  if (known !== undefined) return known;
  const index = buildIndex(connectors);
  indexes.set(connectors, index);
  return index;
}

function buildIndex(connectors: readonly SendConnector[]): SpaceIndex {
  const exact = new Map<string, Candidate[]>();
  const suffix = new Map<string, Candidate[]>();
  const everything: Candidate[] = [];
  for (const connector of connectors.filter(counts)) {
    for (const space of connector.addressSpaces) {
      const { type, domain } = space;
      if (type.toUpperCase() !== 'SMTP') continue;
      const candidate = { connector, space };
      if (domain === '*') everything.push(candidate);
      else if (domain.startsWith('*.')) append(suffix, domain.slice(2), candidate);
      else append(exact, domain, candidate);
    }
  }
  for (const list of [...exact.values(), ...suffix.values(), everything]) list.sort(byPreference);
  return { exact, suffix, everything };
}

/** Exchange: a Foreign connector whose MaxMessageSize is 0 is disabled. mail-flow.md §3.9 */
function counts({ enabled, foreign, maxMessageSize }: SendConnector): boolean {
  return enabled && (foreign === undefined || maxMessageSize !== 0);
}

function append(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [candidate]);
  else list.push(candidate);
}

/** Names are compared ordinally without case, so that the order is the same in every locale. */
function byPreference(a: Candidate, b: Candidate): number {
  if (a.space.cost !== b.space.cost) return a.space.cost - b.space.cost;
  const [left, right] = [a.connector.name.toUpperCase(), b.connector.name.toUpperCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

import { formatBinding, isWildcard } from '../config/binding.ts';
import { formatIp, parseIp, parseIpv4, rangeContains, rangeSize, type IpValue } from '../config/ip-range.ts';
import type { Binding, IpRange, ReceiveConnector } from '../config/receive-connector.ts';
import { type AddressLine, changeLine, emptyLine } from './connector-index.ts';
import { type Candidate, compareCandidates } from './range-sweep.ts';
import { causeText, type SelectionCause } from './selection-cause.ts';

/** A connection as it was accepted. Addresses as text, IPv4-mapped IPv6 allowed; the port is the binding's own,
 *  whatever the port offset. */
export type Peer = Readonly<{ localAddress: string; localPort: number; remoteAddress: string }>;

/** For each endpoint and family the whole address line with its winners. Immutable; each configuration has its own.
 *  A look-up is two map reads and a binary search. */
export type ConnectorIndex = Readonly<{
  connectors: readonly ReceiveConnector[];
  /** By port, then by local address; '' holds the line for local addresses without a binding of their own. */
  lines: ReadonlyMap<number, ReadonlyMap<string, AddressLine>>;
}>;

const NO_INDEX: ConnectorIndex = { connectors: [], lines: new Map() };

/** @param former the index of the configuration before: only lines of connectors that changed are made anew, from what
 *  is in them already. The result is the same without it. */
export function buildConnectorIndex(
  connectors: readonly ReceiveConnector[],
  former: ConnectorIndex = NO_INDEX,
): ConnectorIndex {
  const enabled = new Set(connectors.filter((connector) => connector.enabled));
  const before = new Set(former.connectors.filter((connector) => connector.enabled));
  const gone = new Set([...before].filter((connector) => !enabled.has(connector)));
  const come = [...enabled].filter((connector) => !before.has(connector));
  const lines = new Map(former.lines);
  for (const port of portsOf([...gone, ...come])) {
    const bound = [...enabled].flatMap((connector) => boundTo(connector, port));
    const change = { gone, come: come.flatMap((connector) => boundTo(connector, port)) };
    if (bound.length === 0) lines.delete(port);
    else lines.set(port, linesOfPort(lines.get(port) ?? new Map(), bound, change));
  }
  return { connectors, lines };
}

type Bound = Readonly<{ connector: ReceiveConnector; binding: Binding }>;
type Change = Readonly<{ gone: ReadonlySet<ReceiveConnector>; come: readonly Bound[] }>;

function portsOf(connectors: readonly ReceiveConnector[]): ReadonlySet<number> {
  return new Set(connectors.flatMap(({ bindings }) => bindings.map(({ port }) => port)));
}

function boundTo(connector: ReceiveConnector, port: number): Bound[] {
  return connector.bindings
    .filter((binding) => binding.port === port)
    .map((binding) => ({ connector, binding }));
}

/** One line for each specific local address and one for all others of each family (`4` and `6`). */
function linesOfPort(
  former: ReadonlyMap<string, AddressLine>,
  bound: readonly Bound[],
  { gone, come }: Change,
): Map<string, AddressLine> {
  const lines = new Map<string, AddressLine>();
  for (const family of [4, 6] as const) {
    const own = ({ binding }: Bound): boolean => binding.family === family;
    const wildcard = come.filter((one) => own(one) && isWildcard(one.binding));
    const others = changeLine(
      former.get(String(family)) ?? emptyLine(family),
      gone,
      wildcard.flatMap(candidatesOf),
    );
    lines.set(String(family), others);
    for (const [address, specific] of byAddress(bound.filter(own))) {
      const known = former.get(address);
      const added = come.filter((one) => own(one) && one.binding.address === address);
      // An address that had no line of its own until now begins with what all addresses have.
      const line =
        known === undefined
          ? changeLine(others, NOBODY, specific.flatMap(candidatesOf))
          : changeLine(known, gone, [...added, ...wildcard].flatMap(candidatesOf));
      lines.set(address, line);
    }
  }
  return lines;
}

const NOBODY: ReadonlySet<ReceiveConnector> = new Set();

/** Bindings on specific addresses. */
function byAddress(bound: readonly Bound[]): ReadonlyMap<string, readonly Bound[]> {
  return Map.groupBy(
    bound.filter(({ binding }) => !isWildcard(binding)),
    ({ binding }) => binding.address,
  );
}

function candidatesOf({ connector, binding }: Bound): Candidate[] {
  const bindingKind = isWildcard(binding) ? 'wildcard' : 'specific';
  return connector.remoteIPRanges.map((range) => ({ connector, range, bindingKind }));
}

/** The connector that takes a connection, with the range that won; null = none (421 4.3.2).
 *  receive-connectors.md §1.8 */
export function selectConnector(index: ConnectorIndex, peer: Peer): Candidate | null {
  const port = index.lines.get(peer.localPort);
  if (port === undefined) return null;
  const short = parseIpv4(peer.remoteAddress);
  if (short >= 0 && parseIpv4(peer.localAddress) >= 0) {
    const line = port.get(peer.localAddress) ?? port.get('4');
    return line === undefined ? null : find4(line, short);
  }
  const remote = parseIp(peer.remoteAddress);
  const local = parseIp(peer.localAddress);
  if (remote === null || local === null || remote.family !== local.family) return null;
  const line = port.get(formatIp(local)) ?? port.get(String(local.family));
  if (line === undefined) return null;
  return remote.family === 4 ? find4(line, Number(remote.value)) : find6(line, remote.value);
}

function find4({ starts4, winners }: AddressLine, value: number): Candidate | null {
  let low = 0;
  let high = starts4.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts4[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return winners[low - 1] ?? null;
}

function find6({ starts6, winners }: AddressLine, value: bigint): Candidate | null {
  let low = 0;
  let high = starts6.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts6[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return winners[low - 1] ?? null;
}

export type Considered = Readonly<{
  connector: ReceiveConnector;
  /** The smallest range that contains the peer, where it takes part. */
  range: IpRange | null;
  won: boolean;
  /** One sentence: why it won, lost, or took no part. */
  reason: string;
  cause: SelectionCause;
}>;

/** Every connector of the server with the reason why it took the connection or did not. Looks at all of them one by
 *  one, by the rules of §1.8 as they are written: the index is checked against this. */
export function explainSelection(connectors: readonly ReceiveConnector[], peer: Peer): readonly Considered[] {
  const remote = parseIp(peer.remoteAddress);
  const local = parseIp(peer.localAddress);
  if (remote === null || local === null || remote.family !== local.family) return [];
  const candidates = connectors.flatMap(
    (connector) => bestCandidate(connector, { local, port: peer.localPort, remote }) ?? [],
  );
  const winner = candidates.sort(compareCandidates)[0] ?? null;
  return connectors.map((connector) => {
    const candidate = candidates.find((one) => one.connector === connector) ?? null;
    const won = candidate !== null && candidate === winner;
    const cause =
      candidate === null
        ? absence(connector, { local, port: peer.localPort, remote })
        : comparison(candidate, winner);
    return { connector, range: candidate?.range ?? null, won, cause, reason: causeText(cause) };
  });
}

type Ends = Readonly<{ local: IpValue; port: number; remote: IpValue }>;

function bestCandidate(connector: ReceiveConnector, ends: Ends): Candidate | null {
  if (!connector.enabled) return null;
  const bindings = connector.bindings.filter((binding) => takes(binding, ends));
  const ranges = connector.remoteIPRanges.filter((range) => rangeContains(range, ends.remote));
  const range = ranges.sort((a, b) => (rangeSize(a) < rangeSize(b) ? -1 : 1))[0];
  if (bindings.length === 0 || range === undefined) return null;
  return { connector, range, bindingKind: bindings.every(isWildcard) ? 'wildcard' : 'specific' };
}

function takes(binding: Binding, { local, port }: Ends): boolean {
  if (binding.port !== port || binding.family !== local.family) return false;
  return isWildcard(binding) || binding.address === formatIp(local);
}

function absence(connector: ReceiveConnector, ends: Ends): SelectionCause {
  if (!connector.enabled) return { kind: 'disabled' };
  if (!connector.bindings.some((binding) => takes(binding, ends))) {
    const bindings = connector.bindings.map(formatBinding);
    return { kind: 'notBound', bindings, local: formatIp(ends.local), port: ends.port };
  }
  return { kind: 'noRange', remote: formatIp(ends.remote) };
}

function comparison(candidate: Candidate, winner: Candidate | null): SelectionCause {
  const { text: range } = candidate.range;
  const addresses = rangeSize(candidate.range);
  if (winner === null || candidate === winner) return { kind: 'mostSpecific', range, addresses };
  const winnerAddresses = rangeSize(winner.range);
  if (addresses !== winnerAddresses)
    return { kind: 'wider', range, addresses, winnerRange: winner.range.text, winnerAddresses };
  const kind = candidate.bindingKind === winner.bindingKind ? 'younger' : 'lessBound';
  return { kind, winner: winner.connector.name };
}

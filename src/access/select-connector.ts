import { formatBinding, isWildcard } from '../config/binding.ts';
import { formatIp, parseIp, parseIpv4, rangeContains, rangeSize, type IpValue } from '../config/ip-range.ts';
import type { Binding, IpRange, ReceiveConnector } from '../config/receive-connector.ts';
import { type AddressLine, buildLine, type Candidate, compareCandidates } from './connector-index.ts';

/** A connection as it was accepted. Addresses as text, IPv4-mapped IPv6 allowed; the port is the binding's own,
 *  whatever the port offset. */
export type Peer = Readonly<{ localAddress: string; localPort: number; remoteAddress: string }>;

/** For each endpoint and family the whole address line with its winners. Immutable; made once a configuration.
 *  A look-up is two map reads and a binary search. */
export type ConnectorIndex = Readonly<{
  connectors: readonly ReceiveConnector[];
  /** By port, then by local address; '' holds the line for local addresses without a binding of their own. */
  lines: ReadonlyMap<number, ReadonlyMap<string, AddressLine>>;
}>;

export function buildConnectorIndex(connectors: readonly ReceiveConnector[]): ConnectorIndex {
  const enabled = connectors.filter((connector) => connector.enabled);
  const lines = new Map<number, Map<string, AddressLine>>();
  for (const [port, bindings] of bindingsByPort(enabled)) lines.set(port, linesOfPort(bindings));
  return { connectors, lines };
}

type Bound = Readonly<{ connector: ReceiveConnector; binding: Binding }>;

function bindingsByPort(connectors: readonly ReceiveConnector[]): Map<number, Bound[]> {
  const ports = new Map<number, Bound[]>();
  for (const connector of connectors) {
    for (const binding of connector.bindings) {
      const bounds = ports.get(binding.port) ?? [];
      bounds.push({ connector, binding });
      ports.set(binding.port, bounds);
    }
  }
  return ports;
}

/** One line for each specific local address and one for all others of each family (`4` and `6`). */
function linesOfPort(bounds: readonly Bound[]): Map<string, AddressLine> {
  const lines = new Map<string, AddressLine>();
  for (const family of [4, 6] as const) {
    const own = bounds.filter(({ binding }) => binding.family === family);
    const wildcard = own.filter(({ binding }) => isWildcard(binding));
    lines.set(String(family), lineOf(wildcard, family));
    for (const address of new Set(
      own.filter(({ binding }) => !isWildcard(binding)).map(({ binding }) => binding.address),
    )) {
      const specific = own.filter(({ binding }) => binding.address === address);
      lines.set(address, lineOf([...specific, ...wildcard], family));
    }
  }
  return lines;
}

function lineOf(bounds: readonly Bound[], family: 4 | 6): AddressLine {
  const candidates = bounds.flatMap(({ connector, binding }) => candidatesOf(connector, binding));
  return buildLine(
    candidates.filter(({ range }) => range.family === family),
    family,
  );
}

function candidatesOf(connector: ReceiveConnector, binding: Binding): Candidate[] {
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
    const reason =
      candidate === null
        ? absence(connector, { local, port: peer.localPort, remote })
        : comparison(candidate, winner);
    return { connector, range: candidate?.range ?? null, won, reason };
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

function absence(connector: ReceiveConnector, ends: Ends): string {
  if (!connector.enabled) return 'it is disabled';
  if (!connector.bindings.some((binding) => takes(binding, ends))) {
    const own = connector.bindings.map(formatBinding).join(', ');
    return `it is bound to ${own}, not to ${formatIp(ends.local)} port ${ends.port}`;
  }
  return `none of its remote IP ranges contains ${formatIp(ends.remote)}`;
}

function comparison(candidate: Candidate, winner: Candidate | null): string {
  const size = count(rangeSize(candidate.range));
  if (winner === null || candidate === winner)
    return `its range ${candidate.range.text} (${size}) is the most specific match`;
  if (rangeSize(candidate.range) !== rangeSize(winner.range)) {
    return `its range ${candidate.range.text} (${size}) is wider than ${winner.range.text} (${count(rangeSize(winner.range))})`;
  }
  return candidate.bindingKind === winner.bindingKind
    ? `its range is as specific, and ${winner.connector.name} is older`
    : `its range is as specific, and ${winner.connector.name} is bound to the very local address`;
}

function count(addresses: bigint): string {
  return addresses === 1n ? '1 address' : `${addresses.toLocaleString('en-US')} addresses`;
}

import { bindingsEqual, bindingsShareEndpoint } from './binding.ts';
import type { Problem } from './problem.ts';
import type { IpRange, ReceiveConnector } from './receive-connector.ts';

const CONFLICT =
  'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector';

/** Rules U2 to U6 between one connector and all others of the server. Disabled ones take part (U5).
 *  receive-connectors.md §1.7 */
export function checkUniqueness(
  next: ReceiveConnector,
  others: readonly ReceiveConnector[],
  serverName: string,
): Problem | null {
  for (const other of others) {
    if (other.transportRole === next.transportRole || !shareEndpoint(next, other)) continue;
    return roleConflict(`${serverName}\\${other.name}`);
  }
  const neighbours = others.filter(
    (other) => other.transportRole === next.transportRole && shareBinding(next, other),
  );
  const conflicting = rangeConflict(next, neighbours);
  return conflicting === null ? null : rangeProblem(`${serverName}\\${conflicting.name}`);
}

function shareEndpoint(a: ReceiveConnector, b: ReceiveConnector): boolean {
  return a.bindings.some((one) => b.bindings.some((other) => bindingsShareEndpoint(one, other)));
}

function shareBinding(a: ReceiveConnector, b: ReceiveConnector): boolean {
  return a.bindings.some((one) => b.bindings.some((other) => bindingsEqual(one, other)));
}

/** The first neighbour with a range that equals or partly overlaps one of ours. Ours are sorted once and each foreign
 *  range looks only at those that can touch it, for there may be 100,000 of them. */
function rangeConflict(
  next: ReceiveConnector,
  neighbours: readonly ReceiveConnector[],
): ReceiveConnector | null {
  const index = { 4: sortedRanges(next, 4), 6: sortedRanges(next, 6) };
  for (const neighbour of neighbours) {
    for (const range of neighbour.remoteIPRanges) {
      if (conflicts(range, index[range.family], sharesFamily(next, neighbour, range.family)))
        return neighbour;
    }
  }
  return null;
}

/** Ranges of a family matter only where both listen in that family on an equal binding. */
function sharesFamily(a: ReceiveConnector, b: ReceiveConnector, family: 4 | 6): boolean {
  return a.bindings.some(
    (one) => one.family === family && b.bindings.some((other) => bindingsEqual(one, other)),
  );
}

type Sorted = Readonly<{ ranges: readonly IpRange[]; highest: readonly bigint[] }>;

/** By low end; `highest[i]` is the highest end among the first i + 1. */
function sortedRanges(connector: ReceiveConnector, family: 4 | 6): Sorted {
  const ranges = connector.remoteIPRanges
    .filter((range) => range.family === family)
    .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const highest: bigint[] = [];
  for (const range of ranges) {
    const before = highest.at(-1) ?? -1n;
    highest.push(range.high > before ? range.high : before);
  }
  return { ranges, highest };
}

function conflicts(range: IpRange, { ranges, highest }: Sorted, comparable: boolean): boolean {
  if (!comparable) return false;
  for (let i = lastStartingBy(ranges, range.high); i >= 0 && (highest[i] ?? -1n) >= range.low; i--) {
    const own = ranges[i];
    if (own !== undefined && own.high >= range.low && !strictlyNested(own, range)) return true;
  }
  return false;
}

function strictlyNested(a: IpRange, b: IpRange): boolean {
  if (a.low === b.low && a.high === b.high) return false;
  return (a.low >= b.low && a.high <= b.high) || (b.low >= a.low && b.high <= a.high);
}

/** Index of the last range whose low end is at or below the value, or -1. */
function lastStartingBy(ranges: readonly IpRange[], value: bigint): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.low ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function rangeProblem(other: string): Problem {
  return {
    category: 'InvalidOperation',
    id: 'E10',
    message: `${CONFLICT} "${other}". Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges. Change at least one of these values.`,
    target: other,
    parameter: 'RemoteIPRanges',
  };
}

function roleConflict(other: string): Problem {
  return {
    category: 'InvalidOperation',
    id: 'E11',
    message: `${CONFLICT} "${other}". Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.`,
    target: other,
    parameter: 'Bindings',
  };
}

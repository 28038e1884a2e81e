import { rangeSize } from '../config/ip-range.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { type Address, type Candidate, type Entry, sameWinner, sweep } from './range-sweep.ts';

/** The address line of one endpoint and family, cut where a winner changes: segment i begins at starts[i]. IPv4 starts
 *  are doubles for a fast search. */
export type AddressLine = Readonly<{
  family: 4 | 6;
  /** All ranges, by low end: what a change begins with. */
  entries: readonly Entry[];
  starts4: Float64Array;
  starts6: readonly bigint[];
  winners: readonly (Candidate | null)[];
}>;

export function emptyLine(family: 4 | 6): AddressLine {
  return { family, entries: [], starts4: new Float64Array(), starts6: [], winners: [] };
}

/** The line after some connectors went and candidates came. Only the part between the lowest and the highest address of
 *  these is swept again; what stays is neither read nor sorted. */
export function changeLine(
  line: AddressLine,
  gone: ReadonlySet<ReceiveConnector>,
  come: readonly Candidate[],
): AddressLine {
  const { family, entries } = line;
  const added = come.filter(({ range }) => range.family === family).map(entryOf);
  const part = partOf(gone, added, family);
  if (part === null) return line;
  const from = firstFrom(entries.length, part.low, (n) => entries[n]?.low);
  const to = firstFrom(entries.length, part.end, (n) => entries[n]?.low);
  const kept = entries.slice(from, to).filter(({ candidate }) => !gone.has(candidate.connector));
  if (added.length === 0 && kept.length === to - from) return line;
  const before = entries.slice(0, from);
  const inside = merged(kept, added.sort(byLow));
  const swept = sweep([...before.filter(({ end }) => end > part.low), ...inside]);
  const within = segmentsFrom(family, swept.starts, swept.winners);
  return { ...replaced(line, within, part), entries: before.concat(inside, entries.slice(to)) };
}

/** Addresses from `low` up to, not including, `end`. */
type Part = Readonly<{ low: Address; end: Address }>;

/** Where a winner can be another than before; null where nowhere. */
function partOf(gone: ReadonlySet<ReceiveConnector>, added: readonly Entry[], family: 4 | 6): Part | null {
  let part: Part | null = null;
  const include = ({ low, end }: Part): void => {
    part = part === null ? { low, end } : { low: least(part.low, low), end: most(part.end, end) };
  };
  for (const { remoteIPRanges } of gone) {
    for (const { low, high, family: own } of remoteIPRanges) {
      if (own !== family) continue;
      include(family === 6 ? { low, end: high + 1n } : { low: Number(low), end: Number(high) + 1 });
    }
  }
  for (const entry of added) include(entry);
  return part;
}

function least(a: Address, b: Address): Address {
  return a < b ? a : b;
}

function most(a: Address, b: Address): Address {
  return a < b ? b : a;
}

/** The first of some sorted positions whose value is at or above a limit; `length` where none is. */
function firstFrom(length: number, limit: Address, valueOf: (n: number) => Address | undefined): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((valueOf(middle) ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What of a line the look-ups read; one of the two lists of starts is empty. */
type Segments = Pick<AddressLine, 'family' | 'starts4' | 'starts6' | 'winners'>;

/** Segments of one line, but within the part those of another. */
function replaced(former: Segments, within: Segments, { low, end }: Part): Segments {
  return joined([
    cut(former, 0, position(former, low)),
    segment(low, within),
    cut(within, position(within, low), position(within, end)),
    segment(end, former),
    cut(former, position(former, end), former.winners.length),
  ]);
}

function cut({ family, starts4, starts6, winners }: Segments, from: number, to: number): Segments {
  return {
    family,
    starts4: starts4.subarray(from, to),
    starts6: starts6.slice(from, to),
    winners: winners.slice(from, to),
  };
}

function startAt({ family, starts4, starts6 }: Segments, n: number): Address | undefined {
  return family === 4 ? starts4[n] : starts6[n];
}

function position(segments: Segments, limit: Address): number {
  return firstFrom(segments.winners.length, limit, (n) => startAt(segments, n));
}

/** A segment that begins at an address with what wins there. */
function segment(at: Address, segments: Segments): Segments {
  const next = position(segments, at);
  const winner = segments.winners[startAt(segments, next) === at ? next : next - 1] ?? null;
  return segmentsFrom(segments.family, [at], [winner]);
}

function segmentsFrom(
  family: 4 | 6,
  starts: readonly Address[],
  winners: readonly (Candidate | null)[],
): Segments {
  return {
    family,
    starts4: family === 4 ? doubles(starts) : new Float64Array(),
    starts6: family === 6 ? starts.map(BigInt) : [],
    winners,
  };
}

const NO_WINNERS: readonly (Candidate | null)[] = [];
const NO_STARTS: readonly bigint[] = [];

/** One after the other; a piece that begins with the winner before it goes on with that segment. */
function joined(pieces: readonly [Segments, ...Segments[]]): Segments {
  const rest: Segments[] = [];
  let last: Candidate | null = null;
  for (const piece of pieces) {
    const { length } = piece.winners;
    if (length === 0) continue;
    rest.push(sameWinner(last, piece.winners[0]) ? cut(piece, 1, length) : piece);
    last = piece.winners[length - 1] ?? null;
  }
  const starts4 = new Float64Array(rest.reduce((sum, piece) => sum + piece.starts4.length, 0));
  let at = 0;
  for (const piece of rest) {
    starts4.set(piece.starts4, at);
    at += piece.starts4.length;
  }
  return {
    family: pieces[0].family,
    starts4,
    starts6: NO_STARTS.concat(...rest.map((piece) => piece.starts6)),
    winners: NO_WINNERS.concat(...rest.map((piece) => piece.winners)),
  };
}

/** `Float64Array.from` takes ten times as long. */
function doubles(values: readonly Address[]): Float64Array {
  const result = new Float64Array(values.length);
  for (let n = 0; n < values.length; n++) result[n] = Number(values[n]);
  return result;
}

function entryOf(candidate: Candidate): Entry {
  const { family, low, high } = candidate.range;
  const size = rangeSize(candidate.range);
  if (family === 6) return { low, end: high + 1n, size, candidate };
  return { low: Number(low), end: Number(high) + 1, size: Number(size), candidate };
}

function byLow(a: Entry, b: Entry): number {
  return a.low < b.low ? -1 : a.low > b.low ? 1 : 0;
}

/** Two sorted lists as one. */
function merged(kept: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const result: Entry[] = [];
  let next = 0;
  for (const entry of kept) {
    for (let other = added[next]; other !== undefined && other.low <= entry.low; other = added[next]) {
      result.push(other);
      next += 1;
    }
    result.push(entry);
  }
  return result.concat(added.slice(next));
}

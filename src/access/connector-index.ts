import { rangeSize } from '../config/ip-range.ts';
import type { IpRange, ReceiveConnector } from '../config/receive-connector.ts';

/** A connector that competes for the addresses of one segment. */
export type Candidate = Readonly<{
  connector: ReceiveConnector;
  /** Its smallest range that contains the segment. */
  range: IpRange;
  bindingKind: 'specific' | 'wildcard';
}>;

/** The address line of one endpoint and family, cut where a winner changes: segment i begins at starts[i]. IPv4 starts
 *  are doubles for a fast search. */
export type AddressLine = Readonly<{
  starts4: Float64Array;
  starts6: readonly bigint[];
  winners: readonly (Candidate | null)[];
}>;

type Entry = Readonly<{ low: bigint; high: bigint; candidate: Candidate; size: bigint }>;

/** Negative when a beats b: fewer addresses, then the specific binding, then the older connector.
 *  receive-connectors.md §1.8 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  const sizeA = rangeSize(a.range);
  const sizeB = rangeSize(b.range);
  if (sizeA !== sizeB) return sizeA < sizeB ? -1 : 1;
  if (a.bindingKind !== b.bindingKind) return a.bindingKind === 'specific' ? -1 : 1;
  return a.connector.createdOrder - b.connector.createdOrder;
}

/** Flattens ranges that nest and overlap into disjoint segments, each with its winner: a sweep from low to high with a
 *  heap of the ranges that are open, the best on top. */
export function buildLine(candidates: readonly Candidate[], family: 4 | 6): AddressLine {
  const entries: Entry[] = candidates.map((candidate) => ({
    low: candidate.range.low,
    high: candidate.range.high,
    candidate,
    size: rangeSize(candidate.range),
  }));
  entries.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const { starts, winners } = sweep(entries);
  return {
    starts4: family === 4 ? Float64Array.from(starts, Number) : new Float64Array(),
    starts6: family === 6 ? starts : [],
    winners,
  };
}

function sweep(entries: readonly Entry[]): { starts: bigint[]; winners: (Candidate | null)[] } {
  const starts: bigint[] = [];
  const winners: (Candidate | null)[] = [];
  const open = new Heap();
  const emit = (at: bigint): void => {
    const winner = open.best()?.candidate ?? null;
    if (starts.at(-1) === at) {
      starts.pop();
      winners.pop();
    }
    if (winners.at(-1) === winner && starts.length > 0) return;
    starts.push(at);
    winners.push(winner);
  };
  /** Closes what ends before `limit`, telling each change of the winner. */
  const closeBefore = (limit: bigint | null): void => {
    for (
      let best = open.best();
      best !== undefined && (limit === null || best.high < limit);
      best = open.best()
    ) {
      const end = best.high;
      open.dropThrough(end);
      emit(end + 1n);
    }
  };
  for (const entry of entries) {
    closeBefore(entry.low);
    open.add(entry);
    emit(entry.low);
  }
  closeBefore(null);
  return { starts, winners };
}

/** Binary heap of open entries, the winner on top. */
class Heap {
  readonly #items: Entry[] = [];

  best(): Entry | undefined {
    return this.#items[0];
  }

  add(entry: Entry): void {
    this.#items.push(entry);
    let index = this.#items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBetter(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Removes entries from the top while they end at or before the address. */
  dropThrough(end: bigint): void {
    while ((this.#items[0]?.high ?? end + 1n) <= end) this.#removeTop();
  }

  #removeTop(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let best = index;
      for (const child of [left, left + 1])
        if (child < this.#items.length && this.#isBetter(child, best)) best = child;
      if (best === index) return;
      this.#swap(index, best);
      index = best;
    }
  }

  #isBetter(a: number, b: number): boolean {
    const one = this.#items[a];
    const other = this.#items[b];
    if (one === undefined || other === undefined) return false;
    if (one.size !== other.size) return one.size < other.size;
    return compareCandidates(one.candidate, other.candidate) < 0;
  }

  #swap(a: number, b: number): void {
    const one = this.#items[a];
    const other = this.#items[b];
    if (one === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = one;
  }
}

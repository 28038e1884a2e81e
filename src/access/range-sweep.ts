import { rangeSize } from '../config/ip-range.ts';
import type { IpRange, ReceiveConnector } from '../config/receive-connector.ts';

/** A connector that competes for the addresses of one segment. */
export type Candidate = Readonly<{
  connector: ReceiveConnector;
  /** Its smallest range that contains the segment. */
  range: IpRange;
  bindingKind: 'specific' | 'wildcard';
}>;

/** Numbers for IPv4, which are fast, bigints for IPv6. One line has only one kind. */
export type Address = number | bigint;

/** A range of a candidate as the sweep wants it. `end` is the address behind the last. */
export type Entry = Readonly<{ low: Address; end: Address; size: Address; candidate: Candidate }>;

/** Negative when a beats b: fewer addresses, then the specific binding, then the older connector.
 *  receive-connectors.md §1.8 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  const sizeA = rangeSize(a.range);
  const sizeB = rangeSize(b.range);
  if (sizeA !== sizeB) return sizeA < sizeB ? -1 : 1;
  if (a.bindingKind !== b.bindingKind) return a.bindingKind === 'specific' ? -1 : 1;
  return a.connector.createdOrder - b.connector.createdOrder;
}

/** A connector that names a range twice wins the same way by either. */
export function sameWinner(a: Candidate | null | undefined, b: Candidate | null | undefined): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return false;
  const { low, high } = a.range;
  return (
    a.connector === b.connector &&
    a.bindingKind === b.bindingKind &&
    low === b.range.low &&
    high === b.range.high
  );
}

/** Flattens ranges that nest and overlap into disjoint segments, each with its winner: a sweep from low to high with a
 *  heap of the ranges that are open, the best on top. */
export function sweep(entries: readonly Entry[]): { starts: Address[]; winners: (Candidate | null)[] } {
  const starts: Address[] = [];
  const winners: (Candidate | null)[] = [];
  const open = new Heap();
  let last: Address = -1;
  let current: Candidate | null | undefined;
  const emit = (at: Address): void => {
    const winner = open.best()?.candidate ?? null;
    if (last === at) {
      starts.pop();
      winners.pop();
      last = starts.at(-1) ?? -1;
      current = winners.at(-1);
    }
    if (sameWinner(current, winner)) return;
    last = at;
    current = winner;
    starts.push(at);
    winners.push(winner);
  };
  /** Closes what ends at or before `limit`, telling each change of the winner. */
  const closeUntil = (limit: Address | null): void => {
    for (
      let best = open.best();
      best !== undefined && (limit === null || best.end <= limit);
      best = open.best()
    ) {
      const { end } = best;
      open.dropThrough(end);
      emit(end);
    }
  };
  for (const entry of entries) {
    closeUntil(entry.low);
    open.add(entry);
    emit(entry.low);
  }
  closeUntil(null);
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
  dropThrough(end: Address): void {
    for (let top = this.#items[0]; top !== undefined && top.end <= end; top = this.#items[0])
      this.#removeTop();
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
    const order = compareCandidates(one.candidate, other.candidate);
    // Two ranges of one connector: the lower one, so that the order in which they came makes no difference.
    return order === 0 ? one.low < other.low : order < 0;
  }

  #swap(a: number, b: number): void {
    const one = this.#items[a];
    const other = this.#items[b];
    if (one === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = one;
  }
}

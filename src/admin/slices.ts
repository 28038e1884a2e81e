/** So many items are worked on between two turns of the event loop; of one that is compared some ten times that is a few
 *  milliseconds. */
const ITEMS_PER_TURN = 500;
/** So many items of sorted runs are merged between two turns: one comparison each. */
const MERGED_PER_TURN = 4_000;

/** Lets all others have their turn. @returns false where nobody waits for the answer any more */
export type Pace = () => Promise<boolean>;

/** What work makes of each item; undefined is left out. A list may hold a million: it does not keep everything else
 *  waiting. @returns null where the pace says that it is over */
export async function mapInSlices<T, R>(
  items: readonly T[],
  work: (item: T) => R | undefined,
  pace: Pace,
): Promise<readonly R[] | null> {
  const made: R[] = [];
  for (let from = 0; from < items.length; from += ITEMS_PER_TURN) {
    if (from > 0 && !(await pace())) return null;
    for (const item of items.slice(from, from + ITEMS_PER_TURN)) {
      const one = work(item);
      if (one !== undefined) made.push(one);
    }
  }
  return made;
}

type Order<T> = Readonly<{ compare: (a: T, b: T) => number; pace: Pace }>;

/** A stable sort: runs that are merged two by two. @returns null where the pace says that it is over */
export async function sortInSlices<T>(items: readonly T[], order: Order<T>): Promise<readonly T[] | null> {
  const { compare, pace } = order;
  let runs = await sortedRuns(items, order);
  const merging = { compare, pace, left: 0 };
  while (runs !== null && runs.length > 1) runs = await mergedPairs(runs, merging);
  return runs === null ? null : (runs[0] ?? []);
}

type Runs<T> = readonly (readonly T[])[];

async function sortedRuns<T>(items: readonly T[], { compare, pace }: Order<T>): Promise<Runs<T> | null> {
  const runs: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += ITEMS_PER_TURN) {
    if (from > 0 && !(await pace())) return null;
    runs.push(items.slice(from, from + ITEMS_PER_TURN).toSorted(compare));
  }
  return runs;
}

/** With how many items may still be merged before the next turn, over all merges: most runs are short at first. */
type Merging<T> = Order<T> & { left: number };

async function mergedPairs<T>(runs: Runs<T>, merging: Merging<T>): Promise<Runs<T> | null> {
  const longer: (readonly T[])[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const merged = await merge(runs[at] ?? [], runs[at + 1] ?? [], merging);
    if (merged === null) return null;
    longer.push(merged);
  }
  return longer;
}

async function merge<T>(
  first: readonly T[],
  second: readonly T[],
  merging: Merging<T>,
): Promise<readonly T[] | null> {
  const merged: T[] = [];
  let [at, other] = [0, 0];
  while (at < first.length || other < second.length) {
    const [a, b] = [first[at], second[other]];
    const takesFirst = b === undefined || (a !== undefined && merging.compare(a, b) <= 0);
    if (takesFirst && a !== undefined) merged.push(a);
    else if (b !== undefined) merged.push(b);
    if (takesFirst) at += 1;
    else other += 1;
    merging.left -= 1;
    if (merging.left > 0) continue;
    if (!(await merging.pace())) return null;
    merging.left = MERGED_PER_TURN;
  }
  return merged;
}

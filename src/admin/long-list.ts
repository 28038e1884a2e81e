import { type Arguments, itemsOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import type { AdminObject } from './contract/values.ts';
import { type Condition, findProperty, meetsAll, type SortKey, sortKey, firstProblem } from './filter.ts';
import { compareRows, pageInOrder, pageOfRows, type Page, type Row, sortOrders } from './paging.ts';
import { mapInSlices, type Pace, sortInSlices } from './slices.ts';

/** Of one item what a sorted page needs: the object itself is made anew for those of the page. */
type LongRow<T> = Row & Readonly<{ item: T }>;

type LongList<T> = Readonly<{
  /** In order of Identity. */
  items: readonly T[];
  present: (item: T) => AdminObject;
  conditions: readonly Condition[];
}>;

/** As `applyFilter` and `pageOf`, of a list that may hold a million: in slices, and no longer than somebody waits. */
export async function pageOfLong<T>(
  { items, present, conditions }: LongList<T>,
  args: Arguments,
  pace: Pace,
): Promise<Page | AdminError> {
  const [first] = items;
  if (first === undefined) return pageInOrder(items, args, present);
  const example = present(first);
  const problem = firstProblem(example, conditions);
  if (problem !== null) return problem;
  const orders = sortOrders(itemsOf(args, 'SortOrder'), example);
  if ('category' in orders) return orders;
  const rowOf = (item: T): LongRow<T> | undefined => {
    const object = present(item);
    if (!meetsAll(object, conditions)) return undefined;
    const keys = orders.map(({ name }): SortKey => sortKey(findProperty(object, name) ?? null));
    return { item, text: object.text, keys };
  };
  const rows = await mapInSlices(items, rowOf, pace);
  if (rows === null) return abandoned();
  const compare = (a: Row, b: Row): number => compareRows(orders, a, b);
  const sorted = orders.length === 0 ? rows : await sortInSlices(rows, { compare, pace });
  return sorted === null ? abandoned() : pageOfRows(sorted, args, ({ item }) => present(item));
}

/** Nobody reads it. */
export function abandoned(): AdminError {
  return {
    category: 'NotSpecified',
    id: 'Abandoned',
    message: 'The client that asked has gone, so the work was ended.',
    target: '',
  };
}

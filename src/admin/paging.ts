import { type Arguments, booleanOf, itemsOf, numberOf, unlimitedOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import type { AdminObject } from './contract/values.ts';
import { compareKeys, findProperty, type SortKey, sortKey } from './filter.ts';
import { badText } from './snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;
/** Exchange: more are never returned. */
const MOST_RESULTS = 250_000;
const LAST_PAGE = 2_147_483_647;

export type Page = Readonly<{ objects: readonly AdminObject[]; warnings: readonly string[] }>;

/** The part of the objects that a viewer asks for. mail-flow.md §4.8
 *  @param objects in order of Identity, which is always the last key of the order */
export function pageOf(objects: readonly AdminObject[], args: Arguments): Page | AdminError {
  const orders = sortOrders(itemsOf(args, 'SortOrder'), objects[0]);
  if ('category' in orders) return orders;
  const rows = objects.map((object) => {
    const keys = orders.map(({ name }) => sortKey(findProperty(object, name) ?? null));
    return { object, text: object.text, keys };
  });
  const sorted = rows.toSorted((a, b) => compareRows(orders, a, b));
  return pageOfRows(sorted, args, ({ object }) => object);
}

/** What is sorted, and found again as a bookmark, without being an object. */
export type Row = Readonly<{ text: string; keys: readonly SortKey[] }>;

/** As `pageOf`, of what is sorted already. */
export function pageOfRows<R extends Row>(
  rows: readonly R[],
  args: Arguments,
  present: (row: R) => AdminObject,
): Page {
  return cut({ items: rows, bookmark: bookmarkOf(rows, args), present }, args);
}

/** As `pageOf`, of what is in order of Identity already and no object yet: only those of the page become objects, for there
 *  may be a million. Needs arguments that `isByPosition`. */
export function pageInOrder<T>(
  items: readonly T[],
  args: Arguments,
  present: (item: T) => AdminObject,
): Page {
  return cut({ items, bookmark: indexOf(items.length, args), present }, args);
}

/** The page can be told by positions alone. */
export function isByPosition(args: Arguments): boolean {
  return args['SortOrder'] === undefined && args['BookmarkObject'] === undefined;
}

type Cut<T> = Readonly<{
  items: readonly T[];
  bookmark: number | null;
  present: (item: T) => AdminObject;
}>;

function cut<T>({ items, bookmark, present }: Cut<T>, args: Arguments): Page {
  const limit = limitOf(args);
  const [from, to] = range(items.length, bookmark, args);
  const page = items.slice(from, to).map(present);
  const isCut =
    page.length === limit && items.length > limit && unlimitedOf(args, 'ResultSize') === undefined;
  const warning = `By default, only the first ${DEFAULT_RESULT_SIZE} items are returned. Use the ResultSize parameter to return more.`;
  const isCounted = booleanOf(args, 'ReturnPageInfo') ?? false;
  return {
    objects: isCounted ? page.map((object) => withPageInfo(object, from + 1, items.length)) : page,
    warnings: isCut ? [warning] : [],
  };
}

/** Exchange: -ReturnPageInfo, the number of the page's first object, from 1, and of all. */
function withPageInfo(object: AdminObject, offset: number, total: number): AdminObject {
  return {
    ...object,
    properties: [...object.properties, ['PageOffset', offset], ['TotalCount', total]],
  };
}

function limitOf(args: Arguments): number {
  const given = unlimitedOf(args, 'ResultSize');
  return Math.min(given === undefined ? DEFAULT_RESULT_SIZE : (given ?? MOST_RESULTS), MOST_RESULTS);
}

type SortOrder = Readonly<{ name: string; sign: 1 | -1 }>;

/** `+Property` and `-Property`, the first counts most. @param example one of the objects, where there are any */
export function sortOrders(
  keys: readonly string[],
  example: AdminObject | undefined,
): readonly SortOrder[] | AdminError {
  const orders = keys.map(
    (key): SortOrder => ({ name: key.replace(/^[+-]/, ''), sign: key.startsWith('-') ? -1 : 1 }),
  );
  const unknown = orders.find(
    ({ name }) => example !== undefined && findProperty(example, name) === undefined,
  );
  if (unknown === undefined) return orders;
  return badText('SortOrder', `there is no property "${unknown.name}"`, unknown.name);
}

export function compareRows(orders: readonly SortOrder[], a: Row, b: Row): number {
  for (const [at, { sign }] of orders.entries()) {
    const order = compareKeys(a.keys[at] ?? '', b.keys[at] ?? '');
    if (order !== 0) return sign * order;
  }
  return 0;
}

/** First and behind-last position of the page. */
function range(count: number, bookmark: number | null, args: Arguments): readonly [number, number] {
  const limit = limitOf(args);
  const forward = booleanOf(args, 'SearchForward') ?? true;
  if (bookmark === null) return forward ? [0, limit] : [Math.max(0, count - limit), count];
  const includes = booleanOf(args, 'IncludeBookmark') ?? true;
  if (forward) {
    const start = includes ? bookmark : bookmark + 1;
    return [start, start + limit];
  }
  const end = includes ? bookmark + 1 : bookmark;
  return [Math.max(0, end - limit), end];
}

/** 0-based position, or null for the first (or, backwards, the last) page. */
function bookmarkOf(rows: readonly Row[], args: Arguments): number | null {
  const given = args['BookmarkObject'];
  if (given?.kind !== 'object' && given?.kind !== 'text') return indexOf(rows.length, args);
  const text = given.kind === 'object' ? given.object.text : given.value;
  const at = rows.findIndex((row) => row.text === text);
  return at === -1 ? null : at;
}

function indexOf(count: number, args: Arguments): number | null {
  const index = numberOf(args, 'BookmarkIndex');
  if (index === undefined || index <= 0) return null;
  return index === LAST_PAGE ? Math.max(0, count - 1) : index - 1;
}

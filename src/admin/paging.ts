import { type Arguments, booleanOf, itemsOf, numberOf, unlimitedOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import type { AdminObject } from './contract/values.ts';
import { compareValues, findProperty } from './filter.ts';
import { badText } from './snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;
/** Exchange: more are never returned. */
const MOST_RESULTS = 250_000;
const LAST_PAGE = 2_147_483_647;

type Page = Readonly<{ objects: readonly AdminObject[]; warnings: readonly string[] }>;

/** The part of the objects that a viewer asks for. mail-flow.md §4.8
 *  @param objects in order of Identity, which is always the last key of the order */
export function pageOf(objects: readonly AdminObject[], args: Arguments): Page | AdminError {
  const sorted = inOrder(objects, itemsOf(args, 'SortOrder'));
  if ('category' in sorted) return sorted;
  const from = bookmarkOf(sorted, args);
  return cut({ items: sorted, bookmark: from, present: (object) => object }, args);
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

/** `+Property` and `-Property`, the first counts most. */
function inOrder(
  objects: readonly AdminObject[],
  keys: readonly string[],
): readonly AdminObject[] | AdminError {
  const [first] = objects;
  const orders = keys.map((key) => ({ name: key.replace(/^[+-]/, ''), sign: key.startsWith('-') ? -1 : 1 }));
  const unknown = orders.find(({ name }) => first !== undefined && findProperty(first, name) === undefined);
  if (unknown !== undefined)
    return badText('SortOrder', `there is no property "${unknown.name}"`, unknown.name);
  return objects.toSorted((a, b) => {
    for (const { name, sign } of orders) {
      const order = compareValues(findProperty(a, name) ?? null, findProperty(b, name) ?? null);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
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
function bookmarkOf(objects: readonly AdminObject[], args: Arguments): number | null {
  const given = args['BookmarkObject'];
  if (given?.kind !== 'object' && given?.kind !== 'text') return indexOf(objects.length, args);
  const text = given.kind === 'object' ? given.object.text : given.value;
  const at = objects.findIndex((object) => object.text === text);
  return at === -1 ? null : at;
}

function indexOf(count: number, args: Arguments): number | null {
  const index = numberOf(args, 'BookmarkIndex');
  if (index === undefined || index <= 0) return null;
  return index === LAST_PAGE ? Math.max(0, count - 1) : index - 1;
}

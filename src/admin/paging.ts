import { type Arguments, booleanOf, itemsOf, numberOf, unlimitedOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import type { AdminObject } from './contract/values.ts';
import { compareValues, findProperty } from './filter.ts';
import { badText } from './snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;
/** Exchange: more are never returned. */
const MOST_RESULTS = 250_000;
const LAST_PAGE = 2_147_483_647;

/** The part of the objects that a viewer asks for. mail-flow.md §4.8
 *  @param objects in order of Identity, which is always the last key of the order */
export function pageOf(
  objects: readonly AdminObject[],
  args: Arguments,
): Readonly<{ objects: readonly AdminObject[]; warnings: readonly string[] }> | AdminError {
  const sorted = inOrder(objects, itemsOf(args, 'SortOrder'));
  if ('category' in sorted) return sorted;
  const limit = limitOf(args);
  const forward = booleanOf(args, 'SearchForward') ?? true;
  const [from, to] = range(sorted, args, { limit, forward });
  const page = sorted.slice(from, to);
  const isCut =
    page.length === limit && sorted.length > limit && unlimitedOf(args, 'ResultSize') === undefined;
  const warning = `By default, only the first ${DEFAULT_RESULT_SIZE} items are returned. Use the ResultSize parameter to return more.`;
  return { objects: page, warnings: isCut ? [warning] : [] };
}

/** How many of the objects, which are in order of Identity, `pageOf` needs to see; nobody should make a million of them to
 *  show the first thousand. */
export function lastNeeded(args: Arguments): number {
  const plain = ['SortOrder', 'SearchForward', 'BookmarkObject', 'BookmarkIndex'].every(
    (name) => args[name] === undefined,
  );
  return plain ? limitOf(args) + 1 : Number.POSITIVE_INFINITY;
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
function range(
  objects: readonly AdminObject[],
  args: Arguments,
  { limit, forward }: Readonly<{ limit: number; forward: boolean }>,
): readonly [number, number] {
  const bookmark = bookmarkOf(objects, args);
  if (bookmark === null) return forward ? [0, limit] : [Math.max(0, objects.length - limit), objects.length];
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
  if (given?.kind === 'object' || given?.kind === 'text') {
    const text = given.kind === 'object' ? given.object.text : given.value;
    const at = objects.findIndex((object) => object.text === text);
    return at === -1 ? null : at;
  }
  const index = numberOf(args, 'BookmarkIndex');
  if (index === undefined || index <= 0) return null;
  return index === LAST_PAGE ? Math.max(0, objects.length - 1) : index - 1;
}

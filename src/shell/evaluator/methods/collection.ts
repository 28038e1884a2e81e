import { runtimeError } from '../../errors/shell-error.ts';
import { compareValues, equalValues } from '../../operators/compare.ts';
import { PsList, type PsValue } from '../../values/value.ts';

const EXACT = { caseSensitive: true } as const;

/** Methods of arrays and lists; an array's size is fixed. shell-language.md §3.6
 *  @returns undefined where there is no such method */
export function callCollection(
  collection: PsValue[] | PsList,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  const items = collection instanceof PsList ? collection.items : collection;
  const [first = null] = args;
  switch (lower) {
    case 'contains':
      return items.some((item) => equalValues(item, first, EXACT));
    case 'indexof':
      return items.findIndex((item) => equalValues(item, first, EXACT));
    case 'toarray':
    case 'getenumerator':
    case 'clone':
      return [...items];
    case 'getvalue':
    case 'get_item':
      return items[Number(first)] ?? null;
    case 'getlength':
      return items.length;
    default:
      return collection instanceof PsList
        ? changeList(collection, lower, args)
        : changeArray(items, lower, args);
  }
}

function changeArray(items: PsValue[], lower: string, args: readonly PsValue[]): PsValue | undefined {
  if (lower === 'setvalue') {
    items[Number(args[1])] = args[0] ?? null;
    return null;
  }
  if (!['add', 'remove', 'removeat', 'clear', 'insert', 'addrange'].includes(lower)) return undefined;
  const name = lower === 'removeat' ? 'RemoveAt' : lower.charAt(0).toUpperCase() + lower.slice(1);
  throw runtimeError(
    `Exception calling "${name}" with "${args.length}" argument(s): "Collection was of a fixed size."`,
    'NotSupportedException',
    { category: 'NotSpecified', reason: 'MethodInvocationException' },
  );
}

function changeList(list: PsList, lower: string, args: readonly PsValue[]): PsValue | undefined {
  const [first = null, second = null] = args;
  switch (lower) {
    case 'add':
      list.items.push(first);
      return list.typeName === 'ArrayList' ? list.items.length - 1 : null;
    case 'addrange':
      list.items.push(...(Array.isArray(first) ? first : first instanceof PsList ? first.items : [first]));
      return null;
    case 'insert':
      list.items.splice(Number(first), 0, second);
      return null;
    case 'remove':
      return removeItem(list, first);
    case 'removeat':
      list.items.splice(Number(first), 1);
      return null;
    case 'clear':
      list.items.length = 0;
      return null;
    case 'reverse':
      list.items.reverse();
      return null;
    case 'sort':
      list.items.sort((a, b) => compareValues(a, b, { caseSensitive: false }));
      return null;
    default:
      return undefined;
  }
}

/** A multi-valued property says whether it had the item. */
function removeItem(list: PsList, item: PsValue): PsValue {
  const caseSensitive = list.typeName !== 'MultiValuedProperty';
  const index = list.items.findIndex((candidate) => equalValues(candidate, item, { caseSensitive }));
  if (index >= 0) list.items.splice(index, 1);
  return list.typeName === 'ArrayList' ? null : index >= 0;
}

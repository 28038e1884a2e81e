import { runtimeError } from '../errors/shell-error.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { toNumber } from '../values/convert.ts';
import { isNumber } from '../values/number.ts';
import { typeNameOf } from '../values/type-name.ts';
import { PsHashtable, PsObject, type PsValue } from '../values/value.ts';

/** `$x[0]`, `$x[-1]`, `$x[0,2]`, `$x[0..2]`, `$h["key"]`. Outside of a collection is null. shell-language.md §3.6 */
export function indexInto(target: PsValue, index: PsValue): PsValue {
  if (target === null) throw runtimeError('Cannot index into a null array.', 'NullArray');
  const indexes = index === null ? null : itemsOf(index);
  if (indexes !== null) {
    const found = indexes.map((one) => indexInto(target, one));
    return target instanceof PsHashtable
      ? found
      : found.filter((_, position) => isInside(target, indexes[position] ?? null));
  }
  if (target instanceof PsHashtable) return fromTable(target, index);
  const items = typeof target === 'string' ? [...target] : itemsOf(target);
  if (items !== null && typeof index === 'string') {
    const named = items.find((item) => isGroup(item) && item.get('Name') === index);
    if (named !== undefined) return named;
  }
  if (items !== null) return itemAt(items, toNumber(index, 'System.Int32'));
  if (target instanceof PsObject) return typeof index === 'string' ? target.get(index) : first(target, index);
  if (isNumber(target) || typeof target === 'boolean' || isTagged(target)) return first(target, index);
  throw runtimeError(`Unable to index into an object of type ${typeNameOf(target)}.`, 'CannotIndex');
}

/** A group of a regular expression's match, which has a name. */
function isGroup(value: PsValue): value is PsObject {
  return value instanceof PsObject && value.typeName === 'System.Text.RegularExpressions.Match';
}

/** An ordered dictionary may be indexed by position. */
function fromTable(table: PsHashtable, index: PsValue): PsValue {
  if (table.ordered && typeof index === 'number' && !table.has(index)) {
    return table.entries().at(index)?.value ?? null;
  }
  return table.get(index);
}

function itemAt(items: readonly PsValue[], index: number): PsValue {
  return items.at(Math.trunc(index)) ?? null;
}

function isInside(target: PsValue, index: PsValue): boolean {
  const length =
    typeof target === 'string' ? target.length : ((target === null ? null : itemsOf(target))?.length ?? 1);
  const position = toNumber(index, 'System.Int32');
  return position < length && position >= -length;
}

/** A single object answers to [0] and [-1]. */
function first(target: PsValue, index: PsValue): PsValue {
  const position = toNumber(index, 'System.Int32');
  return position === 0 || position === -1 ? target : null;
}

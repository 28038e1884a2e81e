import { itemsOf } from '../format/kinds.ts';
import { convertTo } from '../values/convert.ts';
import { ShellError } from '../errors/shell-error.ts';
import { isNumber } from '../values/number.ts';
import { toText } from '../values/text.ts';
import { fullTypeName, typeNameOf } from '../values/type-name.ts';
import { PsHashtable, PsObject, PsType, type PsValue } from '../values/value.ts';

function nameOf(type: PsValue): string {
  return type instanceof PsType ? type.name : fullTypeName(toText(type));
}

/** -is: the type itself or a common base of it. shell-language.md §3.4 */
export function isType(value: PsValue, type: PsValue): boolean {
  if (value === null) return false;
  const wanted = nameOf(type).toLowerCase();
  const own = typeNameOf(value).toLowerCase();
  if (own === wanted || wanted === 'system.object') return true;
  if (own.slice(own.lastIndexOf('.') + 1) === wanted) return true;
  switch (wanted) {
    case 'system.array':
      return Array.isArray(value);
    case 'system.collections.ilist':
    case 'system.collections.icollection':
    case 'system.collections.ienumerable':
      return itemsOf(value) !== null || value instanceof PsHashtable;
    case 'system.collections.idictionary':
      return value instanceof PsHashtable;
    case 'system.management.automation.psobject':
    case 'system.management.automation.pscustomobject':
      return value instanceof PsObject;
    case 'system.valuetype':
      return isNumber(value) || typeof value === 'boolean';
    default:
      return false;
  }
}

/** -as: null where the conversion fails. */
export function asType(value: PsValue, type: PsValue): PsValue {
  try {
    return convertTo(value, nameOf(type));
  } catch (error) {
    if (error instanceof ShellError) return null;
    throw error;
  }
}

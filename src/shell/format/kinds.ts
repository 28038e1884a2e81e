import { isNumber } from '../values/number.ts';
import { PsHashtable, PsList, PsObject, type PsScalar, type PsValue } from '../values/value.ts';

/** Exchange's scalars travel as tagged plain objects. */
export function isTagged(value: PsValue): value is PsScalar {
  return typeof value === 'object' && value !== null && '$' in value;
}

/** What is shown as `{a, b}` and walked element by element; strings and hashtables are not. */
export function itemsOf(value: PsValue): readonly PsValue[] | null {
  if (Array.isArray(value)) return value;
  return value instanceof PsList ? value.items : null;
}

/** Types of one text, whatever members they have: addresses, names of hosts and domains, what names a queue or message. */
const ONE_TEXT =
  /^(?:Microsoft\.Exchange\.Data\.)?(?:Smtp\w+|ProxyAddress|Fqdn|AddressSpace|SmartHost|QueueViewer\.\w+Identity)$/;

/** Whether a value is a line of text where it stands alone. shell-language.md §9 rule 4 */
export function isOneText(value: PsValue): boolean {
  return isTagged(value) && value.$ === 'typed' && ONE_TEXT.test(value.type);
}

/** Numbers, bools and enums stand at the right of their column. shell-language.md §9.4 */
export function isRightAligned(value: PsValue): boolean {
  if (isNumber(value) || typeof value === 'boolean') return true;
  return isTagged(value) && value.$ === 'enum';
}

/** The short type name that selects a default view. */
export function viewName(value: PsValue): string {
  if (value instanceof PsObject) return value.typeName;
  if (value instanceof PsHashtable) return 'Hashtable';
  if (isTagged(value) && value.$ === 'timespan') return 'TimeSpan';
  if (isTagged(value) && value.$ === 'credential') return 'PSCredential';
  return isTagged(value) && value.$ === 'typed' ? value.type : '';
}

import { formatSize, formatTimeSpan } from '../../admin/contract/value-text.ts';
import { formatDate } from '../format/dotnet-date.ts';
import { numberText, PsNumber } from './number.ts';
import {
  PsDateTime,
  PsHashtable,
  PsList,
  PsObject,
  type PsScalar,
  PsScriptBlock,
  PsType,
  type PsValue,
} from './value.ts';

/** The general date of the invariant culture: what strings get. shell-language.md §1.2 */
const INVARIANT_DATE = 'MM/dd/yyyy HH:mm:ss';

/** A value as a string: `"$x"`, -join, string parameters. Collections are joined by a blank, which `$OFS` may change.
 *  shell-language.md §1.2, §3.3 */
export function toText(value: PsValue, separator = ' '): string {
  if (value === null) return '';
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return value instanceof PsNumber ? numberText(value) : objectText(value, separator);
  }
}

function objectText(
  value: Exclude<PsValue, null | string | number | boolean | PsNumber>,
  separator: string,
): string {
  if (Array.isArray(value)) return value.map((item) => toText(item, separator)).join(separator);
  if (value instanceof PsList) return value.items.map((item) => toText(item, separator)).join(separator);
  if (value instanceof PsDateTime) return formatDate(value.ms, INVARIANT_DATE);
  if (value instanceof PsHashtable) return 'System.Collections.Hashtable';
  if (value instanceof PsObject) return value.text ?? bagText(value);
  if (value instanceof PsScriptBlock) return value.text;
  if (value instanceof PsType) return value.name;
  if ('$' in value) return scalarText(value);
  return 'Microsoft.PowerShell.Commands.Internal.Format.FormatStartData';
}

/** Text of a scalar of Exchange's types, the same in strings and in tables. */
export function scalarText(value: PsScalar): string {
  switch (value.$) {
    case 'size':
      return formatSize(value.bytes);
    case 'unlimited':
      return 'Unlimited';
    case 'timespan':
      return formatTimeSpan(value.ms);
    case 'secret':
      return 'System.Security.SecureString';
    case 'credential':
      return 'System.Management.Automation.PSCredential';
    case 'enum':
    case 'typed':
      return value.text;
    default:
      return '';
  }
}

/** `@{a=1; b=2}` */
function bagText(object: PsObject): string {
  const pairs = object.names().map((name) => `${name}=${toText(object.get(name))}`);
  return `@{${pairs.join('; ')}}`;
}

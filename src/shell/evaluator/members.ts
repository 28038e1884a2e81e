import { runtimeError } from '../errors/shell-error.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { fromContract } from '../values/from-contract.ts';
import { isNumber, type Numeric } from '../values/number.ts';
import { shortName, typeNameOf } from '../values/type-name.ts';
import {
  PsDateTime,
  PsHashtable,
  PsList,
  PsObject,
  type PsScalar,
  PsType,
  type PsValue,
} from '../values/value.ts';
import { callCollection } from './methods/collection.ts';
import { callDate, dateMember } from './methods/date.ts';
import { callAny } from './methods/any.ts';
import { callHashtable } from './methods/hashtable.ts';
import { callScalar, timespanMember } from './methods/scalar.ts';
import { callString } from './methods/string.ts';

/** A property's value; null where there is none. On a collection without that member it is collected from the
 *  elements. shell-language.md §3.6 */
export function getMember(value: PsValue, name: string): PsValue {
  const own = ownMember(value, name);
  if (own !== undefined) return own;
  const items = itemsOf(value);
  if (items !== null) return enumerateMember(items, name);
  return isCountName(name) ? (value === null ? 0 : 1) : null;
}

function isCountName(name: string): boolean {
  return /^(?:count|length)$/i.test(name);
}

function enumerateMember(items: readonly PsValue[], name: string): PsValue {
  const found = items.flatMap((item) => {
    const member = ownMember(item, name);
    if (member === undefined || member === null) return [];
    return itemsOf(member) ?? [member];
  });
  return found.length > 1 ? [...found] : (found[0] ?? null);
}

/** undefined = no such member */
function ownMember(value: PsValue, name: string): PsValue | undefined {
  const lower = name.toLowerCase();
  if (value === null) return undefined;
  if (lower === 'psobject') return psObjectOf(value);
  if (typeof value === 'string') return lower === 'length' ? value.length : undefined;
  if (value instanceof PsHashtable) return hashtableMember(value, name, lower);
  if (value instanceof PsObject) return value.has(name) ? value.get(name) : undefined;
  if (value instanceof PsDateTime) return dateMember(value.ms, lower);
  if (value instanceof PsType) return typeMember(value, lower);
  if (isNumber(value) || typeof value === 'boolean') return plainMember(value, lower);
  const items = itemsOf(value);
  if (items !== null) return isCountName(name) ? items.length : undefined;
  return isTagged(value) ? scalarMember(value, lower) : undefined;
}

function hashtableMember(table: PsHashtable, name: string, lower: string): PsValue | undefined {
  if (table.has(name)) return table.get(name);
  if (lower === 'count') return table.size;
  if (lower === 'keys') return table.entries().map((entry) => entry.key);
  if (lower === 'values') return table.entries().map((entry) => entry.value);
  return undefined;
}

/** Limits are numbers here, and `Unlimited` only where they are; a switch is a boolean. */
function plainMember(value: boolean | Numeric, lower: string): PsValue | undefined {
  if (typeof value === 'boolean') return lower === 'ispresent' ? value : undefined;
  if (lower === 'isunlimited') return false;
  return lower === 'value' ? value : undefined;
}

function typeMember(type: PsType, lower: string): PsValue | undefined {
  if (lower === 'fullname') return type.name;
  return lower === 'name' ? shortName(type.name) : undefined;
}

function scalarMember(value: PsScalar, lower: string): PsValue | undefined {
  switch (value.$) {
    case 'timespan':
      return timespanMember(value.ms, lower);
    case 'unlimited':
      return unlimitedMember(lower);
    case 'size':
      if (lower === 'isunlimited') return false;
      return lower === 'value' ? value : undefined;
    case 'credential':
      if (lower === 'username') return value.user;
      return lower === 'password' ? { $: 'secret', text: value.password } : undefined;
    case 'enum':
      return lower === 'value__' ? value.value : undefined;
    case 'typed':
      return typedMember(value, lower);
    default:
      return undefined;
  }
}

function unlimitedMember(lower: string): PsValue | undefined {
  if (lower === 'isunlimited') return true;
  if (lower !== 'value') return undefined;
  throw runtimeError(
    'Exception getting "Value": "The property Value is not available on an unlimited value."',
    'GetValueInvocationException',
    { category: 'NotSpecified', reason: 'GetValueInvocationException' },
  );
}

function typedMember(value: Extract<PsScalar, { $: 'typed' }>, lower: string): PsValue | undefined {
  for (const [name, member] of Object.entries(value.members ?? {})) {
    if (name.toLowerCase() === lower) return fromContract(member);
  }
  if (lower === 'length' || lower === 'count') return undefined;
  if (value.type.endsWith('SmtpAddress')) return addressPart(value.text, lower);
  return lower === 'name' && !value.text.includes('\\') ? value.text : nameMember(value.text, lower);
}

/** Of an address that came from the server as its text. */
function addressPart(text: string, lower: string): PsValue | undefined {
  const at = text.lastIndexOf('@');
  if (lower === 'domain') return at < 0 ? '' : text.slice(at + 1);
  if (lower === 'local') return at < 0 ? '' : text.slice(0, at);
  return lower === 'address' ? text : undefined;
}

/** Names of identities such as `EX01\Relay`. */
function nameMember(text: string, lower: string): PsValue | undefined {
  if (lower === 'name') return text.slice(text.lastIndexOf('\\') + 1);
  return lower === 'address' || lower === 'domain' ? text : undefined;
}

/** $x.PSObject with its Properties and TypeNames. */
function psObjectOf(value: PsValue): PsValue {
  const names = value instanceof PsObject ? value.names() : [];
  const properties = names.map((name) =>
    new PsObject({ typeName: 'PSNoteProperty', text: name })
      .set('MemberType', 'NoteProperty')
      .set('Name', name)
      .set('Value', getMember(value, name)),
  );
  return new PsObject({ typeName: 'PSMemberSet' })
    .set('Properties', properties)
    .set('TypeNames', [typeNameOf(value), 'System.Object']);
}

/** Calls a method. On a collection without it, it is called on each element.
 *  @throws ShellError on null and where there is no such method. shell-language.md §3.6 */
export function callMethod(value: PsValue, name: string, args: readonly PsValue[]): PsValue {
  if (value === null) {
    throw runtimeError('You cannot call a method on a null-valued expression.', 'InvokeMethodOnNull');
  }
  const own = callOwn(value, name.toLowerCase(), args);
  if (own !== undefined) return own;
  const items = itemsOf(value);
  if (items === null || items.length === 0) return missingMethod(value, name);
  const results = items.map((item) => callMethod(item, name, args)).filter((result) => result !== null);
  return results.length > 1 ? results : (results[0] ?? null);
}

function callOwn(
  value: Exclude<PsValue, null>,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  const found = callOfKind(value, lower, args);
  return found === undefined ? callAny(value, lower, args) : found;
}

function callOfKind(
  value: Exclude<PsValue, null>,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  if (typeof value === 'string') return callString(value, lower, args);
  if (Array.isArray(value) || value instanceof PsList) return callCollection(value, lower, args);
  if (value instanceof PsHashtable) return callHashtable(value, lower, args);
  if (value instanceof PsDateTime) return callDate(value.ms, lower, args);
  return isTagged(value) || isNumber(value) ? callScalar(value, lower, args) : undefined;
}

function missingMethod(value: PsValue, name: string): never {
  throw runtimeError(
    `Method invocation failed because [${typeNameOf(value)}] does not contain a method named '${name}'.`,
    'MethodNotFound',
    { target: name, targetType: 'String' },
  );
}

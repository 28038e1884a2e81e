import { ENUMS } from '../contract/specs/enums.ts';
import type { AdminObject, Value } from '../contract/values.ts';

const ENUM_NAMESPACE = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';

/** One name of an enumeration, with PowerShell's number. */
export function enumValue(type: string, name: string): Value {
  const { values = [], numbers = [] } = ENUMS[type] ?? {};
  return {
    $: 'enum',
    type: `${ENUM_NAMESPACE}.${type}`,
    text: name,
    value: numbers[values.indexOf(name)] ?? 0,
  };
}

/** Names of a flags enumeration, joined in declared order; none is `None`. receive-connectors.md §1.9 */
export function flagsValue(type: string, names: readonly string[]): Value {
  const { values = [], numbers = [] } = ENUMS[type] ?? {};
  const shown = values.filter((name) => names.includes(name));
  const value = shown.reduce((sum, name) => sum + (numbers[values.indexOf(name)] ?? 0), 0);
  return { $: 'enum', type: `${ENUM_NAMESPACE}.${type}`, text: shown.join(', ') || 'None', value };
}

export function size(bytes: number): Value {
  return { $: 'size', bytes };
}

/** null = unlimited */
export function unlimitedSize(bytes: number | null): Value {
  return bytes === null ? { $: 'unlimited' } : size(bytes);
}

/** null = unlimited */
export function unlimited(number: number | null): Value {
  return number ?? { $: 'unlimited' };
}

export function timeSpan(ms: number): Value {
  return { $: 'timespan', ms };
}

/** @param at epoch milliseconds or ISO 8601; null = none */
export function dateTime(at: number | string | null): Value {
  return at === null ? null : { $: 'datetime', iso: new Date(at).toISOString() };
}

export function list(items: readonly Value[]): Value {
  return { $: 'list', items };
}

export function typed(type: string, text: string, members?: Readonly<Record<string, Value>>): Value {
  return { $: 'typed', type, text, ...(members === undefined ? {} : { members }) };
}

/** The name alone: a password is never shown. */
export function credential(given: Readonly<{ user: string }> | null): Value {
  if (given === null) return null;
  return typed('System.Management.Automation.PSCredential', given.user, { UserName: given.user });
}

/** Absent text is `$null`. */
export function fqdn(text: string | null): Value {
  return text === null ? null : typed('Microsoft.Exchange.Data.Fqdn', text, { Domain: text });
}

export function guidValue(guid: string): Value {
  return typed('System.Guid', guid, { Guid: guid });
}

export function smtpAddress(text: string | null): Value {
  if (text === null) return null;
  const at = text.lastIndexOf('@');
  const members = { Local: text.slice(0, at), Domain: text.slice(at + 1), Length: text.length };
  return typed('Microsoft.Exchange.Data.SmtpAddress', text, members);
}

export function objectId(text: string, members: Readonly<{ name: string; guid: string; dn: string }>): Value {
  return typed('Microsoft.Exchange.Data.Directory.ADObjectId', text, {
    Name: members.name,
    ObjectGuid: guidValue(members.guid),
    DistinguishedName: members.dn,
  });
}

export function adminObject(type: string, text: string, properties: AdminObject['properties']): AdminObject {
  return { $: 'object', type, text, properties };
}

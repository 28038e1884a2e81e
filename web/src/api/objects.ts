import { textOfValue } from '../../../src/admin/contract/value-text.ts';
import type { AdminObject, Value } from '../../../src/admin/contract/values.ts';

/** A property of an object that a command returned; `null` where it has none of that name. */
export function valueOf(object: AdminObject, name: string): Value {
  return object.properties.find(([key]) => key === name)?.[1] ?? null;
}

/** As the shell shows it in a table. */
export function textOf(object: AdminObject, name: string): string {
  return textOfValue(valueOf(object, name));
}

export function isOn(object: AdminObject, name: string): boolean {
  return valueOf(object, name) === true;
}

/** A number, octets of a size, milliseconds of a time span; null where it is unlimited or no number. */
export function numberOf(object: AdminObject, name: string): number | null {
  const value = valueOf(object, name);
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || !('$' in value)) return null;
  if (value.$ === 'size') return value.bytes;
  return value.$ === 'timespan' ? value.ms : null;
}

/** When, or null. */
export function dateOf(object: AdminObject, name: string): Date | null {
  const value = valueOf(object, name);
  if (typeof value !== 'object' || value === null || !('$' in value)) return null;
  return value.$ === 'datetime' ? new Date(value.iso) : null;
}

/** Items of a list, and names of flags; `None` is none. */
export function itemsOf(object: AdminObject, name: string): readonly string[] {
  const value = valueOf(object, name);
  if (typeof value !== 'object' || value === null || !('$' in value)) return [];
  if (value.$ === 'list') return value.items.map(textOfValue);
  if (value.$ !== 'enum' || value.text === 'None' || value.text === '') return [];
  return value.text.split(', ');
}

/** Items of a list with their members: ranges, rights. */
export function valuesOf(object: AdminObject, name: string): readonly Value[] {
  const value = valueOf(object, name);
  return typeof value === 'object' && value !== null && '$' in value && value.$ === 'list' ? value.items : [];
}

/** A member of a typed value, e.g. LowerBound of a range. */
export function memberOf(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || !('$' in value) || value.$ !== 'typed') return null;
  return value.members?.[name] ?? null;
}

/** Members of a typed value as text; none where it has none. */
export function membersOf(value: Value): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || !('$' in value) || value.$ !== 'typed') return {};
  return Object.fromEntries(
    Object.entries(value.members ?? {}).map(([name, member]) => [name, textOfValue(member)]),
  );
}

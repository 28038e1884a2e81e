import { PsDateTime, PsHashtable, PsObject, type PsScalar, type PsValue } from '../values/value.ts';
import { isTagged, itemsOf } from './kinds.ts';
import { FormatRequest } from './renderer.ts';
import { formatToLines } from './format-to-text.ts';
import { singleText } from './value-text.ts';

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | Readonly<{ [name: string]: Json }>;

/** A value as another program wants it, unlike ConvertTo-Json: sizes are bytes, instants ISO 8601 in UTC, enumerations
 *  their names, time spans `d.hh:mm:ss`, no limit `Unlimited`. Passwords are left out; what a Format- cmdlet made is
 *  its lines. */
export function plainJson(value: PsValue): Json {
  const items = value === null ? null : itemsOf(value);
  if (items !== null) return items.map(plainJson);
  if (value instanceof PsObject) return members(value.names().map((name) => [name, value.get(name)]));
  if (value instanceof PsHashtable)
    return members(value.entries().map((entry) => [singleText(entry.key), entry.value]));
  if (value instanceof PsDateTime) return new Date(value.ms).toISOString();
  if (value instanceof FormatRequest) return formatToLines([value], { width: 119 });
  if (isTagged(value)) return scalar(value);
  return typeof value === 'object' && value !== null ? singleText(value) : value;
}

function members(entries: readonly (readonly [string, PsValue])[]): Json {
  return Object.fromEntries(entries.map(([name, value]) => [name, plainJson(value)]));
}

function scalar(value: PsScalar): Json {
  switch (value.$) {
    case 'size':
      return value.bytes;
    case 'enum':
    case 'typed':
      return value.text;
    case 'credential':
      return { user: value.user };
    case 'secret':
      return null;
    default:
      return singleText(value);
  }
}

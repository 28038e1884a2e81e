import { isTagged, itemsOf } from '../format/kinds.ts';
import { propertyNames, propertyOf } from '../format/properties.ts';
import { singleText } from '../format/value-text.ts';
import {
  approximate,
  isInteger,
  isNumber,
  type Numeric,
  numberText,
  numericType,
  roundTripText,
} from '../values/number.ts';
import { PsDateTime, PsHashtable, PsObject, type PsValue } from '../values/value.ts';

export type JsonOptions = Readonly<{ depth: number; compress: boolean }>;

/** JSON as Windows PowerShell 5.1 writes it: two blanks behind the colon, content indented by four from the column of
 *  its bracket, CRLF. What lies deeper than `depth` becomes its text. shell-language.md §10 */
export function toJson(value: PsValue, options: JsonOptions): string {
  return write(value, { ...options, level: 0, column: 0 });
}

type Place = JsonOptions & Readonly<{ level: number; column: number }>;

function write(value: PsValue, place: Place): string {
  const items = itemsOf(value);
  const entries = items === null ? entriesOf(value) : null;
  if (items === null && entries === null) return scalar(value);
  if (place.level > place.depth) return quoted(deepText(value, items));
  if (items !== null)
    return enclose(
      '[]',
      items.map((item) => ['', item]),
      place,
    );
  return enclose(
    '{}',
    (entries ?? []).map(([name, item]) => [`${quoted(name)}:${place.compress ? '' : '  '}`, item]),
    place,
  );
}

function enclose(brackets: string, parts: readonly (readonly [string, PsValue])[], place: Place): string {
  const [open = '', close = ''] = brackets;
  const inner = place.column + 4;
  const texts = parts.map(([label, item]) => {
    return label + write(item, { ...place, level: place.level + 1, column: inner + label.length });
  });
  if (place.compress) return open + texts.join(',') + close;
  const lines = texts.map((text) => ' '.repeat(inner) + text).join(',\r\n');
  return `${open}\r\n${lines}\r\n${' '.repeat(place.column)}${close}`;
}

function entriesOf(value: PsValue): (readonly [string, PsValue])[] | null {
  if (value instanceof PsHashtable)
    return value.entries().map((entry) => [singleText(entry.key), entry.value]);
  if (value instanceof PsDateTime) return null;
  const names = propertyNames(value);
  if (names.length === 0 && !(value instanceof PsObject)) return null;
  return names.map((name) => [name, propertyOf(value, name) ?? null]);
}

function deepText(value: PsValue, items: readonly PsValue[] | null): string {
  return items === null ? singleText(value) : items.map(singleText).join(' ');
}

function scalar(value: PsValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) {
    return Number.isFinite(approximate(value)) ? jsonNumber(value) : quoted(singleText(value));
  }
  if (value instanceof PsDateTime) return `"\\/Date(${value.ms})\\/"`;
  if (isTagged(value) && value.$ === 'enum') return String(value.value);
  return quoted(singleText(value));
}

/** With all the digits that reading it back needs. */
function jsonNumber(value: Numeric): string {
  if (isInteger(value) || numericType(value) === 'Decimal') return numberText(value);
  return roundTripText(approximate(value));
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\<>&'\u0000-\u001f\u0085\u2028\u2029]/g, (letter) => {
    return SHORT[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** A parsed JSON text as values of the language: objects keep the order of their members. */
export function fromJson(value: unknown): PsValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return dateOf(value) ?? value;
  if (Array.isArray(value)) return value.map(fromJson);
  const object = new PsObject({ typeName: 'PSCustomObject' });
  if (typeof value !== 'object') return object;
  for (const [name, member] of Object.entries(value)) object.set(name, fromJson(member));
  return object;
}

function dateOf(text: string): PsDateTime | null {
  const ms = /^\/Date\((-?\d+)\)\/$/.exec(text)?.[1];
  return ms === undefined ? null : new PsDateTime(Number(ms));
}

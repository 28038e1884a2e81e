import { isNumber, numberText } from '../values/number.ts';
import { scalarText } from '../values/text.ts';
import { PsDateTime, PsHashtable, PsObject, PsScriptBlock, PsType, type PsValue } from '../values/value.ts';
import { formatDate, generalDate } from './dotnet-date.ts';
import { formatNumber } from './dotnet-number.ts';
import { isTagged, itemsOf } from './kinds.ts';

export type TextOptions = Readonly<{
  /** $FormatEnumerationLimit: elements shown of a collection, -1 for all. */
  limit: number;
  /** .NET format of a calculated property, e.g. `N2`. */
  format?: string | undefined;
}>;

/** $FormatEnumerationLimit as the Exchange Management Shell sets it. */
export const DEFAULT_LIMIT = 16;

/** A value as a cell of a table or the right side of a list shows it. shell-language.md §9.2 */
export function cellText(value: PsValue, options: TextOptions): string {
  if (value === null) return '';
  if (options.format !== undefined)
    return formattedText(value, options.format) ?? cellText(value, { limit: options.limit });
  const items =
    itemsOf(value) ?? (value instanceof PsHashtable ? value.entries().map((entry) => entry.key) : null);
  return items === null ? singleText(value) : enumerated(items, options.limit);
}

/** All of the value: nothing of a collection is left out. */
export function wholeText(value: PsValue): string {
  return cellText(value, { limit: -1 });
}

function enumerated(items: readonly PsValue[], limit: number): string {
  const shown = limit < 0 ? items : items.slice(0, limit);
  const texts = shown.map((item) => (item === null ? '$null' : elementText(item)));
  return `{${texts.join(', ')}${shown.length < items.length ? '...' : ''}}`;
}

/** An element's own text; of an object without one, its property that is most like a name. */
function elementText(item: PsValue): string {
  if (item instanceof PsObject && item.text === null) {
    const name = nameLike(item);
    if (name !== null) return singleText(item.get(name));
  }
  const inner = itemsOf(item);
  return inner === null ? singleText(item) : typeText(item);
}

function nameLike(object: PsObject): string | null {
  const names = object.names();
  for (const wanted of ['name', 'id', 'key']) {
    if (object.has(wanted)) return wanted;
  }
  return names.find((name) => /(?:name|id|key)$/i.test(name)) ?? null;
}

/** A value that is not spread over elements, as text. */
export function singleText(value: PsValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isTagged(value)) return scalarText(value);
  if (value instanceof PsDateTime) return generalDate(value.ms);
  if (value instanceof PsObject) return value.text ?? propertyBagText(value);
  if (value instanceof PsScriptBlock) return value.text;
  if (value instanceof PsType) return value.name;
  return typeText(value);
}

/** `@{Name=a; Enabled=True}`: the text of an object that has no other. */
function propertyBagText(object: PsObject): string {
  return `@{${object
    .names()
    .map((name) => `${name}=${singleText(object.get(name))}`)
    .join('; ')}}`;
}

function typeText(value: PsValue): string {
  if (Array.isArray(value)) return 'System.Object[]';
  if (value instanceof PsHashtable) return 'System.Collections.Hashtable';
  if (itemsOf(value) !== null) return 'Microsoft.Exchange.Data.MultiValuedProperty';
  return 'Microsoft.PowerShell.Commands.Internal.Format.FormatStartData';
}

/** null where the format does not fit the kind of value. */
export function formattedText(value: PsValue, format: string): string | null {
  if (format.includes('{0')) return compositeText(value, format);
  if (isNumber(value)) return formatNumber(value, format);
  if (value instanceof PsDateTime) return formatDate(value.ms, format);
  return null;
}

/** `{0:N2} MB`: the composite form that FormatString takes as well. */
function compositeText(value: PsValue, format: string): string {
  return format.replaceAll(/\{0(?:,(-?\d+))?(?::([^}]*))?\}/g, (_, width?: string, inner?: string) => {
    const text = (inner === undefined ? null : formattedText(value, inner)) ?? singleText(value);
    const columns = Number(width ?? 0);
    return columns < 0 ? text.padEnd(-columns) : text.padStart(columns);
  });
}

import { isTagged, itemsOf } from '../format/kinds.ts';
import { propertyNames, propertyOf } from '../format/properties.ts';
import { wholeText } from '../format/value-text.ts';
import {
  approximate,
  isNumber,
  type NumberType,
  type Numeric,
  numberText,
  numericType,
  roundTripText,
} from '../values/number.ts';
import { toText } from '../values/text.ts';
import { PsDateTime, PsHashtable, PsObject, PsScriptBlock, type PsValue } from '../values/value.ts';
import { encodeAttribute, encodeString } from './strings.ts';
import { typeChain } from './type-chain.ts';

const ROOT = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';

/** The text of a CLIXML file that holds these objects, one element each. Passwords are left out: what protects them
 *  in Windows is bound to one user of one machine. shell-language.md §14
 *  @param depth levels of properties that stay objects; deeper ones become their text */
export function writeClixml(values: readonly PsValue[], depth = 2): string {
  const writer = new ClixmlWriter();
  for (const value of values) writer.value(value, { name: null, depth, indent: 1 });
  return `${[ROOT, ...writer.lines, '</Objs>'].join('\r\n')}\r\n`;
}

type Place = Readonly<{ name: string | null; depth: number; indent: number }>;

class ClixmlWriter {
  readonly lines: string[] = [];
  #objects = 0;
  readonly #typeIds = new Map<string, number>();

  value(value: PsValue, place: Place): void {
    const primitive = primitiveOf(value);
    if (primitive !== null) this.#leaf(primitive[0], primitive[1], place);
    else if (isLockedAway(value)) this.#leaf('Nil', null, place);
    else if (place.depth <= 0) this.#leaf('S', deepText(value), place);
    else this.#object(value, place);
  }

  #line(indent: number, text: string): void {
    this.lines.push('  '.repeat(indent) + text);
  }

  /** @param content null writes an element without any */
  #leaf(element: string, content: string | null, { name, indent }: Place): void {
    const start = `${element}${name === null ? '' : ` N="${encodeAttribute(name)}"`}`;
    this.#line(indent, content === null ? `<${start} />` : `<${start}>${content}</${element}>`);
  }

  #object(value: PsValue, place: Place): void {
    const { name, indent } = place;
    const label = name === null ? '' : ` N="${encodeAttribute(name)}"`;
    this.#line(indent, `<Obj${label} RefId="${this.#objects++}">`);
    this.#typeNames(typeChain(value), indent + 1);
    this.#content(value, { name: null, depth: place.depth, indent: indent + 1 });
    this.#line(indent, '</Obj>');
  }

  /** The first object of a type lists its names, later ones refer to them. */
  #typeNames(chain: readonly string[], indent: number): void {
    const key = chain.join('\n');
    const known = this.#typeIds.get(key);
    if (known !== undefined) {
      this.#line(indent, `<TNRef RefId="${known}" />`);
      return;
    }
    const id = this.#typeIds.size;
    this.#typeIds.set(key, id);
    this.#line(indent, `<TN RefId="${id}">`);
    for (const type of chain) this.#line(indent + 1, `<T>${encodeString(type)}</T>`);
    this.#line(indent, '</TN>');
  }

  #content(value: PsValue, place: Place): void {
    const items = itemsOf(value);
    if (items !== null) this.#list(items, place);
    else if (value instanceof PsHashtable) this.#table(value, place);
    else {
      const text = displayText(value);
      if (text !== null) this.#line(place.indent, `<ToString>${encodeString(text)}</ToString>`);
      if (isTagged(value) && value.$ === 'enum') this.#leaf('I32', String(value.value), place);
      else this.#properties(value, place);
    }
  }

  #list(items: readonly PsValue[], place: Place): void {
    if (items.length === 0) {
      this.#line(place.indent, '<LST />');
      return;
    }
    this.#line(place.indent, '<LST>');
    for (const item of items) this.value(item, { ...place, indent: place.indent + 1 });
    this.#line(place.indent, '</LST>');
  }

  #table(table: PsHashtable, place: Place): void {
    this.#line(place.indent, '<DCT>');
    for (const { key, value } of table.entries()) {
      this.#line(place.indent + 1, '<En>');
      const inner = { depth: place.depth - 1, indent: place.indent + 2 };
      this.value(key, { ...inner, name: 'Key' });
      this.value(value, { ...inner, name: 'Value' });
      this.#line(place.indent + 1, '</En>');
    }
    this.#line(place.indent, '</DCT>');
  }

  #properties(value: PsValue, place: Place): void {
    const names = propertyNames(value);
    if (names.length === 0) return;
    const element = isBag(value) ? 'MS' : 'Props';
    this.#line(place.indent, `<${element}>`);
    for (const name of names) {
      this.value(propertyOf(value, name) ?? null, {
        name,
        depth: place.depth - 1,
        indent: place.indent + 1,
      });
    }
    this.#line(place.indent, `</${element}>`);
  }
}

/** Element and content of what needs no object around it; null where it does. */
function primitiveOf(value: PsValue): readonly [string, string | null] | null {
  if (value === null) return ['Nil', null];
  if (typeof value === 'string') return ['S', encodeString(value)];
  if (typeof value === 'boolean') return ['B', String(value)];
  if (isNumber(value)) return numberElement(value);
  if (value instanceof PsDateTime) return ['DT', dateText(value.ms)];
  if (value instanceof PsScriptBlock) return ['SBK', encodeString(value.text)];
  if (isTagged(value) && value.$ === 'typed') {
    if (value.type.endsWith('Guid')) return ['G', encodeString(value.text)];
    if (value.type === 'System.Uri') return ['URI', encodeString(value.text)];
    if (value.type === 'System.Version') return ['Version', encodeString(value.text)];
  }
  return null;
}

const ELEMENTS: Readonly<Record<NumberType, string>> = {
  SByte: 'SB',
  Byte: 'By',
  Int16: 'I16',
  UInt16: 'U16',
  Int32: 'I32',
  UInt32: 'U32',
  Int64: 'I64',
  UInt64: 'U64',
  Single: 'Sg',
  Double: 'Db',
  Decimal: 'D',
};

function numberElement(value: Numeric): readonly [string, string] {
  const element = ELEMENTS[numericType(value)];
  if (element !== 'Db' && element !== 'Sg') return [element, numberText(value)];
  const plain = approximate(value);
  if (Number.isFinite(plain)) return [element, roundTripText(plain)];
  return [element, Number.isNaN(plain) ? 'NaN' : plain > 0 ? 'INF' : '-INF'];
}

function isLockedAway(value: PsValue): boolean {
  return isTagged(value) && (value.$ === 'secret' || value.$ === 'credential');
}

/** Only what has a text of its own; a bag of properties has none. */
function displayText(value: PsValue): string | null {
  return value instanceof PsObject ? value.text : toText(value);
}

function deepText(value: PsValue): string {
  return encodeString(itemsOf(value) === null ? toText(value) : wholeText(value));
}

/** Objects whose properties were added to them rather than belong to their type. */
function isBag(value: PsValue): boolean {
  return (
    value instanceof PsObject && /^(?:Deserialized\.)?(?:Selected\.|PSCustomObject$)/.test(value.typeName)
  );
}

/** Local time with its offset, to the tenth of a microsecond. */
function dateText(ms: number): string {
  const date = new Date(ms);
  const offset = -date.getTimezoneOffset();
  const local = new Date(ms + offset * 60_000).toISOString().replace('Z', '0000');
  const two = (part: number): string => String(part).padStart(2, '0');
  const away = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}

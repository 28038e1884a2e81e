import { parseDecimal } from '../values/decimal.ts';
import { double, fits, integer as wholeNumber, type NumberType, PsNumber } from '../values/number.ts';
import { PsDateTime, PsScriptBlock, type PsValue } from '../values/value.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { decodeString } from './strings.ts';

/** A value that is one element with text. shell-language.md §14.2
 *  @returns undefined where the element is something else */
export function readPrimitive(element: XmlElement): PsValue | undefined {
  return READERS.get(element.name)?.(element.text);
}

type Reader = (text: string) => PsValue;

/** Values with a type of their own that are shown as their text. */
function typed(type: string): Reader {
  return (text) => ({ $: 'typed', type, text: decodeString(text) });
}

/** What is no integer of its type stays text. */
function integer(text: string, type: NumberType): PsValue {
  if (!/^\s*[+-]?\d{1,20}\s*$/.test(text)) return decodeString(text);
  const value = BigInt(text.trim());
  return fits(value, type) ? wholeNumber(value, type) : decodeString(text);
}

function float(text: string): PsValue {
  const trimmed = text.trim();
  if (trimmed === 'INF') return Number.POSITIVE_INFINITY;
  return trimmed === '-INF' ? Number.NEGATIVE_INFINITY : double(Number(trimmed));
}

function exact(text: string): PsValue {
  const value = parseDecimal(text.trim());
  return value === null ? decodeString(text) : new PsNumber('Decimal', value);
}

const INTEGERS: Readonly<Record<string, NumberType>> = {
  By: 'Byte',
  SB: 'SByte',
  I16: 'Int16',
  U16: 'UInt16',
  I32: 'Int32',
  U32: 'UInt32',
  I64: 'Int64',
  U64: 'UInt64',
};

function character(text: string): PsValue {
  const code = Number(text);
  return Number.isInteger(code) && code >= 0 && code <= 0xff_ff ? String.fromCharCode(code) : '';
}

function date(text: string): PsValue {
  const ms = Date.parse(text.trim());
  return Number.isNaN(ms) ? decodeString(text) : new PsDateTime(ms);
}

const DURATION = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** An XML duration: `PT10M`, `P1DT2H`. */
function duration(text: string): PsValue {
  const found = DURATION.exec(text.trim());
  if (found === null) return decodeString(text);
  const [days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part ?? 0));
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return { $: 'timespan', ms: Math.round(total * 1000) * (found[1] === '-' ? -1 : 1) };
}

/** A block from a file is its text: nothing of a file is ever run. */
function block(text: string): PsValue {
  return new PsScriptBlock(decodeString(text), () => Promise.resolve([]));
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Nil', () => null],
  ['S', decodeString],
  ['B', (text) => text.trim().toLowerCase() === 'true'],
  ['C', character],
  ...Object.entries(INTEGERS).map(([name, type]): [string, Reader] => [name, (text) => integer(text, type)]),
  ['Sg', float],
  ['Db', float],
  ['D', exact],
  ['DT', date],
  ['TS', duration],
  ['G', typed('System.Guid')],
  ['BA', typed('System.Byte[]')],
  ['URI', typed('System.Uri')],
  ['Version', typed('System.Version')],
  ['XD', typed('System.Xml.XmlDocument')],
  ['SBK', block],
]);

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

/** Integers that a number cannot hold exactly keep their digits. */
function integer(text: string): PsValue {
  const value = Number(text);
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return decodeString(text);
  return Number.isSafeInteger(value) ? value : { $: 'typed', type: 'System.Int64', text: text.trim() };
}

function float(text: string): PsValue {
  const trimmed = text.trim();
  if (trimmed === 'INF') return Number.POSITIVE_INFINITY;
  return trimmed === '-INF' ? Number.NEGATIVE_INFINITY : Number(trimmed);
}

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
  ...['By', 'SB', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64'].map((name): [string, Reader] => [name, integer]),
  ['Sg', float],
  ['Db', float],
  ['D', float],
  ['DT', date],
  ['TS', duration],
  ['G', typed('System.Guid')],
  ['BA', typed('System.Byte[]')],
  ['URI', typed('System.Uri')],
  ['Version', typed('System.Version')],
  ['XD', typed('System.Xml.XmlDocument')],
  ['SBK', block],
]);

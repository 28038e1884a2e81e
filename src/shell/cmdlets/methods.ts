import { singleText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';

type Method = (text: string, args: readonly string[]) => PsValue;

/** The methods that `% Name` is used with. */
const METHODS: Readonly<Record<string, Method>> = {
  tostring: (text) => text,
  toupper: (text) => text.toUpperCase(),
  tolower: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
  trimstart: (text) => text.trimStart(),
  trimend: (text) => text.trimEnd(),
  split: (text, [separators = ' ']) => splitAtAny(text, separators),
  replace: (text, [from = '', to = '']) => text.replaceAll(from, to),
  startswith: (text, [head = '']) => text.startsWith(head),
  endswith: (text, [tail = '']) => text.endsWith(tail),
  contains: (text, [part = '']) => text.includes(part),
  substring: (text, [from = '0', length]) =>
    length === undefined ? text.slice(Number(from)) : text.slice(Number(from), Number(from) + Number(length)),
};

/** Each character of the argument separates, as in .NET Framework. */
function splitAtAny(text: string, separators: string): PsValue[] {
  const parts: string[] = [''];
  for (const letter of text) {
    if (separators.includes(letter)) parts.push('');
    else parts.push((parts.pop() ?? '') + letter);
  }
  return parts;
}

/** undefined where there is no such method */
export function callMethod(target: PsValue, name: string, args: readonly PsValue[]): PsValue | undefined {
  const key = name.toLowerCase();
  if (!Object.hasOwn(METHODS, key) || (typeof target !== 'string' && key !== 'tostring')) return undefined;
  return METHODS[key]?.(singleText(target), args.map(singleText));
}

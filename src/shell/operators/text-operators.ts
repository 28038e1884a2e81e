import { itemsOf } from '../format/kinds.ts';
import { approximate, isNumber } from '../values/number.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';
import { regexFrom, replaceAll } from './regex.ts';

type Case = Readonly<{ caseSensitive: boolean }>;

/** -replace: all occurrences, on each element of a collection. shell-language.md §3.4 */
export function replaceOperator(left: PsValue, right: PsValue, options: Case): PsValue {
  const [pattern = null, replacement = null] = right === null ? [] : (itemsOf(right) ?? [right]);
  const regex = regexFrom(toText(pattern), { ...options, flags: 'g' });
  const one = (value: PsValue): string => replaceAll(toText(value), regex, toText(replacement));
  const items = left === null ? null : itemsOf(left);
  return items === null ? one(left) : items.map(one);
}

/** -split: by a regular expression (or plainly with the option SimpleMatch), at most so many pieces. */
export function splitOperator(left: PsValue, right: PsValue, options: Case): PsValue {
  const [pattern = null, most = null, option = null] = right === null ? [] : (itemsOf(right) ?? [right]);
  const limit = isNumber(most) && approximate(most) > 0 ? approximate(most) : Number.POSITIVE_INFINITY;
  const simple = /simplematch/i.test(toText(option));
  const source = simple ? toText(pattern).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&') : toText(pattern);
  const items = left === null ? [null] : (itemsOf(left) ?? [left]);
  return items.flatMap((item) => pieces(toText(item), regexFrom(source, { ...options, flags: 'g' }), limit));
}

/** Captured groups come between the pieces, as in .NET. */
function pieces(text: string, regex: RegExp, limit: number): string[] {
  const found: string[] = [];
  let start = 0;
  let count = 1;
  for (const match of text.matchAll(regex)) {
    if (count >= limit) break;
    if (match[0] === '' && (match.index === 0 || match.index >= text.length)) continue;
    found.push(text.slice(start, match.index), ...match.slice(1).filter((group) => group !== undefined));
    start = match.index + match[0].length;
    count++;
  }
  return [...found, text.slice(start)];
}

/** Unary -split: on whitespace, without empty pieces. */
export function splitBlanks(value: PsValue): PsValue {
  const items = value === null ? [] : (itemsOf(value) ?? [value]);
  return items.flatMap((item) =>
    toText(item)
      .split(/\s+/)
      .filter((piece) => piece !== ''),
  );
}

export function joinOperator(left: PsValue, separator: PsValue): string {
  const items = left === null ? [] : (itemsOf(left) ?? [left]);
  return items.map((item) => toText(item)).join(toText(separator));
}

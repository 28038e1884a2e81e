import { runtimeError } from '../../errors/shell-error.ts';
import { itemsOf } from '../../format/kinds.ts';
import { approximate, isNumber } from '../../values/number.ts';
import { toText } from '../../values/text.ts';
import type { PsValue } from '../../values/value.ts';

type StringMethod = (text: string, args: readonly PsValue[]) => PsValue;

/** Methods of strings compare with letter case, unlike operators. shell-language.md §3.6
 *  @returns undefined where there is no such method */
export function callString(text: string, lower: string, args: readonly PsValue[]): PsValue | undefined {
  return METHODS.get(lower)?.(text, args);
}

function textAt(args: readonly PsValue[], index: number): string {
  return toText(args[index] ?? null);
}

function numberAt(args: readonly PsValue[], index: number): number {
  return Number(args[index] ?? 0);
}

/** Whether a StringComparison argument asks to ignore case. */
function ignoresCase(args: readonly PsValue[]): boolean {
  return args.length > 1 && /ignorecase$/i.test(textAt(args, args.length - 1));
}

function folded(text: string, args: readonly PsValue[]): readonly [string, string] {
  const other = textAt(args, 0);
  return ignoresCase(args) ? [text.toLowerCase(), other.toLowerCase()] : [text, other];
}

const METHODS: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['toupper', (text) => text.toUpperCase()],
  ['tolower', (text) => text.toLowerCase()],
  ['toupperinvariant', (text) => text.toUpperCase()],
  ['tolowerinvariant', (text) => text.toLowerCase()],
  ['trim', (text, args) => trim(text, args, 'both')],
  ['trimstart', (text, args) => trim(text, args, 'start')],
  ['trimend', (text, args) => trim(text, args, 'end')],
  ['split', split],
  ['replace', (text, args) => text.replaceAll(textAt(args, 0), () => textAt(args, 1))],
  ['substring', substring],
  ['startswith', (text, args) => folded(text, args)[0].startsWith(folded(text, args)[1])],
  ['endswith', (text, args) => folded(text, args)[0].endsWith(folded(text, args)[1])],
  ['contains', (text, args) => text.includes(textAt(args, 0))],
  ['indexof', (text, args) => folded(text, args)[0].indexOf(folded(text, args)[1], indexFrom(args))],
  ['lastindexof', (text, args) => folded(text, args)[0].lastIndexOf(folded(text, args)[1])],
  ['padleft', (text, args) => text.padStart(numberAt(args, 0), args.length > 1 ? textAt(args, 1) : ' ')],
  ['padright', (text, args) => text.padEnd(numberAt(args, 0), args.length > 1 ? textAt(args, 1) : ' ')],
  [
    'insert',
    (text, args) => text.slice(0, numberAt(args, 0)) + textAt(args, 1) + text.slice(numberAt(args, 0)),
  ],
  ['remove', remove],
  ['tochararray', (text) => [...text]],
  ['compareto', (text, args) => (text === textAt(args, 0) ? 0 : text < textAt(args, 0) ? -1 : 1)],
  ['equals', (text, args) => folded(text, args)[0] === folded(text, args)[1]],
  ['tostring', (text) => text],
  ['normalize', (text) => text.normalize()],
  ['chars', (text, args) => text.charAt(numberAt(args, 0))],
]);

function indexFrom(args: readonly PsValue[]): number {
  return isNumber(args[1]) ? approximate(args[1]) : 0;
}

function trim(text: string, args: readonly PsValue[], side: 'both' | 'start' | 'end'): string {
  const characters = args.length === 0 ? null : new Set(args.flatMap((arg) => [...toText(arg, '')]));
  const isTrimmed = (char: string): boolean => (characters === null ? /\s/.test(char) : characters.has(char));
  let [start, end] = [0, text.length];
  if (side !== 'end') while (start < end && isTrimmed(text.charAt(start))) start++;
  if (side !== 'start') while (end > start && isTrimmed(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Each character of the arguments separates: 5.1 runs on .NET Framework. A count and RemoveEmptyEntries may follow. */
function split(text: string, args: readonly PsValue[]): PsValue {
  const removeEmpty = args.some((arg) => /^(?:removeemptyentries|1)$/i.test(toText(arg))) && args.length > 1;
  const [first] = args;
  const whole = itemsOf(first ?? null) !== null && removeEmpty && args.length > 1;
  const separators = args.filter(
    (arg, index) => index === 0 || (typeof arg === 'string' && arg.length === 1),
  );
  const pieces =
    whole && hasLongItems(first)
      ? splitByTexts(text, itemsOf(first ?? null) ?? [])
      : splitByCharacters(text, new Set(separators.flatMap((arg) => [...toText(arg, '')])));
  const kept = removeEmpty ? pieces.filter((piece) => piece !== '') : pieces;
  const most = isNumber(args[1]) ? approximate(args[1]) : 0;
  const limit = most > 1 ? most : null;
  return limit === null || kept.length <= limit ? kept : rejoin(text, kept, limit);
}

function hasLongItems(value: PsValue | undefined): boolean {
  return (itemsOf(value ?? null) ?? []).some((item) => toText(item).length > 1);
}

function splitByTexts(text: string, separators: readonly PsValue[]): string[] {
  return separators.reduce<string[]>(
    (pieces, by) => pieces.flatMap((piece) => piece.split(toText(by))),
    [text],
  );
}

function splitByCharacters(text: string, separators: ReadonlySet<string>): string[] {
  const isSeparator = (char: string): boolean =>
    separators.size === 0 ? /\s/.test(char) : separators.has(char);
  const pieces: string[] = [];
  let piece = '';
  for (const char of text) {
    if (!isSeparator(char)) piece += char;
    else {
      pieces.push(piece);
      piece = '';
    }
  }
  return [...pieces, piece];
}

/** The last piece keeps the rest of the text. */
function rejoin(text: string, pieces: readonly string[], limit: number): string[] {
  const head = pieces.slice(0, limit - 1);
  const consumed = head.reduce((sum, piece) => sum + piece.length + 1, 0);
  return [...head, text.slice(consumed)];
}

function substring(text: string, args: readonly PsValue[]): string {
  const start = numberAt(args, 0);
  const length = args.length > 1 ? numberAt(args, 1) : text.length - start;
  if (start < 0 || start > text.length) {
    throw methodError(
      'Substring',
      args.length,
      'startIndex cannot be larger than length of string.\r\nParameter name: startIndex',
    );
  }
  if (length < 0 || start + length > text.length) {
    throw methodError(
      'Substring',
      args.length,
      'Index and length must refer to a location within the string.\r\nParameter name: length',
    );
  }
  return text.slice(start, start + length);
}

function remove(text: string, args: readonly PsValue[]): string {
  const start = numberAt(args, 0);
  return text.slice(0, start) + (args.length > 1 ? text.slice(start + numberAt(args, 1)) : '');
}

function methodError(method: string, count: number, reason: string): Error {
  const message = `Exception calling "${method}" with "${count}" argument(s): "${reason}"`;
  return runtimeError(message, 'ArgumentOutOfRangeException', {
    category: 'NotSpecified',
    reason: 'MethodInvocationException',
  });
}

import { parseDateTime, parseSize, parseTimeSpan } from '../../admin/contract/value-text.ts';
import { parseNumber } from '../lexer/numbers.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { compareDecimals } from '../values/decimal.ts';
import { approximate, isInteger, isNumber, PsNumber, toBigInt, toDecimal } from '../values/number.ts';
import { toText } from '../values/text.ts';
import { versionKey } from '../values/structured.ts';
import { PsDateTime, PsObject, PsType, type PsScalar, type PsValue } from '../values/value.ts';
import { addressKey } from './address-key.ts';

export type CompareOptions = Readonly<{ caseSensitive: boolean }>;

/** shell-language.md §3.2 */
export function isTruthy(value: PsValue): boolean {
  if (value === null) return false;
  const items = itemsOf(value);
  if (items !== null) return items.length > 1 || (items.length === 1 && isTruthy(items[0] ?? null));
  if (isNumber(value)) return approximate(value) !== 0;
  return value !== false && value !== '';
}

/** Whether a and b are the same once b has become what a is. shell-language.md §3.3, §3.4 */
export function equalValues(a: PsValue, b: PsValue, options: CompareOptions): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === 'boolean') return a === isTruthy(b);
  const exact = exactOrder(a, b);
  if (exact !== null) return exact === 0;
  const [left, right] = [amountOf(a), likeLeft(a, b)];
  if (left !== null) return left === right;
  if (a instanceof PsObject && b instanceof PsObject && a.text === null) return a === b;
  if (isTagged(a) && a.$ === 'enum' && isNumber(b)) return a.value === approximate(b);
  if (a instanceof PsType && b instanceof PsType) return a.name.toLowerCase() === b.name.toLowerCase();
  return sameText(a, b, options);
}

function sameText(a: PsValue, b: PsValue, options: CompareOptions): boolean {
  const [left, right] = [toText(a), toText(b)];
  if (left === right) return true;
  if (options.caseSensitive) return false;
  if (isTagged(a) && a.$ === 'enum') return normalFlags(left) === normalFlags(right);
  return left.toLowerCase() === right.toLowerCase();
}

/** `A,B` and `a, b` name the same flags. */
function normalFlags(text: string): string {
  return text.toLowerCase().replaceAll(/\s*,\s*/g, ',');
}

/** Negative, zero or positive; null comes first, values of different kinds compare as the left one's kind or by text. */
export function compareValues(a: PsValue, b: PsValue, options: CompareOptions): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'boolean') return Number(a) - Number(isTruthy(b));
  const exact = exactOrder(a, b);
  if (exact !== null) return exact;
  const [left, right] = [amountOf(a), likeLeft(a, b)];
  if (left !== null && right !== null) return left < right ? -1 : Number(left > right);
  if (isTagged(a) && a.$ === 'enum') return compareEnums(a.value, b, a.text);
  const [leftKey, rightKey] = isTagged(a) ? [sortKey(a, a), sortKey(a, b)] : [null, null];
  if (leftKey !== null && rightKey !== null) return leftKey < rightKey ? -1 : Number(leftKey > rightKey);
  return compareTexts(toText(a), toText(b), options);
}

/** What sorts a value as its type does; null where its text does. */
function sortKey(as: PsScalar, value: PsValue): string | null {
  const isVersion = as.$ === 'typed' && as.type === 'System.Version';
  return isVersion ? versionKey(toText(value)) : addressKey(toText(value));
}

function compareEnums(value: number, b: PsValue, text: string): number {
  if (isNumber(b)) return value - approximate(b);
  if (isTagged(b) && b.$ === 'enum') return value - b.value;
  return compareTexts(text, toText(b), { caseSensitive: false });
}

type Sensitivity = 'accent' | 'variant';
const COLLATORS = new Map<Sensitivity, Intl.Collator>();

function compareTexts(a: string, b: string, options: CompareOptions): number {
  return collator(options.caseSensitive ? 'variant' : 'accent').compare(a, b);
}

/** Made at its first use: the tables of Unicode take longer to load than the rest of the shell. */
function collator(sensitivity: Sensitivity): Intl.Collator {
  const made = COLLATORS.get(sensitivity);
  if (made !== undefined) return made;
  const fresh = new Intl.Collator('en-US', { sensitivity, numeric: false });
  COLLATORS.set(sensitivity, fresh);
  return fresh;
}

/** The order of numbers that need all their digits; null: nearest numbers will do. */
function exactOrder(a: PsValue, b: PsValue): number | null {
  if (!(a instanceof PsNumber || b instanceof PsNumber) || !isNumber(a) || !isNumber(b)) return null;
  if (isInteger(a) && isInteger(b)) {
    const [left, right] = [toBigInt(a), toBigInt(b)];
    return left < right ? -1 : Number(left > right);
  }
  const [left, right] = [toDecimal(a), toDecimal(b)];
  return left === null || right === null ? null : compareDecimals(left, right);
}

/** What is measured, as a number: numbers, sizes, spans, dates. Unlimited is more than anything. null = no amount. */
function amountOf(value: PsValue): number | null {
  if (isNumber(value)) return approximate(value);
  if (value instanceof PsDateTime) return value.ms;
  return isTagged(value) ? scalarAmount(value) : null;
}

function scalarAmount(value: PsScalar): number | null {
  if (value.$ === 'size') return value.bytes;
  if (value.$ === 'timespan') return value.ms;
  return value.$ === 'unlimited' ? Number.POSITIVE_INFINITY : null;
}

/** The right side as an amount of the left side's kind; null: it cannot be. */
function likeLeft(left: PsValue, right: PsValue): number | null {
  const amount = amountOf(right);
  if (amount !== null) return amount;
  if (typeof right === 'boolean') return Number(right);
  if (isTagged(right) && right.$ === 'enum') return right.value;
  if (typeof right !== 'string') return null;
  if (left instanceof PsDateTime) return parseDateTime(right);
  if (isTagged(left) && left.$ === 'size') return limitless(right) ?? parseSize(right);
  if (isTagged(left) && left.$ === 'timespan') return parseTimeSpan(right);
  return limitless(right) ?? parseNumber(right.trim()) ?? parseSizeLike(left, right);
}

function limitless(text: string): number | null {
  return text.trim().toLowerCase() === 'unlimited' ? Number.POSITIVE_INFINITY : null;
}

function parseSizeLike(left: PsValue, right: string): number | null {
  return isTagged(left) && left.$ === 'unlimited' ? parseSize(right) : null;
}

import { isTagged, itemsOf } from '../format/kinds.ts';
import { PsDateTime, type PsValue } from '../values/value.ts';
import { orderValues, plainText, sameValue, type CaseOption } from './order.ts';
import { wildcardToRegExp } from './wildcard.ts';

const BASE = ['EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'Like', 'NotLike', 'Match', 'NotMatch', 'Contains', 'NotContains', 'In', 'NotIn'];

/** Names of the comparison switches of Where-Object, the case-sensitive ones behind. */
export const WHERE_OPERATORS: readonly string[] = [...BASE, ...BASE.map((name) => `C${name}`), 'Is', 'IsNot'];

type Test = (left: PsValue, right: PsValue, options: CaseOption) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  EQ: each((a, b, o) => equal(a, b, o)),
  NE: each((a, b, o) => !equal(a, b, o)),
  GT: each((a, b, o) => order(a, b, o) > 0),
  GE: each((a, b, o) => order(a, b, o) >= 0),
  LT: each((a, b, o) => order(a, b, o) < 0),
  LE: each((a, b, o) => order(a, b, o) <= 0),
  Like: each(like),
  NotLike: each((a, b, o) => !like(a, b, o)),
  Match: each(matches),
  NotMatch: each((a, b, o) => !matches(a, b, o)),
  Contains: (list, item, o) => contains(list, item, o),
  NotContains: (list, item, o) => !contains(list, item, o),
  In: (item, list, o) => contains(list, item, o),
  NotIn: (item, list, o) => !contains(list, item, o),
};

export function compareWith(operator: string, left: PsValue, right: PsValue): boolean {
  const exact = TESTS[operator];
  if (exact !== undefined) return exact(left, right, { caseSensitive: false });
  return TESTS[operator.slice(1)]?.(left, right, { caseSensitive: true }) ?? false;
}

/** A collection on the left is filtered; what is left of it decides. */
function each(test: Test): Test {
  return (left, right, options) => {
    const items = itemsOf(left);
    return items === null ? test(left, right, options) : isTruthy(items.filter((item) => test(item, right, options)));
  };
}

function like(left: PsValue, right: PsValue, options: CaseOption): boolean {
  return wildcardToRegExp(plainText(right), options).test(plainText(left));
}

function matches(left: PsValue, right: PsValue, options: CaseOption): boolean {
  return new RegExp(plainText(right), options.caseSensitive ? '' : 'i').test(plainText(left));
}

function contains(list: PsValue, item: PsValue, options: CaseOption): boolean {
  return (itemsOf(list) ?? [list]).some((candidate) => equal(candidate, item, options));
}

/** The right side takes the type of the left. */
function equal(left: PsValue, right: PsValue, options: CaseOption): boolean {
  if (typeof left === 'boolean' && right !== null) return left === isTruthy(right);
  if (left === null || right === null) return left === right;
  const converted = alike(left, right);
  return isTagged(left) || typeof left === 'string'
    ? sameValue(left, converted, options)
    : orderValues(left, converted, options) === 0;
}

function order(left: PsValue, right: PsValue, options: CaseOption): number {
  return orderValues(left, alike(left, right), options);
}

function alike(left: PsValue, right: PsValue): PsValue {
  if (typeof left === 'string' && right !== null) return plainText(right);
  if (typeof right !== 'string') return right;
  if (typeof left === 'number') return Number.isNaN(Number(right)) ? right : Number(right);
  if (left instanceof PsDateTime) return new PsDateTime(Date.parse(right));
  return right;
}

/** shell-language.md §3.2 */
export function isTruthy(value: PsValue): boolean {
  if (value === null || value === false || value === 0 || value === '') return false;
  const items = itemsOf(value);
  if (items === null) return true;
  return items.length > 1 || (items.length === 1 && isTruthy(items[0] ?? null));
}

import { itemsOf } from '../format/kinds.ts';
import { type CompareOptions, compareValues, equalValues, isTruthy } from '../operators/compare.ts';
import { regexFrom } from '../operators/regex.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';

type Test = (left: PsValue, right: PsValue, options: CompareOptions) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  EQ: each(equalValues),
  NE: each((a, b, options) => !equalValues(a, b, options)),
  GT: each((a, b, options) => compareValues(a, b, options) > 0),
  GE: each((a, b, options) => compareValues(a, b, options) >= 0),
  LT: each((a, b, options) => compareValues(a, b, options) < 0),
  LE: each((a, b, options) => compareValues(a, b, options) <= 0),
  Like: each(like),
  NotLike: each((a, b, options) => !like(a, b, options)),
  Match: each(matches),
  NotMatch: each((a, b, options) => !matches(a, b, options)),
  Contains: contains,
  NotContains: (list, item, options) => !contains(list, item, options),
  In: (item, list, options) => contains(list, item, options),
  NotIn: (item, list, options) => !contains(list, item, options),
};

/** Names of the comparison switches of Where-Object, the case-sensitive ones behind. */
export const WHERE_OPERATORS: readonly string[] = [
  ...Object.keys(TESTS),
  ...Object.keys(TESTS).map((name) => `C${name}`),
];

export function compareWith(operator: string, left: PsValue, right: PsValue): boolean {
  const test = TESTS[operator];
  if (test !== undefined) return test(left, right, { caseSensitive: false });
  return TESTS[operator.slice(1)]?.(left, right, { caseSensitive: true }) ?? false;
}

/** A collection on the left is filtered; what is left of it decides. shell-language.md §3.4 */
function each(test: Test): Test {
  return (left, right, options) => {
    const items = itemsOf(left);
    if (items === null) return test(left, right, options);
    return isTruthy(items.filter((item) => test(item, right, options)));
  };
}

function like(left: PsValue, right: PsValue, options: CompareOptions): boolean {
  return wildcardToRegExp(toText(right), options).test(toText(left));
}

function matches(left: PsValue, right: PsValue, options: CompareOptions): boolean {
  return regexFrom(toText(right), options).test(toText(left));
}

function contains(list: PsValue, item: PsValue, options: CompareOptions): boolean {
  return (itemsOf(list) ?? [list]).some((candidate) => equalValues(candidate, item, options));
}

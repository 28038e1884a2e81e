import { runtimeError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import { parseNumeric } from '../lexer/numbers.ts';
import { isNumber } from '../values/number.ts';
import { toText } from '../values/text.ts';
import { typeNameOf } from '../values/type-name.ts';
import { PsHashtable, PsObject, PsScriptBlock, type PsValue } from '../values/value.ts';
import { add, bitwise, divide, modulo, multiply, range, subtract } from './arithmetic.ts';
import { compareValues, equalValues, isTruthy } from './compare.ts';
import { formatOperator } from './format-operator.ts';
import { regexFrom } from './regex.ts';
import { joinOperator, replaceOperator, splitOperator } from './text-operators.ts';
import { asType, isType } from './type-operators.ts';
import { wildcardToRegExp } from './wildcard.ts';

type Operator = (left: PsValue, right: PsValue) => PsValue;
type Case = Readonly<{ caseSensitive: boolean }>;
type Test = (left: PsValue, right: PsValue, options: Case) => boolean;

/** Operators whose result depends on nothing but their operands. -and, -or and scalar -match are the evaluator's.
 *  @param operator in lower case, with its dash. shell-language.md §3.4 */
export function applyBinary(operator: string, left: PsValue, right: PsValue): PsValue {
  const plain = PLAIN.get(operator);
  if (plain !== undefined) return plain(left, right);
  const { name, caseSensitive } = comparisonName(operator);
  const test = TESTS.get(name);
  if (test !== undefined) return filterOrTest(left, (item) => test(item, right, { caseSensitive }));
  switch (name) {
    case 'contains':
    case 'notcontains':
      return contains(left, right, { caseSensitive }) === (name === 'contains');
    case 'in':
    case 'notin':
      return contains(right, left, { caseSensitive }) === (name === 'in');
    case 'replace':
      return replaceOperator(left, right, { caseSensitive });
    case 'split':
      return splitOperator(left, right, { caseSensitive });
    default:
      throw runtimeError(`The operator '${operator}' is not supported.`, 'NotSupported');
  }
}

const PLAIN: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['%', modulo],
  ['..', range],
  ['-f', (left, right) => formatOperator(toText(left), right)],
  ['-join', joinOperator],
  ['-is', isType],
  ['-isnot', (left, right) => !isType(left, right)],
  ['-as', asType],
  ['-xor', (left, right) => isTruthy(left) !== isTruthy(right)],
  ...['-band', '-bor', '-bxor', '-shl', '-shr'].map((operator): [string, Operator] => [
    operator,
    (left, right) => bitwise(operator, left, right),
  ]),
]);

const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['eq', equalValues],
  ['ne', (left, right, options) => !equalValues(left, right, options)],
  ['gt', (left, right, options) => ordered(left, right, options) > 0],
  ['ge', (left, right, options) => ordered(left, right, options) >= 0],
  ['lt', (left, right, options) => ordered(left, right, options) < 0],
  ['le', (left, right, options) => ordered(left, right, options) <= 0],
  ['like', isLike],
  ['notlike', (left, right, options) => !isLike(left, right, options)],
  ['match', isMatch],
  ['notmatch', (left, right, options) => !isMatch(left, right, options)],
]);

const NAMES = [...TESTS.keys(), 'contains', 'notcontains', 'in', 'notin', 'replace', 'split'];

/** `-ceq`: eq with case; `-ieq` and `-eq`: without. */
export function comparisonName(operator: string): Readonly<{ name: string; caseSensitive: boolean }> {
  const bare = operator.slice(1);
  if (NAMES.includes(bare)) return { name: bare, caseSensitive: false };
  const name = bare.slice(1);
  return { name, caseSensitive: bare.startsWith('c') && NAMES.includes(name) };
}

/** A collection on the left is filtered; a scalar is tested. */
function filterOrTest(left: PsValue, test: (item: PsValue) => boolean): PsValue {
  const items = left === null ? null : itemsOf(left);
  return items === null ? test(left) : items.filter(test);
}

/** @throws ShellError for objects that have no order */
function ordered(left: PsValue, right: PsValue, options: Case): number {
  const isBag =
    left instanceof PsHashtable ||
    left instanceof PsScriptBlock ||
    (left instanceof PsObject && left.text === null);
  if (isBag) {
    throw runtimeError(`Cannot compare "${toText(left)}" because it is not IComparable.`, 'NotIcomparable', {
      category: 'InvalidOperation',
    });
  }
  if (isNumber(left) && typeof right === 'string' && parseNumeric(right.trim()) === null) {
    const comparison = compareValues(left, right, options);
    if (!/^[\d.]+\s*[kmgtp]b$/i.test(right.trim()) && right.trim().toLowerCase() !== 'unlimited') {
      throw runtimeError(
        `Could not compare "${toText(left)}" to "${right}". Error: "Cannot convert value "${right}" to type "${typeNameOf(left)}". Error: "Input string was not in a correct format.""`,
        'ComparisonFailure',
      );
    }
    return comparison;
  }
  return compareValues(left, right, options);
}

function isLike(left: PsValue, right: PsValue, options: Case): boolean {
  return wildcardToRegExp(toText(right), options).test(toText(left));
}

function isMatch(left: PsValue, right: PsValue, options: Case): boolean {
  return regexFrom(toText(right), options).test(toText(left));
}

function contains(collection: PsValue, item: PsValue, options: Case): boolean {
  const items = collection === null ? [null] : (itemsOf(collection) ?? [collection]);
  return items.some((candidate) => equalValues(candidate, item, options));
}

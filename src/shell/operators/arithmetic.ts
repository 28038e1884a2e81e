import { runtimeError } from '../errors/shell-error.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { roundHalfToEven, toNumber } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import { typeNameOf } from '../values/type-name.ts';
import { PsDateTime, PsHashtable, PsList, type PsValue } from '../values/value.ts';

/** `+`: adds, concatenates, appends, merges, by the left operand. shell-language.md §3.3 */
export function add(left: PsValue, right: PsValue): PsValue {
  if (left === null) return right;
  if (typeof left === 'string') return left + toText(right);
  if (left instanceof PsList) return new PsList(left.typeName, [...left.items, ...itemsOrOne(right)]);
  if (Array.isArray(left)) return [...left, ...itemsOrOne(right)];
  if (left instanceof PsHashtable) return merge(left, right);
  if (left instanceof PsDateTime) return new PsDateTime(left.ms + spanOf(right));
  if (isTagged(left) && left.$ === 'timespan') return { $: 'timespan', ms: left.ms + spanOf(right) };
  if (isTagged(left) && left.$ === 'size') return { $: 'size', bytes: left.bytes + toNumber(right) };
  if (isTagged(left)) return toText(left) + toText(right);
  return arithmetic('+', left, right, (a, b) => a + b);
}

function itemsOrOne(value: PsValue): readonly PsValue[] {
  return value === null ? [null] : (itemsOf(value) ?? [value]);
}

function merge(left: PsHashtable, right: PsValue): PsValue {
  if (!(right instanceof PsHashtable)) {
    throw runtimeError('A hash table can only be added to another hash table.', 'AddHashTableToNonHashTable');
  }
  const merged = new PsHashtable(left.ordered);
  for (const { key, value } of left.entries()) merged.set(key, value);
  for (const { key, value } of right.entries()) merged.set(key, value);
  return merged;
}

function spanOf(value: PsValue): number {
  return isTagged(value) && value.$ === 'timespan' ? value.ms : toNumber(value) / 10_000;
}

export function subtract(left: PsValue, right: PsValue): PsValue {
  if (left instanceof PsDateTime) {
    return right instanceof PsDateTime
      ? { $: 'timespan', ms: left.ms - right.ms }
      : new PsDateTime(left.ms - spanOf(right));
  }
  if (isTagged(left) && left.$ === 'timespan') return { $: 'timespan', ms: left.ms - spanOf(right) };
  return arithmetic('-', left, right, (a, b) => a - b);
}

export function multiply(left: PsValue, right: PsValue): PsValue {
  if (typeof left === 'string') return left.repeat(count(right));
  const items = left === null ? null : itemsOf(left);
  if (items !== null) return Array.from({ length: count(right) }, () => items).flat();
  return arithmetic('*', left, right, (a, b) => a * b);
}

function count(value: PsValue): number {
  return Math.max(0, roundHalfToEven(toNumber(value)));
}

export function divide(left: PsValue, right: PsValue): PsValue {
  return arithmetic('/', left, right, (a, b) => a / nonZero(b));
}

export function modulo(left: PsValue, right: PsValue): PsValue {
  return arithmetic('%', left, right, (a, b) => a % nonZero(b));
}

function nonZero(divisor: number): number {
  if (divisor !== 0) return divisor;
  throw runtimeError('Attempted to divide by zero.', 'RuntimeException', {
    category: 'NotSpecified',
    reason: 'RuntimeException',
  });
}

function arithmetic(
  operator: string,
  left: PsValue,
  right: PsValue,
  apply: (a: number, b: number) => number,
): number {
  if (!isNumeric(left)) {
    throw runtimeError(
      `Method invocation failed because [${typeNameOf(left)}] does not contain a method named '${METHOD_NAMES[operator] ?? operator}'.`,
      'MethodNotFound',
    );
  }
  return apply(toNumber(left), toNumber(right, 'System.Int32'));
}

const METHOD_NAMES: Readonly<Record<string, string>> = {
  '+': 'op_Addition',
  '-': 'op_Subtraction',
  '*': 'op_Multiply',
  '/': 'op_Division',
  '%': 'op_Modulus',
};

function isNumeric(value: PsValue): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return true;
  return isTagged(value) && (value.$ === 'enum' || value.$ === 'size');
}

const MOST_RANGE = 10_000_000;

/** `..`, in either direction. */
export function range(left: PsValue, right: PsValue): PsValue {
  const [from, to] = [
    roundHalfToEven(toNumber(left, 'System.Int32')),
    roundHalfToEven(toNumber(right, 'System.Int32')),
  ];
  const length = Math.abs(to - from) + 1;
  if (length > MOST_RANGE) throw runtimeError(`The range from ${from} to ${to} is too long.`, 'RangeTooLong');
  const step = to < from ? -1 : 1;
  return Array.from({ length }, (_, index) => from + index * step);
}

export function bitwise(operator: string, left: PsValue, right: PsValue): PsValue {
  const [a, b] = [BigInt(roundHalfToEven(toNumber(left))), BigInt(roundHalfToEven(toNumber(right)))];
  switch (operator) {
    case '-band':
      return Number(a & b);
    case '-bor':
      return Number(a | b);
    case '-bxor':
      return Number(a ^ b);
    case '-shl':
      return Number(a << b);
    default:
      return Number(a >> b);
  }
}

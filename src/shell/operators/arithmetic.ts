import { runtimeError } from '../errors/shell-error.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { toNumber, toNumeric } from '../values/convert.ts';
import { fits, integer, isNumber, roundHalfToEven, toBigInt } from '../values/number.ts';
import { calculate, type Operator } from './calculate.ts';
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
  return arithmetic('+', left, right);
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
  return arithmetic('-', left, right);
}

export function multiply(left: PsValue, right: PsValue): PsValue {
  if (typeof left === 'string') return left.repeat(count(right));
  const items = left === null ? null : itemsOf(left);
  if (items !== null) return Array.from({ length: count(right) }, () => items).flat();
  return arithmetic('*', left, right);
}

function count(value: PsValue): number {
  return Math.max(0, roundHalfToEven(toNumber(value)));
}

export function divide(left: PsValue, right: PsValue): PsValue {
  return arithmetic('/', left, right);
}

export function modulo(left: PsValue, right: PsValue): PsValue {
  return arithmetic('%', left, right);
}

function arithmetic(operator: Operator, left: PsValue, right: PsValue): PsValue {
  if (!isNumeric(left)) {
    throw runtimeError(
      `Method invocation failed because [${typeNameOf(left)}] does not contain a method named '${METHOD_NAMES[operator] ?? operator}'.`,
      'MethodNotFound',
    );
  }
  return calculate(operator, toNumeric(left), toNumeric(right, 'System.Int32'));
}

const METHOD_NAMES: Readonly<Record<string, string>> = {
  '+': 'op_Addition',
  '-': 'op_Subtraction',
  '*': 'op_Multiply',
  '/': 'op_Division',
  '%': 'op_Modulus',
};

function isNumeric(value: PsValue): boolean {
  if (value === null || isNumber(value) || typeof value === 'boolean' || typeof value === 'string')
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

/** The result is an Int32 unless an operand is larger. */
export function bitwise(operator: string, left: PsValue, right: PsValue): PsValue {
  const [a, b] = [toBigInt(toNumeric(left)), toBigInt(toNumeric(right))];
  const bits = fits(a, 'Int32') && (operator.startsWith('-sh') || fits(b, 'Int32')) ? 32 : 64;
  const value = BigInt.asIntN(bits, apply(operator, a, b, BigInt(bits)));
  return integer(value, bits === 32 ? 'Int32' : 'Int64');
}

function apply(operator: string, a: bigint, b: bigint, bits: bigint): bigint {
  switch (operator) {
    case '-band':
      return a & b;
    case '-bor':
      return a | b;
    case '-bxor':
      return a ^ b;
    case '-shl':
      return a << (b & (bits - 1n));
    default:
      return a >> (b & (bits - 1n));
  }
}

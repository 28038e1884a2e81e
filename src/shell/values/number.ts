import { type Decimal, decimalNumber, decimalText, parseDecimal } from './decimal.ts';

/** Types that a number can have, by rank: of two operands the higher one decides. .NET: TypeCode */
const RANKS = [
  'SByte',
  'Byte',
  'Int16',
  'UInt16',
  'Int32',
  'UInt32',
  'Int64',
  'UInt64',
  'Single',
  'Double',
  'Decimal',
] as const;
export type NumberType = (typeof RANKS)[number];

/** A number whose type its value does not tell. JavaScript numbers are Int32 where they fit, Int64 where they are
 *  larger integers, and Double where they have a fraction; all else is one of these: `1.0`, `5L`, `1.10d`, `[byte]5`,
 *  an integer beyond 2^53. Immutable. */
export class PsNumber {
  readonly type: NumberType;
  /** Integers are bigint; Single and Double are number. */
  readonly value: bigint | number | Decimal;

  constructor(type: NumberType, value: bigint | number | Decimal) {
    this.type = type;
    this.value = value;
  }

  /** The nearest JavaScript number. */
  get approximate(): number {
    return typeof this.value === 'object' ? decimalNumber(this.value) : Number(this.value);
  }

  toString(): string {
    return numberText(this);
  }
}

export type Numeric = number | PsNumber;

export function isNumber(value: unknown): value is Numeric {
  return typeof value === 'number' || value instanceof PsNumber;
}

/** As a JavaScript number; precise up to 2^53. */
export function approximate(value: Numeric): number {
  return typeof value === 'number' ? value : value.approximate;
}

export function numericType(value: Numeric): NumberType {
  if (typeof value !== 'number') return value.type;
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return 'Double';
  return isInt32(value) ? 'Int32' : 'Int64';
}

export function rankOf(type: NumberType): number {
  return RANKS.indexOf(type);
}

function isInt32(value: number): boolean {
  return value >= -2_147_483_648 && value <= 2_147_483_647;
}

/** Lowest and highest value of the integer types. */
export const LIMITS: Readonly<Partial<Record<NumberType, readonly [bigint, bigint]>>> = {
  SByte: [-128n, 127n],
  Byte: [0n, 255n],
  Int16: [-32_768n, 32_767n],
  UInt16: [0n, 65_535n],
  Int32: [-2_147_483_648n, 2_147_483_647n],
  UInt32: [0n, 4_294_967_295n],
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt64: [0n, 2n ** 64n - 1n],
};

export function fits(value: bigint, type: NumberType): boolean {
  const [lowest, highest] = LIMITS[type] ?? [value, value];
  return value >= lowest && value <= highest;
}

/** An integer of a type that holds it, in the plainest form. */
export function integer(value: bigint, type: NumberType): Numeric {
  const plain = Number(value);
  const isPlain = BigInt(plain) === value && Number.isSafeInteger(plain);
  return isPlain && numericType(plain) === type ? plain : new PsNumber(type, value);
}

/** A Double in the plainest form. */
export function double(value: number): Numeric {
  return numericType(value) === 'Double' ? value : new PsNumber('Double', value);
}

/** Half to even, as .NET converts to integers. */
export function toBigInt(value: Numeric): bigint {
  if (typeof value !== 'number' && typeof value.value === 'bigint') return value.value;
  if (typeof value !== 'number' && typeof value.value === 'object') return roundedUnits(value.value);
  return BigInt(roundHalfToEven(approximate(value)));
}

function roundedUnits({ units, scale }: Decimal): bigint {
  const divisor = 10n ** BigInt(scale);
  const size = units < 0n ? -units : units;
  const twice = (size % divisor) * 2n;
  const whole = size / divisor;
  const rounded = twice > divisor || (twice === divisor && whole % 2n === 1n) ? whole + 1n : whole;
  return units < 0n ? -rounded : rounded;
}

export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** @returns null for what no Decimal can hold: infinity, NaN, too large a number */
export function toDecimal(value: Numeric): Decimal | null {
  if (typeof value !== 'number' && typeof value.value === 'object') return value.value;
  if (typeof value !== 'number' && typeof value.value === 'bigint') return parseDecimal(String(value.value));
  const plain = approximate(value);
  return Number.isSafeInteger(plain)
    ? parseDecimal(String(plain))
    : parseDecimal(String(Number(plain.toPrecision(15))));
}

export function isInteger(value: Numeric): boolean {
  return numericType(value) in LIMITS;
}

/** All digits of an integer or Decimal, 15 significant ones of any other number. .NET: ToString() */
export function numberText(value: Numeric): string {
  if (typeof value !== 'number' && typeof value.value === 'object') return decimalText(value.value);
  if (typeof value !== 'number' && typeof value.value === 'bigint') return String(value.value);
  const plain = approximate(value);
  return isInteger(value) ? String(plain) : doubleText(plain, numericType(value) === 'Single' ? 7 : 15);
}

/** As many digits as reading the number back needs. .NET: the format `R` */
export function roundTripText(value: number): string {
  const short = doubleText(value, 15);
  return Number(short) === value ? short : doubleText(value, 17);
}

function doubleText(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return '0';
  const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (exponent >= digits || exponent < -4) return `${withoutZeros(mantissa)}E${signed(exponent)}`;
  return withoutZeros(
    Number(value.toPrecision(digits)).toFixed(Math.max(0, Math.min(100, digits - 1 - exponent))),
  );
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function signed(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

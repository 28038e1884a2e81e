import { approximate, double, fits, integer, type Numeric, PsNumber, toBigInt } from '../values/number.ts';
import { decimal, parseDecimal } from '../values/decimal.ts';

const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  kb: 1024n,
  mb: 1024n ** 2n,
  gb: 1024n ** 3n,
  tb: 1024n ** 4n,
  pb: 1024n ** 5n,
};

const DECIMAL = /^([+-]?)(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)([ld]?)(kb|mb|gb|tb|pb)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]+)(l?)(kb|mb|gb|tb|pb)?$/i;

/** `25`, `-1`, `1.5GB`, `0x1F`, `1e3`, `12L`, as the nearest JavaScript number.
 *  @returns null where the whole word is no number */
export function parseNumber(word: string): number | null {
  const value = parseNumeric(word);
  return value === null ? null : approximate(value);
}

/** The same with the type that its digits and its suffix say. shell-language.md §1.3
 *  @returns null where the whole word is no number that can be held */
export function parseNumeric(word: string): Numeric | null {
  const hexadecimal = HEXADECIMAL.exec(word);
  const match = hexadecimal ?? DECIMAL.exec(word);
  if (match === null) return null;
  const [, sign = '', digits = '', suffix = '', unit = ''] = match;
  const factor = MULTIPLIERS[unit.toLowerCase()] ?? 1n;
  const isLong = suffix.toLowerCase() === 'l';
  if (hexadecimal !== null) return signed(bitsOf(digits) * factor, sign, isLong);
  if (suffix.toLowerCase() === 'd') return decimalOf(`${sign}${digits}`, factor);
  if (/^\d+$/.test(digits)) return signed(BigInt(digits) * factor, sign, isLong);
  const value = Number(digits) * Number(factor);
  if (isLong) return signed(toBigInt(value), sign, true);
  return double(sign === '-' ? -value : value);
}

/** Up to eight hexadecimal digits are the bits of an Int32, up to sixteen those of an Int64. */
function bitsOf(digits: string): bigint {
  const bare = digits.replace(/^0+/, '');
  const value = BigInt(`0x${digits}`);
  if (bare.length === 8) return BigInt.asIntN(32, value);
  return bare.length === 16 ? BigInt.asIntN(64, value) : value;
}

/** An integer literal is Int32, else Int64, else Decimal, else Double. */
function signed(magnitude: bigint, sign: string, isLong: boolean): Numeric {
  const value = sign === '-' ? -magnitude : magnitude;
  if (!isLong && fits(value, 'Int32')) return integer(value, 'Int32');
  if (fits(value, 'Int64')) return integer(value, 'Int64');
  const exact = decimal(value, 0);
  return exact === null || exact.scale > 0 ? double(Number(value)) : new PsNumber('Decimal', exact);
}

function decimalOf(text: string, factor: bigint): Numeric | null {
  const value = parseDecimal(text);
  const scaled = value === null ? null : decimal(value.units * factor, value.scale);
  return scaled === null ? null : new PsNumber('Decimal', scaled);
}

/** Length of the number that begins the text in expression mode, where `1..3` is a range and `1.ToString()` a call.
 *  0 = none. */
export function numberLength(text: string): number {
  const match =
    /^(?:0x[0-9a-f]+l?|(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?[ld]?)(?:kb|mb|gb|tb|pb)?(?![\p{L}_\d])/iu.exec(
      text,
    );
  return match?.[0].length ?? 0;
}

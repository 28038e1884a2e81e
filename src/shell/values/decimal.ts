/** A number of exact decimal digits: `units` / 10^`scale`. .NET: System.Decimal, 96 bits and a scale up to 28. */
export type Decimal = Readonly<{ units: bigint; scale: number }>;

const MOST_UNITS = 2n ** 96n - 1n;
const MOST_SCALE = 28;

/** Rounded half to even where digits have to go.
 *  @returns null where the number is too large */
export function decimal(units: bigint, scale: number): Decimal | null {
  let [kept, left] = [units, scale];
  let dropped = Math.max(0, scale - MOST_SCALE);
  for (;;) {
    if (dropped > left) return null;
    kept = divideRounded(units, 10n ** BigInt(dropped));
    if (magnitude(kept) <= MOST_UNITS) break;
    dropped++;
  }
  left -= dropped;
  return { units: kept, scale: left };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Integer quotient, half to even; the divisor is positive. */
function divideRounded(value: bigint, divisor: bigint): bigint {
  const size = magnitude(value);
  const twice = (size % divisor) * 2n;
  const whole = size / divisor;
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return value < 0n ? -rounded : rounded;
}

/** `1.10`, `-3`, `1e3`. @returns null where the text is no number or the number is too large */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (match === null || !/\d/.test(text)) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}` || '0');
  const scale = fraction.length - Number(exponent);
  const units = (sign === '-' ? -digits : digits) * 10n ** BigInt(Math.max(0, -scale));
  return decimal(units, Math.max(0, scale));
}

/** With all its digits: `1.10` stays `1.10`. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = String(magnitude(units)).padStart(scale + 1, '0');
  const at = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
  return units < 0n ? `-${text}` : text;
}

export function decimalNumber(value: Decimal): number {
  return Number(decimalText(value));
}

/** Both with the larger scale. */
function aligned(a: Decimal, b: Decimal): Readonly<{ left: bigint; right: bigint; scale: number }> {
  const scale = Math.max(a.scale, b.scale);
  const lift = (value: Decimal): bigint => value.units * 10n ** BigInt(scale - value.scale);
  return { left: lift(a), right: lift(b), scale };
}

/** @returns null where the result is too large; the divisor is not zero */
export function decimalArithmetic(operator: string, a: Decimal, b: Decimal): Decimal | null {
  const { left, right, scale } = aligned(a, b);
  switch (operator) {
    case '+':
      return decimal(left + right, scale);
    case '-':
      return decimal(left - right, scale);
    case '*':
      return decimal(a.units * b.units, a.scale + b.scale);
    case '/':
      return quotient(a, b);
    default:
      return decimal(left % right, scale);
  }
}

/** As many digits as there is room for, without zeros at the end. */
function quotient(a: Decimal, b: Decimal): Decimal | null {
  const [numerator, divisor] = b.units < 0n ? [-a.units, -b.units] : [a.units, b.units];
  const least = Math.max(0, a.scale - b.scale);
  for (let scale = MOST_SCALE; scale >= 0; scale--) {
    const lift = scale - a.scale + b.scale;
    const [up, down] = [10n ** BigInt(Math.max(0, lift)), 10n ** BigInt(Math.max(0, -lift))];
    const units = divideRounded(numerator * up, divisor * down);
    if (magnitude(units) <= MOST_UNITS) return trimmed(units, scale, least);
  }
  return null;
}

function trimmed(units: bigint, scale: number, least: number): Decimal {
  let [kept, left] = [units, scale];
  while (left > least && kept % 10n === 0n) {
    kept /= 10n;
    left--;
  }
  return { units: kept, scale: left };
}

/** Half to even, to so many digits behind the point. */
export function roundDecimal({ units, scale }: Decimal, digits: number): Decimal {
  if (scale <= digits) return { units, scale };
  return { units: divideRounded(units, 10n ** BigInt(scale - digits)), scale: digits };
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const { left, right } = aligned(a, b);
  return left < right ? -1 : Number(left > right);
}

import { runtimeError } from '../errors/shell-error.ts';
import { decimalArithmetic } from '../values/decimal.ts';
import {
  approximate,
  double,
  fits,
  integer,
  type Numeric,
  numericType,
  PsNumber,
  rankOf,
  toBigInt,
  toDecimal,
} from '../values/number.ts';

export type Operator = '+' | '-' | '*' | '/' | '%';

/** Arithmetic as PowerShell does it: the wider type of the two decides, what overflows an integer is a Double, and a
 *  quotient of integers is one where the division comes out even.
 *  @throws ShellError for division of integers or Decimals by zero, and for what overflows a Decimal */
export function calculate(operator: Operator, left: Numeric, right: Numeric): Numeric {
  const [a, b] = [numericType(left), numericType(right)];
  const rank = Math.max(rankOf(a), rankOf(b));
  if (rank <= rankOf('Int32')) return ofInt32(operator, approximate(left), approximate(right));
  if (rank <= rankOf('UInt64')) return ofIntegers(operator, toBigInt(left), toBigInt(right));
  if (rank === rankOf('Decimal')) return ofDecimals(operator, left, right);
  return double(ofDoubles(operator, approximate(left), approximate(right)));
}

function ofInt32(operator: Operator, a: number, b: number): Numeric {
  if ((operator === '/' || operator === '%') && b === 0) throw dividedByZero();
  const value = ofDoubles(operator, a, b);
  if (!Number.isInteger(value)) return value;
  const whole = value === 0 ? 0 : value;
  return numericType(whole) === 'Int32' ? whole : double(whole);
}

function ofIntegers(operator: Operator, a: bigint, b: bigint): Numeric {
  const value = ofBigInts(operator, a, b);
  if (value === null) return double(Number(a) / Number(b));
  if (fits(value, 'Int64')) return integer(value, 'Int64');
  return double(Number(value));
}

/** null: a division that does not come out even */
function ofBigInts(operator: Operator, a: bigint, b: bigint): bigint | null {
  if ((operator === '/' || operator === '%') && b === 0n) throw dividedByZero();
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a % b === 0n ? a / b : null;
    default:
      return a % b;
  }
}

function ofDoubles(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function ofDecimals(operator: Operator, left: Numeric, right: Numeric): Numeric {
  const [a, b] = [toDecimal(left), toDecimal(right)];
  if (a === null || b === null) throw overflow();
  if ((operator === '/' || operator === '%') && b.units === 0n) throw dividedByZero();
  const value = decimalArithmetic(operator, a, b);
  if (value === null) throw overflow();
  return new PsNumber('Decimal', value);
}

function dividedByZero(): Error {
  return runtimeError('Attempted to divide by zero.', 'RuntimeException', {
    category: 'NotSpecified',
    reason: 'RuntimeException',
    inner: 'DivideByZeroException',
  });
}

function overflow(): Error {
  return runtimeError('Value was either too large or too small for a Decimal.', 'RuntimeException', {
    category: 'NotSpecified',
    reason: 'RuntimeException',
  });
}

import { approximate, isInteger, type Numeric, numberText, toBigInt } from '../values/number.ts';

/** `N2`, `D4`, `P1`, `X`, `F0`, `C`, `E3`, `G`, or a picture such as `0.00` and `#,##0`.
 *  Returns null for a format that .NET refuses. */
export function formatNumber(value: Numeric, format: string): string | null {
  const standard = /^([A-Za-z])(\d{0,2})$/.exec(format);
  if (standard?.[1] === undefined) return formatPicture(approximate(value), format);
  const digits = standard[2] === '' || standard[2] === undefined ? null : Number(standard[2]);
  const letter = standard[1].toUpperCase();
  if (letter === 'D' || letter === 'X') {
    return isInteger(value) ? integerText(toBigInt(value), digits ?? 0, standard[1]) : null;
  }
  if ((letter === 'G' || letter === 'R') && digits === null) return numberText(value);
  return STANDARD[letter]?.(approximate(value), digits, standard[1]) ?? null;
}

type StandardFormat = (value: number, digits: number | null, letter: string) => string | null;

const STANDARD: Readonly<Record<string, StandardFormat>> = {
  N: (value, digits) => fixed(value, digits ?? 2, true),
  F: (value, digits) => fixed(value, digits ?? 2, false),
  P: (value, digits) => `${fixed(value * 100, digits ?? 2, true)} %`,
  C: (value, digits) => {
    const text = `$${fixed(Math.abs(value), digits ?? 2, true)}`;
    return value < 0 ? `(${text})` : text;
  },
  E: (value, digits, letter) => {
    const text = value.toExponential(digits ?? 6);
    return text.replace(
      /e([+-])(\d+)$/,
      (_, sign: string, tail: string) => `${letter}${sign}${tail.padStart(3, '0')}`,
    );
  },
  G: (value, digits) =>
    numberText(digits === null || digits === 0 ? value : Number(value.toPrecision(digits))),
  R: (value) => numberText(value),
};

/** `D4`, and `X` with the bits of an Int32 or Int64. */
function integerText(value: bigint, digits: number, letter: string): string {
  if (letter.toUpperCase() === 'D') {
    return `${value < 0n ? '-' : ''}${String(value < 0n ? -value : value).padStart(digits, '0')}`;
  }
  const bits = value < 0n ? BigInt.asUintN(value < -(2n ** 31n) ? 64 : 32, value) : value;
  const text = bits.toString(16);
  return (letter === 'X' ? text.toUpperCase() : text).padStart(digits, '0');
}

/** Half away from zero, as .NET rounds when it prints. */
function fixed(value: number, digits: number, grouped: boolean): string {
  const text = roundedText(Math.abs(value), digits);
  const [whole = '0', fraction] = text.split('.');
  const head = grouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole;
  const sign = value < 0 && /[1-9]/.test(text) ? '-' : '';
  return `${sign}${head}${fraction === undefined ? '' : `.${fraction}`}`;
}

function roundedText(value: number, digits: number): string {
  const scaled = Number(`${Number(value.toPrecision(15))}e${digits}`);
  if (!Number.isFinite(scaled)) return value.toFixed(digits);
  return Number(`${Math.round(scaled)}e-${digits}`).toFixed(digits);
}

/** Pictures of `0`, `#`, one decimal point, group commas, `%` and literal text around them. */
function formatPicture(value: number, picture: string): string | null {
  const parts = /^([^0#.,%]*)([0#,]*)(?:\.([0#]*))?(%?)([^0#.,]*)$/.exec(picture);
  if (parts === null) return null;
  const [, before = '', whole = '', fraction = '', percent = '', after = ''] = parts;
  const scaled = percent === '' ? value : value * 100;
  const text = roundedText(Math.abs(scaled), fraction.length);
  const [head = '0', tail = ''] = text.split('.');
  const leastHead = [...whole].filter((mark) => mark === '0').length;
  const padded = (leastHead === 0 && head === '0' ? '' : head).padStart(leastHead, '0');
  const grouped = whole.includes(',') ? padded.replaceAll(/\B(?=(\d{3})+$)/g, ',') : padded;
  const kept = trimOptional(tail, fraction.lastIndexOf('0') + 1);
  const sign = scaled < 0 && /[1-9]/.test(text) ? '-' : '';
  return `${sign}${unquote(before)}${grouped}${kept === '' ? '' : `.${kept}`}${percent}${unquote(after)}`;
}

function trimOptional(digits: string, least: number): string {
  let end = digits.length;
  while (end > least && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function unquote(text: string): string {
  return text.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2');
}

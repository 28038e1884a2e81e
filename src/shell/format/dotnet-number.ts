/** Numbers as .NET prints them without a format: a decimal point, no grouping, at most 15 significant digits. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (Number.isSafeInteger(value)) return String(value);
  return netExponent(String(Number(value.toPrecision(15))));
}

/** `1e-7` is `1E-07` there. */
function netExponent(text: string): string {
  return text.replace(
    /e([+-])(\d+)$/,
    (_, sign: string, digits: string) => `E${sign}${digits.padStart(2, '0')}`,
  );
}

/** `N2`, `D4`, `P1`, `X`, `F0`, `C`, `E3`, `G`, or a picture such as `0.00` and `#,##0`.
 *  Returns null for a format that .NET refuses. */
export function formatNumber(value: number, format: string): string | null {
  const standard = /^([A-Za-z])(\d{0,2})$/.exec(format);
  if (standard?.[1] === undefined) return formatPicture(value, format);
  const digits = standard[2] === '' || standard[2] === undefined ? null : Number(standard[2]);
  return STANDARD[standard[1].toUpperCase()]?.(value, digits, standard[1]) ?? null;
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
  D: (value, digits) => {
    if (!Number.isInteger(value)) return null;
    return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(digits ?? 0, '0')}`;
  },
  X: (value, digits, letter) => {
    if (!Number.isInteger(value)) return null;
    const text = BigInt.asUintN(value < -(2 ** 31) ? 64 : 32, BigInt(value)).toString(16);
    const hex = value > 2 ** 32 - 1 ? BigInt(value).toString(16) : text;
    return (letter === 'X' ? hex.toUpperCase() : hex).padStart(digits ?? 0, '0');
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

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The one-letter formats of .NET in culture en-US. */
const STANDARD: Readonly<Record<string, string>> = {
  d: 'M/d/yyyy',
  D: 'dddd, MMMM d, yyyy',
  f: 'dddd, MMMM d, yyyy h:mm tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  G: 'M/d/yyyy h:mm:ss tt',
  m: 'MMMM d',
  M: 'MMMM d',
  o: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  O: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  s: "yyyy-MM-dd'T'HH:mm:ss",
  t: 'h:mm tt',
  T: 'h:mm:ss tt',
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  y: 'MMMM yyyy',
  Y: 'MMMM yyyy',
};

/** `3/2/2026 9:14:07 AM`: the general format of en-US, local time. */
export function generalDate(ms: number): string {
  return formatDate(ms, 'G');
}

/** `Monday, March 2, 2026 9:14:07 AM`: how a date stands on a line of its own. */
export function longDate(ms: number): string {
  return formatDate(ms, 'F');
}

/** A .NET date format: one standard letter, or a picture (`yyyy-MM-dd HH:mm:ss.fff tt zzz`, quoted and escaped
 *  literals). Local time, culture en-US. */
export function formatDate(ms: number, format: string): string {
  const at = new Date(ms);
  if (format === 'r' || format === 'R') return at.toUTCString();
  const picture = format.length === 1 ? (STANDARD[format] ?? format) : format;
  return picture.replaceAll(
    /'([^']*)'|"([^"]*)"|\\(.)|%?(y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K|g+)/g,
    (...groups: string[]) => {
      const [whole = '', single, double, escaped, token] = groups;
      if (token === undefined) return single ?? double ?? escaped ?? whole;
      return part(at, token);
    },
  );
}

const PARTS: Readonly<Record<string, (at: Date, length: number) => string>> = {
  y: (at, length) =>
    length <= 2 ? padded(at.getFullYear() % 100, length) : padded(at.getFullYear(), length),
  M: (at, length) => named(MONTHS[at.getMonth()] ?? '', at.getMonth() + 1, length),
  d: (at, length) => named(DAYS[at.getDay()] ?? '', at.getDate(), length),
  H: (at, length) => padded(at.getHours(), length),
  h: (at, length) => padded(at.getHours() % 12 || 12, length),
  m: (at, length) => padded(at.getMinutes(), length),
  s: (at, length) => padded(at.getSeconds(), length),
  f: (at, length) => `${padded(at.getMilliseconds(), 3)}0000`.slice(0, length),
  F: (at, length) => `${padded(at.getMilliseconds(), 3)}0000`.slice(0, length).replace(/0+$/, ''),
  t: (at, length) => (at.getHours() < 12 ? 'AM' : 'PM').slice(0, length),
  z: (at, length) => offset(at, length),
  K: (at) => offset(at, 3),
  g: () => 'A.D.',
};

function part(at: Date, token: string): string {
  return PARTS[token[0] ?? '']?.(at, token.length) ?? token;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length === 1 ? 1 : length, '0');
}

/** One and two letters are the number, three the short name, four the name. */
function named(name: string, number: number, length: number): string {
  if (length <= 2) return padded(number, length);
  return length === 3 ? name.slice(0, 3) : name;
}

function offset(at: Date, length: number): string {
  const minutes = -at.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  if (length < 3) return `${sign}${padded(hours, length)}`;
  return `${sign}${padded(hours, 2)}:${padded(Math.abs(minutes) % 60, 2)}`;
}

const PARTS: Readonly<Record<string, string>> = {
  yyyy: String.raw`(?<year>\d{4})`,
  yy: String.raw`(?<short>\d{2})`,
  MM: String.raw`(?<month>\d{2})`,
  M: String.raw`(?<month>\d{1,2})`,
  dd: String.raw`(?<day>\d{2})`,
  d: String.raw`(?<day>\d{1,2})`,
  HH: String.raw`(?<hour>\d{2})`,
  H: String.raw`(?<hour>\d{1,2})`,
  hh: String.raw`(?<hour>\d{2})`,
  h: String.raw`(?<hour>\d{1,2})`,
  mm: String.raw`(?<minute>\d{2})`,
  m: String.raw`(?<minute>\d{1,2})`,
  ss: String.raw`(?<second>\d{2})`,
  s: String.raw`(?<second>\d{1,2})`,
  fff: String.raw`(?<milli>\d{3})`,
  tt: '(?<half>[AaPp][Mm])',
};

/** A text read by a custom date format of .NET: milliseconds of a local time, null where they do not fit. */
export function dateByFormat(text: string, format: string): number | null {
  const pieces = format.match(/yyyy|yy|fff|MM?|dd?|HH?|hh?|mm?|ss?|tt|'[^']*'|[^A-Za-z]|[A-Za-z]+/g) ?? [];
  const source = pieces.map((piece) => PARTS[piece] ?? literal(piece)).join('');
  let found: Readonly<Record<string, string | undefined>> | undefined;
  try {
    found = new RegExp(`^${source}$`).exec(text)?.groups;
  } catch {
    return null; // the same part twice
  }
  if (found === undefined) return null;
  const number = (name: string, otherwise: number): number => Number(found[name] ?? otherwise);
  const year = found['short'] === undefined ? number('year', 1) : 2000 + number('short', 0);
  const [month, day] = [number('month', 1), number('day', 1)];
  const half = found['half']?.toLowerCase();
  const hour = half === undefined ? number('hour', 0) : (number('hour', 0) % 12) + (half === 'pm' ? 12 : 0);
  const made = new Date(
    year,
    month - 1,
    day,
    hour,
    number('minute', 0),
    number('second', 0),
    number('milli', 0),
  );
  const isReal = made.getMonth() === month - 1 && made.getDate() === day && made.getHours() === hour;
  return isReal ? made.getTime() : null;
}

function literal(piece: string): string {
  const text = piece.startsWith("'") ? piece.slice(1, -1) : piece;
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

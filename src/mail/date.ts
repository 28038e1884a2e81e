const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri, 5 Aug 2016 16:24:41 -0700`: RFC 5322 §3.3, and the date of the banner (receive-connectors.md §8.3).
 *  @param at epoch ms
 *  @param offsetMinutes east of UTC positive */
export function formatDate(at: number, offsetMinutes: number): string {
  const second = Math.floor(at / 1000);
  const known = lastDates.get(offsetMinutes);
  if (known?.second === second) return known.text;
  const text = writeDate(at, offsetMinutes);
  lastDates.set(offsetMinutes, { second, text });
  return text;
}

/** The date written last for each offset: many messages arrive within one second. */
const lastDates = new Map<number, Readonly<{ second: number; text: string }>>();

function writeDate(at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000);
  const day = DAYS[local.getUTCDay()] ?? '';
  const month = MONTHS[local.getUTCMonth()] ?? '';
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':');
  return `${day}, ${local.getUTCDate()} ${month} ${local.getUTCFullYear()} ${time} ${formatOffset(offsetMinutes)}`;
}

/** Minutes that local time is ahead of UTC at that instant. */
export function localOffsetMinutes(at: number): number {
  return -new Date(at).getTimezoneOffset();
}

function formatOffset(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.trunc(minutes / 60))}${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

const DATE =
  /^(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat),)?\s*\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|[A-Z]{1,5})(?:\s*\([^()]*\))*$/i;

/** Is the body of a Date field one that readers understand? RFC 5322 §3.3, and the obsolete zones of §4.3 */
export function isDate(text: string): boolean {
  return DATE.test(text.trim());
}

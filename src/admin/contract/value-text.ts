import type { Value } from './values.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const DAY_MS = 86_400_000;

/** `36 MB (37,748,736 bytes)`: the largest unit that makes the number at least 1, four significant digits.
 *  shell-language.md §4 */
export function formatSize(bytes: number): string {
  let unit = 0;
  let number = bytes;
  while (number >= 1024 && unit < UNITS.length - 1) {
    number /= 1024;
    unit++;
  }
  return `${fourDigits(number)} ${UNITS[unit]} (${grouped(bytes)} bytes)`;
}

/** Four significant digits; a half goes to the even digit, as .NET rounds. */
function fourDigits(number: number): number {
  if (number === 0) return 0;
  const factor = 10 ** (3 - Math.floor(Math.log10(number)));
  const scaled = number * factor;
  const floor = Math.floor(scaled);
  const isHalf = scaled - floor === 0.5;
  return (isHalf ? floor + (floor % 2) : Math.round(scaled)) / factor;
}

function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `25MB`, `0.5 GB`, `26214400`, `25 MB (26,214,400 bytes)`: the part in parentheses wins.
 *  @returns bytes, or null where the text is no size */
export function parseSize(text: string): number | null {
  const exact = /\(\s*([\d,]+)\s*bytes\s*\)\s*$/i.exec(text);
  if (exact?.[1] !== undefined) return Number(exact[1].replaceAll(',', ''));
  const plain = /^\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)?\s*$/i.exec(text);
  if (plain === null) return null;
  const unit = UNITS.findIndex((candidate) => candidate === (plain[2] ?? 'B').toUpperCase());
  const bytes = Math.round(Number(plain[1]) * 1024 ** unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** `[-][d.]hh:mm:ss[.fffffff]`. shell-language.md §4 */
export function formatTimeSpan(ms: number): string {
  const absolute = Math.abs(ms);
  const days = Math.floor(absolute / DAY_MS);
  const seconds = Math.floor((absolute % DAY_MS) / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const fraction =
    absolute % 1000 === 0 ? '' : `.${String(Math.round(absolute % 1000)).padStart(3, '0')}0000`;
  return `${ms < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${clock}${fraction}`;
}

/** `00:10:00`, `1.00:00:00`, `10:00` (hours and minutes); a bare number counts days, as .NET has it.
 *  @returns milliseconds, or null where the text is no time span */
export function parseTimeSpan(text: string): number | null {
  const parts = /^\s*(-?)(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/.exec(text);
  if (parts === null) return /^\s*\d+\s*$/.test(text) ? Number(text) * DAY_MS : null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
  return sign === '-' ? -ms : ms;
}

/** `3/2/2026 9:00 AM`, `2026-03-02 09:00`, ISO 8601. Text without a zone is in the server's own.
 *  @returns epoch milliseconds, or null where the text is no date */
export function parseDateTime(text: string): number | null {
  const american = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\S.*))?$/.exec(text);
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\S.*))?$/.exec(text);
  if (american !== null) return localTime([american[3], american[1], american[2]], american[4]);
  if (iso === null) return null;
  if (/(Z|[+-]\d\d:?\d\d)\s*$/i.test(iso[4] ?? '')) {
    const at = Date.parse(text.trim().replace(' ', 'T'));
    return Number.isNaN(at) ? null : at;
  }
  return localTime([iso[1], iso[2], iso[3]], iso[4]);
}

function localTime(date: readonly (string | undefined)[], clock: string | undefined): number | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(AM|PM)?\s*$/i.exec(clock ?? '0:00');
  if (time === null || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const half = time[4]?.toUpperCase();
  const hour = half === undefined ? Number(time[1]) : (Number(time[1]) % 12) + (half === 'PM' ? 12 : 0);
  if (hour > 23 || Number(time[2]) > 59) return null;
  return new Date(year, month - 1, day, hour, Number(time[2]), Number(time[3] ?? 0)).getTime();
}

/** A value as text: what a string parameter takes of it, and what error messages quote. Secrets stay hidden. */
export function textOfValue(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if (isArray(value)) return value.map(textOfValue).join(',');
  switch (value.$) {
    case 'size':
      return formatSize(value.bytes);
    case 'unlimited':
      return 'Unlimited';
    case 'timespan':
      return formatTimeSpan(value.ms);
    case 'datetime':
      return value.iso;
    case 'list':
      return value.items.map(textOfValue).join(',');
    case 'table':
      return 'System.Collections.Hashtable';
    case 'secret':
      return 'System.Security.SecureString';
    case 'credential':
      return value.user;
    default:
      return value.text;
  }
}

/** Array.isArray does not narrow a readonly array away from the other kinds of values. */
export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

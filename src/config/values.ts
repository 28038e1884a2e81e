/** Text of the value types that Exchange uses. shell-language.md §4 */

const UNITS: readonly string[] = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes of `36 MB`, `0.5GB`, `37748736`, `36 MB (37,748,736 bytes)`; null where the text is no size. */
export function parseByteSize(text: string): number | null {
  const exact = /\(([\d,]+) bytes\)\s*$/i.exec(text);
  if (exact?.[1] !== undefined) return Number(exact[1].replaceAll(',', ''));
  const match = /^\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)?\s*$/i.exec(text);
  if (match === null) return null;
  const exponent = UNITS.indexOf((match[2] ?? 'B').toUpperCase());
  const bytes = Math.round(Number(match[1]) * 1024 ** exponent);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** `36 MB (37,748,736 bytes)`: the largest unit that makes the number at least 1, four significant digits. */
export function formatByteSize(bytes: number): string {
  let exponent = 0;
  while (exponent < UNITS.length - 1 && bytes >= 1024 ** (exponent + 1)) exponent += 1;
  const scaled = fourDigits(bytes / 1024 ** exponent);
  return `${scaled} ${UNITS[exponent] ?? 'B'} (${bytes.toLocaleString('en-US')} bytes)`;
}

/** Four significant digits, halves to even as .NET rounds. @param value from 0 up to 1023 */
function fourDigits(value: number): number {
  const scale = 10 ** (value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3);
  const whole = Math.floor(value * scale);
  const rest = value * scale - whole;
  return (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole) / scale;
}

const DAY_MS = 86_400_000;

/** Milliseconds of `[-][d.]hh:mm[:ss[.fff]]`; a bare number is days, as in .NET. null where the text is none. */
export function parseTimeSpan(text: string): number | null {
  const match = /^\s*(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/.exec(text);
  if (match === null) return /^\s*\d{1,5}\s*$/.test(text) ? Number(text) * DAY_MS : null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const ms = Number(days) * DAY_MS + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return (sign === undefined ? 1 : -1) * (ms + Math.round(Number(`0.${fraction}`) * 1000));
}

/** `[d.]hh:mm:ss[.fffffff]` */
export function formatTimeSpan(ms: number): string {
  const rest = Math.abs(ms);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(rest / DAY_MS);
  const clock = `${two((rest / 3_600_000) % 24)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}`;
  const fraction = rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0')}0000`;
  return `${ms < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${clock}${fraction}`;
}

/** A host name of one or more labels. RFC 1123 §2.1 */
export function isFqdn(text: string): boolean {
  return (
    text.length <= 255 &&
    text.split('.').every((label) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label))
  );
}

/** A domain, or `*.` and a domain. */
export function isSmtpDomainWithSubdomains(text: string): boolean {
  return isFqdn(text.startsWith('*.') ? text.slice(2) : text);
}

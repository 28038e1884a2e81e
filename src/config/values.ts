/** How values of Exchange's types are shown in messages of the configuration. shell-language.md §4; what administrators
 *  type is read in admin/contract/value-text.ts. */

const UNITS: readonly string[] = ['B', 'KB', 'MB', 'GB', 'TB'];

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

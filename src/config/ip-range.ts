import type { IpRange } from './receive-connector.ts';

/** One address as a number. IPv4-mapped IPv6 counts as IPv4. */
export type IpValue = Readonly<{ family: 4 | 6; value: bigint }>;

const MAX4 = 0xffff_ffffn;
const MAX6 = (1n << 128n) - 1n;

export function familySize(family: 4 | 6): bigint {
  return (family === 4 ? MAX4 : MAX6) + 1n;
}

/** @returns the address as a number from 0 to 2^32-1, or -1. The fast path of every connection. */
export function parseIpv4(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || dots === 3) return -1;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code >= 48 && code <= 57) {
      if (octet === 0) return -1;
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/** @returns the 128-bit value, or null. RFC 4291 §2.2; a zone id (`%11`) is dropped */
function parseIpv6(text: string): bigint | null {
  const address = text.replace(/%[0-9A-Za-z._-]+$/, '');
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? '');
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => 0), ...tail];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** 16-bit groups of one side of `::`; the last may be a dotted IPv4 address. */
function groups(text: string): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const result: number[] = [];
  for (const part of last.includes('.') ? parts.slice(0, -1) : parts) {
    if (!/^[0-9A-Fa-f]{1,4}$/.test(part)) return null;
    result.push(Number.parseInt(part, 16));
  }
  if (!last.includes('.')) return result;
  const dotted = parseIpv4(last);
  return dotted < 0 ? null : [...result, Math.floor(dotted / 65_536), dotted % 65_536];
}

/** Reads one address of either family. @returns null where the text is none */
export function parseIp(text: string): IpValue | null {
  const short = parseIpv4(text);
  if (short >= 0) return { family: 4, value: BigInt(short) };
  if (!text.includes(':')) return null;
  const value = parseIpv6(text);
  if (value === null) return null;
  return value >> 32n === 0xffffn ? { family: 4, value: value & MAX4 } : { family: 6, value };
}

/** Canonical text. RFC 5952 §4 */
export function formatIp({ family, value }: IpValue): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const parts = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - 16 * index)) & 0xffffn),
  );
  const { start, length } = longestZeros(parts);
  const text = (some: readonly number[]): string => some.map((part) => part.toString(16)).join(':');
  return length < 2 ? text(parts) : `${text(parts.slice(0, start))}::${text(parts.slice(start + length))}`;
}

function longestZeros(parts: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < parts.length; start++) {
    let length = 0;
    while (parts[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** Reads a remote IP range: one address, Low-High, or Address/PrefixLength with host bits allowed.
 *  A bare `0.0.0.0` or `::` means its whole family, as administrators write it; isWidened tells. receive-connectors.md §1.6
 *  @returns null where the text is none: junk, mixed families, low above high, a prefix that is too long */
export function parseIpRange(text: string): IpRange | null {
  const typed = text.trim();
  const slash = typed.indexOf('/');
  if (slash >= 0) return parsePrefix(typed, slash);
  const dash = typed.indexOf('-');
  const low = parseIp(dash < 0 ? typed : typed.slice(0, dash).trim());
  const high = dash < 0 ? low : parseIp(typed.slice(dash + 1).trim());
  if (low === null || high === null || low.family !== high.family || low.value > high.value) return null;
  if (dash < 0 && low.value === 0n)
    return { family: low.family, low: 0n, high: familySize(low.family) - 1n, text: typed };
  return { family: low.family, low: low.value, high: high.value, text: typed };
}

function parsePrefix(typed: string, slash: number): IpRange | null {
  const addressText = typed.slice(0, slash).trim();
  const lengthText = typed.slice(slash + 1).trim();
  const address = parseIp(addressText);
  if (address === null || !/^\d{1,3}$/.test(lengthText)) return null;
  const mapped = address.family === 4 && addressText.includes(':');
  const length = Number(lengthText) - (mapped ? 96 : 0);
  const bits = address.family === 4 ? 32 : 128;
  if (length < 0 || length > bits) return null;
  const host = (1n << BigInt(bits - length)) - 1n;
  const low = address.value & ~host;
  return { family: address.family, low, high: low | host, text: typed };
}

/** The administrator typed one address that was taken as its whole family. */
export function isWidened(range: IpRange): boolean {
  return range.low !== range.high && !/[-/]/.test(range.text);
}

/** How many addresses. Notation does not count: `/32`, `a` and `a-a` are equal. */
export function rangeSize(range: IpRange): bigint {
  return range.high - range.low + 1n;
}

export function rangeContains(range: IpRange, address: IpValue): boolean {
  return range.family === address.family && range.low <= address.value && address.value <= range.high;
}

export type RangesRelation = 'disjoint' | 'equal' | 'aInB' | 'bInA' | 'partial';

/** Ranges of different families are disjoint. */
export function rangesRelation(a: IpRange, b: IpRange): RangesRelation {
  if (a.family !== b.family || a.high < b.low || b.high < a.low) return 'disjoint';
  if (a.low === b.low && a.high === b.high) return 'equal';
  if (a.low >= b.low && a.high <= b.high) return 'aInB';
  if (b.low >= a.low && b.high <= a.high) return 'bInA';
  return 'partial';
}

/** As typed; a widened range is shown as what it covers. */
export function formatIpRange(range: IpRange): string {
  if (!isWidened(range)) return range.text;
  const { family, low, high } = range;
  return `${formatIp({ family, value: low })}-${formatIp({ family, value: high })}`;
}

/** How many addresses of one family the ranges cover together. */
export function unionSize(ranges: readonly IpRange[], family: 4 | 6): bigint {
  const sorted = ranges.filter((range) => range.family === family).sort((a, b) => (a.low < b.low ? -1 : 1));
  let total = 0n;
  let covered = -1n;
  for (const { low, high } of sorted) {
    const from = low > covered ? low : covered + 1n;
    if (high >= from) total += high - from + 1n;
    if (high > covered) covered = high;
  }
  return total;
}

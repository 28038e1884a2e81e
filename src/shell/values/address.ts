import type { Value } from '../../admin/contract/values.ts';
import { typedArray } from './array-type.ts';
import { integer } from './number.ts';
import type { PsScalar, PsValue } from './value.ts';

type Address = Readonly<{ bits: 32 | 128; value: bigint }>;
type Range = Readonly<{ low: Address; high: Address; format: 'SingleAddress' | 'CIDR' | 'LoHi' }>;

/** `[Microsoft.Exchange.Data.IPRange]"10.0.0.0/8"` with the members that a server's own ranges have.
 *  @returns null where the text is no range. shell-language.md §4, §15 F18 */
export function ipRangeValue(type: string, text: string): PsScalar | null {
  const range = parseRange(text.trim());
  if (range === null) return null;
  const bound = (address: Address): Value => ({
    $: 'typed',
    type: 'Microsoft.Exchange.Data.IPvxAddress',
    text: formatAddress(address),
  });
  return {
    $: 'typed',
    type,
    text: text.trim(),
    members: {
      LowerBound: bound(range.low),
      UpperBound: bound(range.high),
      RangeFormat: range.format,
      Size: { $: 'typed', type: 'System.UInt64', text: String(range.high.value - range.low.value + 1n) },
      Expression: text.trim(),
    },
  };
}

/** `0.0.0.0:25`, `[::]:25`. @returns null where the text is no binding */
export function ipBindingValue(type: string, text: string): PsScalar | null {
  const match = /^(?:\[(.+)\]|([\d.]+)):(\d{1,5})$/.exec(text.trim());
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  if (match === null || address === null) return null;
  return {
    $: 'typed',
    type,
    text: text.trim(),
    members: {
      AddressFamily: family(address),
      Address: { $: 'typed', type: 'System.Net.IPAddress', text: formatAddress(address) },
      Port: Number(match[3]),
    },
  };
}

export function ipAddressValue(type: string, text: string): PsScalar | null {
  const address = parseAddress(text.trim());
  if (address === null) return null;
  const canonical = formatAddress(address);
  return {
    $: 'typed',
    type,
    text: canonical,
    members: { AddressFamily: family(address), IPAddressToString: canonical },
  };
}

/** The octets of an address in its order on the wire. */
export function addressBytes(text: string): PsValue[] {
  const address = parseAddress(text);
  if (address === null) return [];
  const octets = Array.from({ length: address.bits / 8 }, (_, at) =>
    integer((address.value >> BigInt(address.bits - 8 * (at + 1))) & 255n, 'Byte'),
  );
  return typedArray(octets, 'System.Byte');
}

function family(address: Address): string {
  return address.bits === 32 ? 'InterNetwork' : 'InterNetworkV6';
}

function parseRange(text: string): Range | null {
  const [first = '', last] = text.split('-');
  const [base = '', prefix] = first.split('/');
  const low = parseAddress(base.trim());
  if (low === null) return null;
  if (last !== undefined) {
    const high = parseAddress(last.trim());
    return high === null || high.bits !== low.bits || high.value < low.value
      ? null
      : { low, high, format: 'LoHi' };
  }
  if (prefix === undefined) return { low, high: low, format: 'SingleAddress' };
  const length = Number(prefix);
  if (!/^\d{1,3}$/.test(prefix) || length > low.bits) return null;
  const host = (1n << BigInt(low.bits - length)) - 1n;
  const start = low.value - (low.value & host);
  return { low: { ...low, value: start }, high: { ...low, value: start + host }, format: 'CIDR' };
}

function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | null {
  const octets = text.split('.');
  if (octets.length !== 4 || octets.some((octet) => !/^\d{1,3}$/.test(octet) || Number(octet) > 255))
    return null;
  return { bits: 32, value: octets.reduce((sum, octet) => (sum << 8n) + BigInt(octet), 0n) };
}

function parseV6(text: string): Address | null {
  const halves = text.replace(/%.*$/, '').split('::');
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (left === undefined || halves.length > 2) return null;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [
    ...left,
    ...Array.from({ length: right === undefined ? 0 : missing }, () => '0'),
    ...(right ?? []),
  ];
  if (groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) return null;
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n) };
}

function formatAddress(address: Address): string {
  const size = address.bits === 32 ? 8 : 16;
  const count = address.bits / size;
  const parts = Array.from({ length: count }, (_, index) => {
    const shift = BigInt(address.bits - size * (index + 1));
    return Number((address.value >> shift) & ((1n << BigInt(size)) - 1n));
  });
  return address.bits === 32 ? parts.join('.') : compressed(parts.map((part) => part.toString(16)));
}

/** The longest run of zeros, at least two, becomes `::`. */
function compressed(groups: readonly string[]): string {
  const runs = [...groups.join(':').matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const head = text.slice(0, longest.index).replace(/:$/, '');
  const tail = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${head}::${tail}`;
}

import { formatIp, parseIp } from '../config/ip-range.ts';

export type OwnListener = Readonly<{ address: string; port: number }>;

/** What we know of ourselves. */
export type OwnPlaces = Readonly<{
  listeners: readonly OwnListener[];
  /** The machine's addresses, and the public one that stands for it outside. Exchange: -ExternalIPAddress */
  addresses: readonly string[];
}>;

/** Whether an endpoint is one of our own listeners, by whatever name it was reached. mail-flow.md §3.7 */
function isOwnEndpoint(
  endpoint: Readonly<{ address: string; port: number }>,
  { listeners, addresses }: OwnPlaces,
): boolean {
  const address = reached(endpoint.address);
  return listeners.some((listener) => {
    if (listener.port !== endpoint.port) return false;
    const listening = plain(listener.address);
    if (listening === address) return true;
    return isWildcard(listening) && (isLoopback(address) || addresses.some((own) => plain(own) === address));
  });
}

/** What an endpoint is to us.
 *  - ourselves: a server of ours. Among MX records it makes everything that is not better useless. RFC 5321 §5.1
 *  - nowhere: not to be connected to, and no word about the other hosts
 *
 *  Decision: an address that DNS gave for a foreign domain can only lead back here when it is this machine's, whatever
 *  its port, and a loopback address of DNS is nobody's host. A smart host is what an administrator wrote: only our
 *  listeners are not one. mail-flow.md §3.7 */
export function relationTo(
  endpoint: Readonly<{ address: string; port: number }>,
  fromDns: boolean,
  own: OwnPlaces,
): 'other' | 'ourselves' | 'nowhere' {
  if (!fromDns) return isOwnEndpoint(endpoint, own) ? 'ourselves' : 'other';
  const address = reached(endpoint.address);
  if (isLoopback(address)) return 'nowhere';
  const isOurs = isOwnEndpoint(endpoint, own) || own.addresses.some((one) => plain(one) === address);
  return isOurs ? 'ourselves' : 'other';
}

/** Whether an address can be a host of another domain at all: not "this network" (RFC 1122 §3.2.1.3), not a group and
 *  not reserved (RFC 5771, RFC 1112 §4, RFC 4291 §2.7). Private addresses can: internal domains have them. */
export function isUnicast(address: string): boolean {
  const parsed = parseIp(plain(address));
  if (parsed === null) return false;
  if (parsed.family === 6) return parsed.value >> 120n !== 0xffn;
  const first = parsed.value >> 24n;
  return first !== 0n && first < 224n;
}

/** 127.0.0.0/8 and ::1. */
function isLoopback(address: string): boolean {
  const parsed = parseIp(plain(address));
  if (parsed === null) return false;
  return parsed.family === 4 ? parsed.value >> 24n === 127n : parsed.value === 1n;
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** Quirk: a connection to the unspecified address arrives at this machine's loopback. */
function reached(address: string): string {
  const text = plain(address);
  if (text === '0.0.0.0') return '127.0.0.1';
  return text === '::' ? '::1' : text;
}

/** Canonical text; IPv4-mapped IPv6 is the IPv4 address, a zone does not count. */
function plain(address: string): string {
  const zone = address.indexOf('%');
  const bare = zone < 0 ? address : address.slice(0, zone);
  const parsed = parseIp(bare);
  return parsed === null ? bare.toLowerCase() : formatIp(parsed);
}

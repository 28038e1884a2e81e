import { isIP } from 'node:net';
import { parseIp } from '../config/ip-range.ts';

export type DnsServer = Readonly<{ address: string; port: number }>;

const DNS_PORT = 53;

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`; null for anything else. */
export function parseDnsServer(text: string): DnsServer | null {
  const trimmed = text.trim();
  if (isIP(trimmed) > 0) return { address: trimmed, port: DNS_PORT };
  const match = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+)):(?<port>\d{1,5})$/.exec(trimmed);
  const address = match?.groups?.['six'] ?? match?.groups?.['four'] ?? '';
  const port = Number(match?.groups?.['port'] ?? 0);
  return isIP(address) > 0 && port > 0 && port < 65_536 ? { address, port } : null;
}

/** A server on this machine. */
export function isLoopbackServer({ address }: DnsServer): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The name servers of a resolv.conf, in order; this machine's own where it names none, as the C library has it. */
export function serversOfResolvConf(text: string): readonly DnsServer[] {
  const servers = text.split('\n').flatMap((line) => {
    const address = /^\s*nameserver\s+(?<address>\S+)/.exec(line)?.groups?.['address'];
    const server = address === undefined ? null : parseDnsServer(address);
    return server === null ? [] : [server];
  });
  return servers.length > 0 ? servers : [{ address: '127.0.0.1', port: DNS_PORT }];
}

/** Addresses by name of a hosts file. RFC 6761 §6.3: localhost is this machine whatever the file says. */
export function addressesOfHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([['localhost', ['127.0.0.1', '::1']]]);
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names.map((one) => one.toLowerCase())) {
      if (name !== 'localhost') found.set(name, [...(found.get(name) ?? []), address]);
    }
  }
  return found;
}

/** The name under which DNS keeps the name of an address; null where the text is none. RFC 1035 §3.5, RFC 3596 §2.5 */
export function reverseName(address: string): string | null {
  const parsed = parseIp(address);
  if (parsed === null) return null;
  const { family, value } = parsed;
  const digits = value.toString(16).padStart(32, '0');
  return family === 4
    ? `${[0n, 8n, 16n, 24n].map((shift) => (value >> shift) & 0xffn).join('.')}.in-addr.arpa`
    : `${[...digits].toReversed().join('.')}.ip6.arpa`;
}

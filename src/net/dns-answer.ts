import type { Answer, DecodedPacket } from 'dns-packet';
import type { DnsQuestion } from './dns-exchange.ts';

/** `value` as zone files have it: an address, an exchange, the joined strings of a TXT record, `3 1 1 0123ABCD…`. */
export type DnsRecord = Readonly<{ preference: number; value: string }>;

/** What one answer says about a question. */
export type Reading =
  | Readonly<{
      kind: 'found';
      records: readonly DnsRecord[];
      /** Behind all aliases. */
      holder: string;
      secure: boolean;
      ttlMs: number;
    }>
  /** The name is another's; the answer does not say more about that one. */
  | Readonly<{ kind: 'alias'; target: string; secure: boolean }>
  | Readonly<{ kind: 'empty' | 'nxdomain'; secure: boolean; ttlMs: number }>
  | Readonly<{ kind: 'failed'; reason: string }>;

/** CNAMEs inside one answer are followed this far. */
const MAX_ALIASES = 10;
/** How long "no" is believed where the answer does not say. RFC 2308 §5 */
const NEGATIVE_TTL_MS = 60_000;
const MAX_NEGATIVE_TTL_MS = 300_000;
const MAX_TTL_MS = 86_400_000;

/** RFC 1035 §4.1.1 */
const NOERROR = 0;
const NXDOMAIN = 3;
const RCODES: ReadonlyMap<number, string> = new Map([
  [1, 'FORMERR'],
  [2, 'SERVFAIL'],
  [4, 'NOTIMP'],
  [5, 'REFUSED'],
]);

/** Reads an answer: the records of the name that was asked, through its CNAMEs. Records of other names do not count.
 *  @param trusted the AD bit is believed: the server checks DNSSEC, and nobody stands between it and us. RFC 6840 §5.8 */
export function readAnswer(packet: DecodedPacket, { name, type }: DnsQuestion, trusted: boolean): Reading {
  const secure = trusted && packet.flag_ad;
  const rcode = (packet.flags ?? 0) & 0x0f;
  if (rcode !== NOERROR && rcode !== NXDOMAIN)
    return { kind: 'failed', reason: RCODES.get(rcode) ?? `rcode ${rcode}` };
  const answers = packet.answers ?? [];
  let current = plainName(name);
  let ttlMs = MAX_TTL_MS;
  for (let step = 0; step <= MAX_ALIASES; step += 1) {
    const records = recordsOf(answers, current, type);
    if (records.length > 0) {
      const shortest = Math.min(ttlMs, ...records.map((record) => record.ttlMs));
      return {
        kind: 'found',
        records: records.map(({ preference, value }) => ({ preference, value })),
        holder: current,
        secure,
        ttlMs: shortest,
      };
    }
    const alias = aliasOf(answers, current);
    if (alias === null) break;
    ttlMs = Math.min(ttlMs, alias.ttlMs);
    current = alias.target;
  }
  const kind = rcode === NXDOMAIN ? 'nxdomain' : 'empty';
  if (kind === 'empty' && current !== plainName(name)) return { kind: 'alias', target: current, secure };
  return { kind, secure, ttlMs: negativeTtl(packet) };
}

type TimedRecord = Readonly<{ preference: number; value: string; ttlMs: number }>;

function recordsOf(
  answers: readonly Answer[],
  name: string,
  type: DnsQuestion['type'],
): readonly TimedRecord[] {
  return answers.flatMap((answer): readonly TimedRecord[] => {
    if (answer.type !== type || plainName(answer.name) !== name) return [];
    const ttlMs = (ttlOf(answer) ?? 0) * 1000;
    if (answer.type === 'MX') {
      return [{ preference: answer.data.preference ?? 0, value: plainName(answer.data.exchange), ttlMs }];
    }
    const value = valueOf(answer);
    return value === null ? [] : [{ preference: 0, value, ttlMs }];
  });
}

function valueOf(answer: Answer): string | null {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data;
    case 'CNAME':
    case 'PTR':
      return plainName(answer.data);
    case 'TXT':
      return [answer.data].flat().map(String).join('');
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data;
      return `${usage} ${selector} ${matchingType} ${certificate.toString('hex').toUpperCase()}`;
    }
    default:
      return null;
  }
}

function aliasOf(
  answers: readonly Answer[],
  name: string,
): Readonly<{ target: string; ttlMs: number }> | null {
  for (const answer of answers) {
    if (answer.type !== 'CNAME' || plainName(answer.name) !== name) continue;
    return { target: plainName(answer.data), ttlMs: (ttlOf(answer) ?? 0) * 1000 };
  }
  return null;
}

function negativeTtl(packet: DecodedPacket): number {
  for (const authority of packet.authorities ?? []) {
    if (authority.type !== 'SOA') continue;
    const seconds = Math.min(authority.data.minimum ?? 0, ttlOf(authority) ?? 0);
    return Math.min(seconds * 1000, MAX_NEGATIVE_TTL_MS);
  }
  return NEGATIVE_TTL_MS;
}

function ttlOf(answer: Answer): number | undefined {
  return 'ttl' in answer ? answer.ttl : undefined;
}

/** Names are compared without case and trailing dot; the root, as in a null MX, is ''. */
function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

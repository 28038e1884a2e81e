import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import type { DnsAnswer, Resolver, ReverseResolver } from '../transport/resolver-port.ts';
import type { DnsProtocolOption, DnssecTrust } from '../config/organization.ts';
import { readAnswer } from './dns-answer.ts';
import type { DnsRecord, Reading } from './dns-answer.ts';
import { DnsCache } from './dns-cache.ts';
import { askServer } from './dns-exchange.ts';
import type { DnsQuestion } from './dns-exchange.ts';
import {
  addressesOfHosts,
  isLoopbackServer,
  parseDnsServer,
  reverseName,
  serversOfResolvConf,
} from './dns-servers.ts';
import type { DnsServer } from './dns-servers.ts';

export type ResolverOptions = Readonly<{
  /** `address` or `address:port`, read at each query; empty = the system's. Exchange: -ExternalDNSServers */
  servers: () => readonly string[];
  /** Read at each query; `Any` by default. Exchange: -ExternalDNSProtocolOption */
  protocol?: () => DnsProtocolOption;
  /** Whose word that DNSSEC vouches for an answer is believed, read at each query; `Loopback` by default. */
  dnssecTrust?: () => DnssecTrust;
  /** Text of the system's resolv.conf and hosts file, '' where there is none. */
  readSystemFile: (name: 'resolv.conf' | 'hosts') => Promise<string>;
  now: () => number;
  /** For one server to answer once. Default 3000. */
  timeoutMs?: number;
  /** Rounds over all servers. Default 2. */
  rounds?: number;
}>;

const CACHE_ENTRIES = 10_000;
/** Aliases that lead to another query. */
const MAX_QUERIES = 8;
/** The system's files are read again after this time. */
const SYSTEM_MAX_AGE_MS = 30_000;

type Settled = Exclude<Reading, { kind: 'alias' }>;
type SystemFacts = Readonly<{
  servers: readonly DnsServer[];
  hosts: ReadonlyMap<string, readonly string[]>;
  readAt: number;
}>;

/** Reads `/etc/resolv.conf` and `/etc/hosts`. */
export async function readEtcFile(name: 'resolv.conf' | 'hosts'): Promise<string> {
  return await readFile(`/etc/${name}`, 'utf8').catch(() => '');
}

export type CachingResolver = Resolver &
  ReverseResolver &
  Readonly<{
    /** Answers that are kept go; what is asked next is asked anew. */
    forget: () => void;
  }>;

/** DNS over UDP and TCP with our own list of servers. Every wait is bounded, and answers are believed only as far as they
 *  answer the question. */
export function createResolver(options: ResolverOptions): CachingResolver {
  return new DnsResolver(options);
}

class DnsResolver implements CachingResolver {
  readonly #options: ResolverOptions;
  #cache: DnsCache<Settled> = new DnsCache(CACHE_ENTRIES);
  /** The settings whose answers are kept: what others said does not count once they change. */
  #cacheOf = '';
  readonly #underWay: Map<string, Promise<Settled>> = new Map();
  #system: SystemFacts | null = null;

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#cache.clear();
  }

  async mx(
    domain: string,
    signal: AbortSignal,
  ): Promise<DnsAnswer<Readonly<{ preference: number; exchange: string }>>> {
    const reading = await this.#ask({ name: domain, type: 'MX' }, signal);
    if (reading.kind !== 'found') return negative(reading);
    const records = reading.records.map(({ preference, value }) => ({ preference, exchange: value }));
    return { kind: 'found', records, ...secureName([reading]) };
  }

  async txt(name: string, signal: AbortSignal): Promise<DnsAnswer<string>> {
    return await this.#texts({ name, type: 'TXT' }, signal);
  }

  async tlsa(name: string, signal: AbortSignal): Promise<DnsAnswer<string>> {
    return await this.#texts({ name, type: 'TLSA' }, signal);
  }

  async alias(name: string, signal: AbortSignal): Promise<DnsAnswer<string>> {
    return await this.#texts({ name, type: 'CNAME' }, signal);
  }

  async #texts(question: DnsQuestion, signal: AbortSignal): Promise<DnsAnswer<string>> {
    const reading = await this.#ask(question, signal);
    if (reading.kind !== 'found') return negative(reading);
    return { kind: 'found', records: reading.records.map(({ value }) => value), ...secureName([reading]) };
  }

  async addresses(
    host: string,
    signal: AbortSignal,
  ): Promise<DnsAnswer<Readonly<{ family: 4 | 6; address: string }>>> {
    const { hosts } = await this.#systemFacts();
    const local = hosts.get(host.toLowerCase());
    if (local !== undefined) return { kind: 'found', records: local.map(familyOf) };
    const [four, six] = await Promise.all([
      this.#ask({ name: host, type: 'A' }, signal),
      this.#ask({ name: host, type: 'AAAA' }, signal),
    ]);
    const records = [...recordsOf(four), ...recordsOf(six)].map(({ value }) => familyOf(value));
    if (records.length > 0)
      return { kind: 'found', records, ...secureName([four, six]), ...aliasOf(host, [four, six]) };
    if (four.kind === 'failed') return four;
    if (six.kind === 'failed') return six;
    const kind = four.kind === 'nxdomain' || six.kind === 'nxdomain' ? 'nxdomain' : 'empty';
    return negative({ kind, secure: four.secure && six.secure, ttlMs: 0 });
  }

  async names(address: string, signal: AbortSignal): Promise<DnsAnswer<string>> {
    const { hosts } = await this.#systemFacts();
    const local = [...hosts].filter(([, addresses]) => addresses.includes(address)).map(([name]) => name);
    if (local.length > 0) return { kind: 'found', records: local };
    const name = reverseName(address);
    if (name === null) return { kind: 'failed', reason: 'not an address' };
    return await this.#texts({ name, type: 'PTR' }, signal);
  }

  /** Equal questions that are asked at the same time are one question; a caller that gives up leaves the others theirs. */
  async #ask(question: DnsQuestion, signal: AbortSignal): Promise<Settled> {
    const key = `${question.type} ${question.name.toLowerCase()}`;
    this.#forgetOtherServers();
    const cached = this.#cache.get(key, this.#options.now());
    if (cached !== null) return cached;
    let asked = this.#underWay.get(key);
    if (asked === undefined) {
      asked = this.#follow(question).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, asked);
    }
    const reading = await orAborted(asked, signal);
    if (reading.kind !== 'failed' && reading.ttlMs > 0) {
      this.#cache.set(key, reading, this.#options.now() + reading.ttlMs);
    }
    return reading;
  }

  #forgetOtherServers(): void {
    const { dnssecTrust, protocol, servers: list } = this.#options;
    const servers = [dnssecTrust?.(), protocol?.(), ...list()].join(' ');
    if (servers === this.#cacheOf) return;
    this.#cacheOf = servers;
    this.#cache = new DnsCache(CACHE_ENTRIES);
    this.#underWay.clear();
  }

  async #follow(question: DnsQuestion): Promise<Settled> {
    let { name } = question;
    let secure = true;
    for (let query = 0; query < MAX_QUERIES; query += 1) {
      const reading = await this.#query({ name, type: question.type });
      if (reading.kind === 'failed') return reading;
      secure &&= reading.secure;
      if (reading.kind !== 'alias') return { ...reading, secure };
      name = reading.target;
    }
    return { kind: 'failed', reason: 'too many aliases' };
  }

  async #query(question: DnsQuestion): Promise<Reading> {
    const { timeoutMs = 3000, rounds = 2, protocol = () => 'Any' } = this.#options;
    const servers = await this.#servers();
    let reason = 'no server';
    for (let round = 0; round < rounds; round += 1) {
      for (const server of servers) {
        try {
          const transport = { timeoutMs: timeoutMs * (round + 1), protocol: protocol() };
          const reading = readAnswer(
            await askServer(question, server, transport),
            question,
            this.#trusts(server),
          );
          if (reading.kind !== 'failed') return reading;
          ({ reason } = reading);
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      }
    }
    return { kind: 'failed', reason };
  }

  /** On a network anybody may have set the bit; on this machine only the server did. RFC 6840 §5.8 */
  #trusts(server: DnsServer): boolean {
    const trust = this.#options.dnssecTrust?.() ?? 'Loopback';
    return trust === 'Always' || (trust === 'Loopback' && isLoopbackServer(server));
  }

  async #servers(): Promise<readonly DnsServer[]> {
    const configured = this.#options.servers().flatMap((text) => parseDnsServer(text) ?? []);
    return configured.length > 0 ? configured : (await this.#systemFacts()).servers;
  }

  async #systemFacts(): Promise<SystemFacts> {
    const now = this.#options.now();
    if (this.#system !== null && now - this.#system.readAt < SYSTEM_MAX_AGE_MS) return this.#system;
    const { readSystemFile } = this.#options;
    const [resolvConf, hosts] = await Promise.all([readSystemFile('resolv.conf'), readSystemFile('hosts')]);
    this.#system = { servers: serversOfResolvConf(resolvConf), hosts: addressesOfHosts(hosts), readAt: now };
    return this.#system;
  }
}

async function orAborted(asked: Promise<Settled>, signal: AbortSignal): Promise<Settled> {
  const stopped: Settled = { kind: 'failed', reason: 'the query was stopped' };
  if (signal.aborted) return stopped;
  return await new Promise<Settled>((resolve, reject) => {
    const onAbort = (): void => resolve(stopped);
    signal.addEventListener('abort', onAbort, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function recordsOf(reading: Settled): readonly DnsRecord[] {
  return reading.kind === 'found' ? reading.records : [];
}

function familyOf(address: string): Readonly<{ family: 4 | 6; address: string }> {
  return { family: isIPv6(address) ? 6 : 4, address };
}

function negative(reading: Exclude<Settled, { kind: 'found' }>): DnsAnswer<never> {
  if (reading.kind === 'failed') return reading;
  return { kind: reading.kind, ...(reading.secure ? { secure: true } : {}) };
}

function aliasOf(host: string, readings: readonly Settled[]): Readonly<{ aliased?: true }> {
  const isAlias = readings.some(
    (reading) => reading.kind === 'found' && reading.holder !== host.toLowerCase().replace(/\.$/, ''),
  );
  return isAlias ? { aliased: true } : {};
}

/** All parts of an answer must be vouched for, what is not there as well as what is. */
function secureName(readings: readonly Settled[]): Readonly<{ secureName?: string }> {
  const [found] = readings.filter((reading) => reading.kind === 'found');
  const isSecure = readings.every((reading) => reading.kind !== 'failed' && reading.secure);
  return found !== undefined && isSecure ? { secureName: found.holder } : {};
}

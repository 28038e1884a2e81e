import type { SendConnector } from '../config/send-connector.ts';
import type { NextHopKey } from '../queue/message.ts';
import { literalAddress } from '../routing/address-literal.ts';
import { orderMx } from '../routing/mx-order.ts';
import { NONEXISTENT_DOMAIN, NULL_MX, ROUTING_LOOP } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import type { Resolver } from './resolver-port.ts';

/** One place to connect to. */
export type Endpoint = Readonly<{
  /** The name as configured or as DNS gave it; the address where there is no name. */
  host: string;
  address: string;
  port: number;
  /** There where DNSSEC vouches for the address: the host's name behind all aliases. */
  secureName?: string;
  /** The host's name is an alias. */
  aliased?: true;
}>;

/** Hosts of a next hop in the order of trial. Their addresses are looked up when the turn of their group comes. */
export type HostPlan =
  | Readonly<{
      kind: 'hosts';
      /** MX records of one preference are one group, and so is each smart host. */
      groups: readonly (readonly string[])[];
      port: number;
      fromDns: boolean;
      /** The domain has no MX records and is tried by its own addresses. RFC 5321 §5.1 */
      implicit: boolean;
      /** The domain is an address in brackets. */
      literal: boolean;
      /** DNSSEC vouches for the list of hosts. */
      secure: boolean;
    }>
  /** The domain takes no mail, whatever we try. */
  | Readonly<{ kind: 'refused'; refusal: OwnRefusal }>
  /** Nothing is known now; `reason` is for LastError. */
  | Readonly<{ kind: 'failed'; reason: string }>;

export type NextHopFacts = Readonly<{
  key: NextHopKey;
  connector: SendConnector;
  resolver: Resolver;
  isOwnName: (host: string) => boolean;
  /** Counts up with each use of this next hop: the list of smart hosts starts elsewhere each time. */
  turn: number;
  random: () => number;
}>;

/** Ports of other servers are taken as they stand: 25 for what DNS names. */
const SMTP_PORT = 25;

/** Which hosts take the mail of a queue. mail-flow.md §3.7 */
export async function planHosts(facts: NextHopFacts, signal: AbortSignal): Promise<HostPlan> {
  const { connector, key, turn } = facts;
  if (connector.dnsRoutingEnabled) return await planDomain(key.nextHopDomain, facts, signal);
  const { smartHosts, port } = connector;
  const start = smartHosts.length === 0 ? 0 : turn % smartHosts.length;
  const hosts = [...smartHosts.slice(start), ...smartHosts.slice(0, start)];
  return { kind: 'hosts', groups: hosts.map((host) => [host]), port, ...AS_CONFIGURED };
}

const AS_CONFIGURED = { fromDns: false, implicit: false, literal: false, secure: false } as const;

async function planDomain(domain: string, facts: NextHopFacts, signal: AbortSignal): Promise<HostPlan> {
  const itself = { kind: 'hosts', groups: [[domain]], port: SMTP_PORT, fromDns: true } as const;
  if (literalAddress(domain) !== null) return { ...itself, implicit: false, literal: true, secure: false };
  const answer = await facts.resolver.mx(domain, signal);
  switch (answer.kind) {
    case 'failed':
      return {
        kind: 'failed',
        reason: `451 4.4.3 Temporary server error. DNS query for MX of ${domain} failed: ${answer.reason}`,
      };
    case 'nxdomain':
      return nonexistent(facts.connector, domain);
    case 'empty':
      return { ...itself, implicit: true, literal: false, secure: answer.secure === true };
    case 'found':
      return orderHosts(answer, facts);
  }
}

type MxFound = Extract<Awaited<ReturnType<Resolver['mx']>>, { kind: 'found' }>;

function orderHosts({ records, secureName }: MxFound, { isOwnName, random }: NextHopFacts): HostPlan {
  const order = orderMx(records, isOwnName, random);
  switch (order.kind) {
    case 'nullMx':
      return { kind: 'refused', refusal: NULL_MX };
    case 'loop':
      return { kind: 'refused', refusal: ROUTING_LOOP };
    case 'hosts':
      return {
        kind: 'hosts',
        groups: order.groups,
        port: SMTP_PORT,
        fromDns: true,
        implicit: false,
        literal: false,
        secure: secureName !== undefined,
      };
  }
}

/** Exchange: Set-SendConnector -ErrorPolicies DowngradeDnsFailures */
export function nonexistent(
  connector: SendConnector,
  domain: string,
): Extract<HostPlan, { kind: 'refused' | 'failed' }> {
  if (connector.errorPolicies.includes('DowngradeDnsFailures')) {
    return { kind: 'failed', reason: `451 4.4.4 The domain ${domain} does not exist` };
  }
  return { kind: 'refused', refusal: NONEXISTENT_DOMAIN };
}

export type HostAddresses =
  | Readonly<{ kind: 'found'; endpoints: readonly Endpoint[] }>
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'failed'; reason: string }>;

/** The endpoints of one host: a literal is its own address; a smart host without address records may have MX records
 *  (mail-flow.md §3.1, SmartHosts). IPv4 comes first: a host without IPv6 connectivity should not wait for it. */
export async function resolveHost(
  host: string,
  given: Readonly<{ port: number; fromDns: boolean; resolver: Resolver; random: () => number }>,
  signal: AbortSignal,
): Promise<HostAddresses> {
  const { port, resolver } = given;
  const literal = literalAddress(host);
  if (literal !== null) {
    return { kind: 'found', endpoints: [{ host: literal.address, address: literal.address, port }] };
  }
  const answer = await resolver.addresses(host, signal);
  if (answer.kind === 'failed')
    return { kind: 'failed', reason: `DNS query for ${host} failed: ${answer.reason}` };
  if (answer.kind === 'found') {
    const ordered = answer.records.toSorted((a, b) => a.family - b.family);
    const { secureName, aliased } = answer;
    const facts = {
      ...(secureName === undefined ? {} : { secureName }),
      ...(aliased === undefined ? {} : { aliased }),
    };
    return { kind: 'found', endpoints: ordered.map(({ address }) => ({ host, address, port, ...facts })) };
  }
  return given.fromDns ? { kind: 'none' } : await resolveByMx(host, given, signal);
}

async function resolveByMx(
  host: string,
  given: Readonly<{ port: number; resolver: Resolver; random: () => number }>,
  signal: AbortSignal,
): Promise<HostAddresses> {
  const answer = await given.resolver.mx(host, signal);
  if (answer.kind !== 'found') return { kind: 'none' };
  const order = orderMx(answer.records, () => false, given.random);
  if (order.kind !== 'hosts') return { kind: 'none' };
  const endpoints: Endpoint[] = [];
  for (const exchange of order.groups.flat()) {
    const found = await given.resolver.addresses(exchange, signal);
    if (found.kind !== 'found') continue;
    for (const { address } of found.records) endpoints.push({ host: exchange, address, port: given.port });
  }
  return endpoints.length === 0 ? { kind: 'none' } : { kind: 'found', endpoints };
}

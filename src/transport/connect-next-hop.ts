import type { SendConnector } from '../config/send-connector.ts';
import type { NextHopKey } from '../queue/message.ts';
import type { ConnectivityWriter } from './connectivity-writer.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import { domainPolicy, hostPolicy } from './host-policy.ts';
import type { PolicyFacts } from './host-policy.ts';
import { endpointKey, endpointsInOrder } from './endpoint-order.ts';
import type { Candidate } from './endpoint-order.ts';
import type { HostHealth } from './host-health.ts';
import { nonexistent, planHosts } from './next-hops.ts';
import type { Endpoint } from './next-hops.ts';
import { openSession } from './open-session.ts';
import type { OpenedSession } from './open-session.ts';
import { reportTls } from './report-tls.ts';
import { ROUTING_LOOP } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import type { OwnPlaces } from './own-endpoint.ts';

export type NextHopConnection =
  | OpenedSession
  /** Permanent for every recipient of this next hop. */
  | Readonly<{ kind: 'refused'; refusal: OwnRefusal }>;

export type ConnectRequest = Readonly<{
  key: NextHopKey;
  connector: SendConnector;
  turn: number;
  health: HostHealth;
  connectivity: ConnectivityWriter;
}>;

/** One attempt goes to so many endpoints, and begins no further one after this time. */
const MAX_ENDPOINTS = 20;
const MAX_SEARCH_MS = 600_000;

/** What the last endpoint that was tried answered. */
type Trouble = Readonly<{ reason: string; endpoint: Endpoint | null }>;

/** Opens a session with the first host of a next hop that can be greeted, over all its hosts and addresses.
 *  mail-flow.md §3.7 */
export async function connectNextHop(
  request: ConnectRequest,
  ports: DeliverPorts,
  signal: AbortSignal,
): Promise<NextHopConnection> {
  const { connector, key, turn } = request;
  const { random } = ports;
  const resolver = connector.useExternalDNSServersEnabled ? ports.externalResolver : ports.resolver;
  const isOwnName = (host: string): boolean => isOurName(host, connector, ports);
  const plan = await planHosts({ key, connector, resolver, isOwnName, turn, random }, signal);
  if (plan.kind === 'refused') {
    request.connectivity.noHosts(plan.refusal.diagnostic);
    return plan;
  }
  if (plan.kind === 'failed') {
    request.connectivity.noHosts(plan.reason);
    return failed({ reason: plan.reason, endpoint: null }, ports.now());
  }
  request.connectivity.hosts(plan.groups.flat(), plan.fromDns);
  const { nextHopDomain: domain } = key;
  const sts = await domainPolicy({ connector, domain, plan, resolver }, ports.mtaSts, signal);
  const policy = { connector, domain, plan, resolver, sts };
  const facts = { resolver, own: ownPlaces(ports), health: request.health, now: ports.now, random };
  return await search(endpointsInOrder(plan, facts, signal), { request, policy, ports, signal });
}

type Search = Readonly<{
  request: ConnectRequest;
  policy: PolicyFacts;
  ports: DeliverPorts;
  signal: AbortSignal;
}>;

/** Goes through the candidates until one greets. A domain none of whose hosts has an address is one that takes no mail:
 *  what is wrong is told at once, not in two days. RFC 5321 §5.1 */
async function search(candidates: AsyncIterable<Candidate>, context: Search): Promise<NextHopConnection> {
  const { request, ports, signal } = context;
  const { plan } = context.policy;
  const begunAt = ports.now();
  let trouble: Trouble | null = null;
  let tried = 0;
  let isDead = plan.fromDns;
  for await (const candidate of candidates) {
    if (signal.aborted || tried >= MAX_ENDPOINTS || ports.now() - begunAt > MAX_SEARCH_MS) {
      isDead = false;
      break;
    }
    if (candidate.kind !== 'noAddress' || (candidate.forbidden && !plan.implicit)) isDead = false;
    if (candidate.kind === 'own') continue;
    if (candidate.kind !== 'endpoint') {
      trouble = { reason: lookUpTrouble(candidate), endpoint: null };
      request.connectivity.noHosts(trouble.reason);
      continue;
    }
    tried += 1;
    const opened = await openAt(candidate, context);
    if (opened.kind === 'ready') return opened;
    trouble = { reason: opened.lastError, endpoint: candidate.endpoint };
  }
  if (trouble === null && !signal.aborted) return { kind: 'refused', refusal: ROUTING_LOOP };
  if (isDead && !signal.aborted) {
    const outcome = nonexistent(request.connector, request.key.nextHopDomain);
    if (outcome.kind === 'refused') return outcome;
  }
  return failed(trouble ?? { reason: '', endpoint: null }, ports.now());
}

async function openAt(
  { host, endpoint }: Extract<Candidate, { kind: 'endpoint' }>,
  { request, policy: facts, ports, signal }: Search,
): Promise<OpenedSession> {
  const { connector, key, health, connectivity } = request;
  const policy = await hostPolicy({ host, endpoint }, facts, signal);
  if (policy.kind === 'refused') {
    connectivity.failed(endpoint, policy.diagnostic);
    reportTls({ domain: facts.domain, endpoint, policy, result: policy.result }, ports);
    return { kind: 'failed', lastError: policy.diagnostic };
  }
  const opened = await openSession(endpoint, { connector, key, host, policy }, { ports, signal });
  if (opened.kind === 'ready') {
    health.works(endpointKey(endpoint));
    connectivity.connected(endpoint, opened.sessionId);
  } else {
    if (!signal.aborted) health.failed(endpointKey(endpoint), ports.now());
    connectivity.failed(endpoint, opened.lastError);
  }
  return opened;
}

function lookUpTrouble(candidate: Extract<Candidate, { kind: 'noAddress' | 'dnsFailed' }>): string {
  return candidate.kind === 'dnsFailed'
    ? `451 4.4.3 ${candidate.reason}`
    : `451 4.4.4 The name ${candidate.host} has no address that mail could be sent to`;
}

function isOurName(host: string, connector: SendConnector, ports: DeliverPorts): boolean {
  const fqdn = ports.getSnapshot().server.fqdn.toLowerCase();
  return host === fqdn || host === connector.fqdn?.toLowerCase();
}

function ownPlaces(ports: DeliverPorts): OwnPlaces {
  const { externalIPAddress } = ports.getSnapshot().transportService;
  const own = ports.ownAddresses();
  return {
    listeners: ports.ownListeners(),
    addresses: externalIPAddress === null ? own : [...own, externalIPAddress],
  };
}

/** mail-flow.md §4.7, the form of Exchange 2016 and later. */
function failed({ reason, endpoint }: Trouble, now: number): NextHopConnection {
  const time = new Date(now).toISOString();
  if (endpoint === null)
    return { kind: 'failed', lastError: `[{LRT=${time}};{LED=${reason}};{FQDN=};{IP=}]` };
  const alternatives =
    'Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts.';
  const last = `The last endpoint attempted was ${endpoint.address}:${endpoint.port}`;
  const prefix = reason.startsWith('441 4.4.1 ')
    ? `441 4.4.1 Error encountered while communicating with primary target IP address: "${reason.slice(10)}"`
    : `451 4.4.0 Primary target IP address responded with: "${reason}."`;
  const detail = `${prefix} ${alternatives} ${last}`;
  return {
    kind: 'failed',
    lastError: `[{LRT=${time}};{LED=${detail}};{FQDN=${endpoint.host}};{IP=${endpoint.address}}]`,
  };
}

import type { HostHealth } from './host-health.ts';
import { resolveHost } from './next-hops.ts';
import type { Endpoint, HostAddresses, HostPlan } from './next-hops.ts';
import { isUnicast, relationTo } from './own-endpoint.ts';
import type { OwnPlaces } from './own-endpoint.ts';
import type { Resolver } from './resolver-port.ts';

/** What comes next on the way through the hosts of a plan. */
export type Candidate =
  /** `host` is the name that led there: of an MX record or a smart host. */
  | Readonly<{ kind: 'endpoint'; host: string; endpoint: Endpoint }>
  /** `forbidden`: it has addresses, and none may be connected to. */
  | Readonly<{ kind: 'noAddress'; host: string; forbidden: boolean }>
  | Readonly<{ kind: 'dnsFailed'; host: string; reason: string }>
  /** This machine, or an address that nobody may have: not connected to. */
  | Readonly<{ kind: 'own'; endpoint: Endpoint }>;

type Plan = Extract<HostPlan, { kind: 'hosts' }>;

export type OrderFacts = Readonly<{
  resolver: Resolver;
  own: OwnPlaces;
  health: HostHealth;
  now: () => number;
  random: () => number;
}>;

/** Hosts of one plan that are looked up at most. RFC 5321 §5.1 asks for two; a domain with a hundred exchanges is either
 *  a mistake or wants us busy. */
const MAX_HOSTS = 50;
/** Look-ups of one group that are under way together. */
const LOOKUPS = 8;

/** Goes through a plan group by group, and looks up a group only when its turn comes. What failed lately comes last.
 *  When one of ourselves turns up among MX records, its group and all behind it are left out, for mail sent there would
 *  come back. RFC 5321 §5.1 */
export async function* endpointsInOrder(
  plan: Plan,
  facts: OrderFacts,
  signal: AbortSignal,
): AsyncGenerator<Candidate, void> {
  const paused: Candidate[] = [];
  let hostsLeft = MAX_HOSTS;
  for (const group of plan.groups) {
    const hosts = group.slice(0, hostsLeft);
    hostsLeft -= hosts.length;
    const found = await lookUp(hosts, plan, { facts, signal });
    const candidates = found.flatMap((one) => candidatesOf(one, plan, facts));
    const ourselves = candidates.find(({ kind, ours }) => kind === 'own' && ours);
    if (ourselves !== undefined && plan.fromDns) {
      yield ourselves;
      break;
    }
    for (const candidate of candidates) {
      if (isPaused(candidate, facts)) paused.push(candidate);
      else yield candidate;
    }
  }
  yield* paused;
}

type Found = Readonly<{ host: string; addresses: HostAddresses }>;

async function lookUp(
  hosts: readonly string[],
  plan: Plan,
  { facts, signal }: Readonly<{ facts: OrderFacts; signal: AbortSignal }>,
): Promise<readonly Found[]> {
  const { port, fromDns } = plan;
  const given = { port, fromDns, resolver: facts.resolver, random: facts.random };
  const found: Found[] = [];
  for (let start = 0; start < hosts.length && !signal.aborted; start += LOOKUPS) {
    const some = hosts.slice(start, start + LOOKUPS);
    const answers = await Promise.all(some.map((host) => resolveHost(host, given, signal)));
    found.push(...some.map((host, index) => ({ host, addresses: answers[index] ?? { kind: 'none' } })));
  }
  return found;
}

type Judged = Candidate & Readonly<{ ours?: boolean }>;

function candidatesOf({ host, addresses }: Found, plan: Plan, facts: OrderFacts): readonly Judged[] {
  if (addresses.kind === 'failed') return [{ kind: 'dnsFailed', host, reason: addresses.reason }];
  if (addresses.kind === 'none') return [{ kind: 'noAddress', host, forbidden: false }];
  return addresses.endpoints.map((endpoint): Judged => {
    const relation = relationTo(endpoint, plan.fromDns, facts.own);
    if (relation !== 'other') return { kind: 'own', endpoint, ours: relation === 'ourselves' };
    return isUnicast(endpoint.address)
      ? { kind: 'endpoint', host, endpoint }
      : { kind: 'noAddress', host, forbidden: true };
  });
}

function isPaused(candidate: Candidate, { health, now }: OrderFacts): boolean {
  return candidate.kind === 'endpoint' && health.isPaused(endpointKey(candidate.endpoint), now());
}

/** How health knows an endpoint. */
export function endpointKey({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}

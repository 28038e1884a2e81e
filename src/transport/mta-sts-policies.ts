import { mtaStsId, parseMtaStsPolicy } from '../routing/mta-sts.ts';
import type { MtaStsPolicy } from '../routing/mta-sts.ts';
import type {
  FetchedPolicy,
  KnownPolicy,
  MtaStsPolicies,
  PolicyAnswer,
  PolicyFetcher,
} from './mta-sts-port.ts';
import type { Resolver } from './resolver-port.ts';
import type { TlsFinding } from './tls-result.ts';

/** A policy older than this is fetched again, whatever its id says: who could hide a change in DNS for as long as
 *  max_age must not be able to keep us at an old one, nor let it run out. RFC 8461 §3.3, §10.2 */
const REFRESH_MS = 86_400_000;
/** After a failure a domain is not asked again for so long. RFC 8461 §3.3 */
const FAILURE_PAUSE_MS = 300_000;
/** The longest unused go first. */
const MOST_DOMAINS = 10_000;

type Failure = Readonly<{ id: string; at: number; finding: TlsFinding }>;

/** The MTA-STS policies of other domains: asked for when mail goes there, kept as long as they say. */
export class MtaStsCache implements MtaStsPolicies {
  readonly #fetch: PolicyFetcher;
  readonly #now: () => number;
  readonly #changed: () => void;
  readonly #known = new Map<string, KnownPolicy>();
  readonly #failures = new Map<string, Failure>();
  readonly #underWay = new Map<string, Promise<void>>();

  /** @param changed what is known is not what it was: to be stored */
  constructor(ports: Readonly<{ fetch: PolicyFetcher; now: () => number; changed: () => void }>) {
    this.#fetch = ports.fetch;
    this.#now = ports.now;
    this.#changed = ports.changed;
  }

  /** What an earlier run knew. */
  restore(known: readonly KnownPolicy[]): void {
    for (const one of known) if (one.until > this.#now()) this.#known.set(one.domain, one);
  }

  list(): readonly KnownPolicy[] {
    return [...this.#known.values()].filter(({ until }) => until > this.#now());
  }

  /** RFC 8461 §5.1: a policy that is known holds where DNS is silent or the new one cannot be had. */
  async policyOf(domain: string, resolver: Resolver, signal: AbortSignal): Promise<PolicyAnswer> {
    const answer = await resolver.txt(`_mta-sts.${domain}`, signal);
    const id = answer.kind === 'found' ? mtaStsId(answer.records) : null;
    if (id === null) return { policy: this.#valid(domain)?.policy ?? null, finding: null };
    const before = this.#valid(domain);
    if (before?.id === id && this.#now() - before.fetchedAt < REFRESH_MS)
      return { policy: before.policy, finding: null };
    if (!this.#failedLately(domain, id)) await this.#refresh(domain, id, resolver);
    const failure = this.#failures.get(domain);
    return { policy: this.#valid(domain)?.policy ?? null, finding: failure?.finding ?? null };
  }

  /** Fetches again what is a day old, so that a policy does not run out between two messages. */
  async refreshAll(resolver: Resolver): Promise<void> {
    for (const { domain, id, fetchedAt, policy } of this.list()) {
      if (policy.mode === 'none' || this.#now() - fetchedAt < REFRESH_MS) continue;
      if (!this.#failedLately(domain, id)) await this.#refresh(domain, id, resolver);
    }
  }

  #valid(domain: string): KnownPolicy | null {
    const known = this.#known.get(domain);
    return known !== undefined && known.until > this.#now() ? known : null;
  }

  #failedLately(domain: string, id: string): boolean {
    const failure = this.#failures.get(domain);
    return failure?.id === id && this.#now() - failure.at < FAILURE_PAUSE_MS;
  }

  /** Callers that ask for one domain together wait for one fetch. */
  async #refresh(domain: string, id: string, resolver: Resolver): Promise<void> {
    const underWay = this.#underWay.get(domain);
    if (underWay !== undefined) return await underWay;
    const work = this.#fetch(domain, resolver).then((fetched) => this.#take(domain, id, fetched));
    this.#underWay.set(domain, work);
    await work.finally(() => this.#underWay.delete(domain));
  }

  #take(domain: string, id: string, fetched: FetchedPolicy): void {
    const now = this.#now();
    const policy = policyIn(fetched);
    if ('result' in policy) {
      remember(this.#failures, domain, { id, at: now, finding: policy });
      return;
    }
    this.#failures.delete(domain);
    remember(this.#known, domain, { domain, id, policy, fetchedAt: now, until: now + policy.maxAgeMs });
    this.#changed();
  }
}

function policyIn(fetched: FetchedPolicy): MtaStsPolicy | TlsFinding {
  if (fetched.kind === 'failed') return fetched.finding;
  const policy = parseMtaStsPolicy(fetched.text);
  if (typeof policy !== 'string') return policy;
  return { result: 'sts-policy-invalid', reason: `the policy cannot be used: ${policy}` };
}

function remember<T>(entries: Map<string, T>, domain: string, entry: T): void {
  entries.delete(domain);
  entries.set(domain, entry);
  const [oldest] = entries.keys();
  if (entries.size > MOST_DOMAINS && oldest !== undefined) entries.delete(oldest);
}

/** Knows no policies: for a delivery that was given none. */
export const NO_POLICIES: MtaStsPolicies = {
  policyOf: async () => ({ policy: null, finding: null }),
};

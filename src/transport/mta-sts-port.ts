import type { MtaStsPolicy } from '../routing/mta-sts.ts';
import type { Resolver } from './resolver-port.ts';
import type { TlsFinding } from './tls-result.ts';

export type FetchedPolicy =
  | Readonly<{ kind: 'found'; text: string }>
  | Readonly<{ kind: 'failed'; finding: TlsFinding }>;

/** Gets the text of a domain's policy over HTTPS; the adapter is net/policy-fetcher.ts. Never rejects. RFC 8461 §3.3 */
export type PolicyFetcher = (domain: string, resolver: Resolver) => Promise<FetchedPolicy>;

/** A policy as it was fetched. Times are epoch ms. */
export type KnownPolicy = Readonly<{
  domain: string;
  id: string;
  policy: MtaStsPolicy;
  fetchedAt: number;
  until: number;
}>;

/** What is known of a domain: its policy, null where it has none; and what went wrong when the newest was to be fetched. */
export type PolicyAnswer = Readonly<{ policy: MtaStsPolicy | null; finding: TlsFinding | null }>;

export interface MtaStsPolicies {
  policyOf(domain: string, resolver: Resolver, signal: AbortSignal): Promise<PolicyAnswer>;
}

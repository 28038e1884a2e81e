import type { SendConnector } from '../config/send-connector.ts';
import { policyNames } from '../routing/mta-sts.ts';
import type { MtaStsPolicy } from '../routing/mta-sts.ts';
import { usableTlsa } from '../routing/tlsa.ts';
import type { TlsaRecord } from '../routing/tlsa.ts';
import type { Endpoint, HostPlan } from './next-hops.ts';
import type { MtaStsPolicies, PolicyAnswer } from './mta-sts-port.ts';
import type { Resolver } from './resolver-port.ts';
import type { TlsFinding, TlsResult } from './tls-result.ts';

/** What the destination itself asks of TLS at one of its hosts. ADR-0018 */
export type HostPolicy =
  /** Smart hosts and connectors that ignore STARTTLS: nobody asks, and nothing is reported. */
  | Readonly<{ kind: 'notAsked' }>
  | Readonly<{ kind: 'none'; finding: TlsFinding | null }>
  | Readonly<{ kind: 'sts'; policy: MtaStsPolicy; enforced: boolean; finding: TlsFinding | null }>
  | Readonly<{
      kind: 'dane';
      records: readonly TlsaRecord[];
      /** The name whose TLSA records these are: shown to the host. RFC 7672 §8.1 */
      base: string;
      names: readonly string[];
    }>;

export type PolicyVerdict =
  | HostPolicy
  /** Nothing is sent to this host now; `diagnostic` is for LastError. */
  | Readonly<{
      kind: 'refused';
      policy: 'sts' | 'tlsa';
      lines: PolicyLines;
      result: TlsResult;
      diagnostic: string;
    }>;

/** The policy as reports show it. RFC 8460 §4.2 */
export type PolicyLines = Readonly<{ lines: readonly string[]; mx: readonly string[] }>;

export type PolicyFacts = Readonly<{
  connector: SendConnector;
  domain: string;
  plan: Extract<HostPlan, { kind: 'hosts' }>;
  /** null where the connector does not look for any. */
  sts: PolicyAnswer | null;
  resolver: Resolver;
}>;

/** The MTA-STS policy of the domain that a plan leads to; null where none is looked for. */
export async function domainPolicy(
  { connector, domain, plan, resolver }: Omit<PolicyFacts, 'sts'>,
  policies: MtaStsPolicies,
  signal: AbortSignal,
): Promise<PolicyAnswer | null> {
  if (connector.mtaStsMode === 'None' || !countsFor(connector, plan)) return null;
  return await policies.policyOf(domain, resolver, signal);
}

function countsFor({ ignoreSTARTTLS }: SendConnector, { fromDns, literal }: PolicyFacts['plan']): boolean {
  return fromDns && !literal && !ignoreSTARTTLS;
}

/** DANE comes first, and where it counts MTA-STS does not. RFC 8461 §2 */
export async function hostPolicy(
  { host, endpoint }: Readonly<{ host: string; endpoint: Endpoint }>,
  facts: PolicyFacts,
  signal: AbortSignal,
): Promise<PolicyVerdict> {
  if (!countsFor(facts.connector, facts.plan)) return { kind: 'notAsked' };
  const dane = await danePolicy({ host, endpoint }, facts, signal);
  if (dane !== null) return dane;
  if (facts.connector.smtpDaneMode === 'Mandatory')
    return refused('tlsa', 'dane-required', `${host} has no TLSA records that DNSSEC vouches for`);
  return stsPolicy(host, facts);
}

function stsPolicy(host: string, { sts, domain }: PolicyFacts): PolicyVerdict {
  const finding = sts?.finding ?? null;
  const policy = sts?.policy ?? null;
  if (policy === null || policy.mode === 'none') return { kind: 'none', finding };
  const isNamed = policyNames(policy, host);
  const reason = `the MTA-STS policy of ${domain} does not name ${host}`;
  if (policy.mode === 'enforce' && !isNamed) {
    const refusal = refused('sts', 'validation-failure', reason);
    return { ...refusal, lines: { lines: policy.lines, mx: policy.mx } };
  }
  const mismatch = { result: 'validation-failure', reason } as const;
  const enforced = policy.mode === 'enforce';
  return { kind: 'sts', policy, enforced, finding: isNamed ? finding : mismatch };
}

/** null: the host does not take part in DANE, or what it says cannot be believed. RFC 7672 §2.2 */
async function danePolicy(
  { host, endpoint }: Readonly<{ host: string; endpoint: Endpoint }>,
  { connector, plan, domain, resolver }: PolicyFacts,
  signal: AbortSignal,
): Promise<PolicyVerdict | null> {
  if (connector.smtpDaneMode === 'None' || !plan.secure) return null;
  const bases = await basesOf({ host, endpoint }, resolver, signal);
  if (typeof bases === 'string')
    return refused('tlsa', 'dnssec-invalid', `DNS query for the alias ${host} failed: ${bases}`);
  for (const base of bases) {
    const answer = await resolver.tlsa(`_${endpoint.port}._tcp.${base}`, signal);
    if (answer.kind === 'failed') {
      // RFC 7672 §2.1.2: who can suppress the answer must not be able to suppress DANE.
      return refused('tlsa', 'dnssec-invalid', `DNS query for TLSA of ${base} failed: ${answer.reason}`);
    }
    if (answer.kind !== 'found' || answer.secureName === undefined) continue;
    const names = [...new Set([base, host, domain])];
    return { kind: 'dane', records: usableTlsa(answer.records), base, names };
  }
  return null;
}

/** The names whose TLSA records count: of a host whose addresses DNSSEC vouches for the one behind all aliases, then its
 *  own; its own where only its alias is vouched for. RFC 7672 §2.2.2
 *  @returns why that cannot be known, as text, where that is so */
async function basesOf(
  { host, endpoint }: Readonly<{ host: string; endpoint: Endpoint }>,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | string> {
  if (endpoint.secureName !== undefined) return new Set([endpoint.secureName, host]);
  if (endpoint.aliased === undefined) return new Set();
  const alias = await resolver.alias(host, signal);
  if (alias.kind === 'failed') return alias.reason;
  return new Set(alias.kind === 'found' && alias.secureName !== undefined ? [host] : []);
}

type Refusal = Extract<PolicyVerdict, { kind: 'refused' }>;

function refused(policy: 'sts' | 'tlsa', result: TlsResult, reason: string): Refusal {
  const code = result === 'dnssec-invalid' ? '4.7.324' : policy === 'tlsa' ? '4.7.323' : '4.4.8';
  const diagnostic = `451 ${code} ${result}: ${reason}`;
  return { kind: 'refused', policy, lines: { lines: [], mx: [] }, result, diagnostic };
}

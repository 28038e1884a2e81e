import type { Events } from './events.ts';
import type { HostPolicy, PolicyLines, PolicyVerdict } from './host-policy.ts';
import type { Endpoint } from './next-hops.ts';
import type { TlsResult } from './tls-result.ts';

/** What is reported of one host. */
export type TlsReportFacts = Readonly<{
  domain: string;
  endpoint: Endpoint;
  policy: PolicyVerdict;
  /** Of the session; null: TLS came about as asked. */
  result: TlsResult | null;
}>;

/** Counts a session for TLS reporting. RFC 8460 §4 */
export function reportTls(
  { domain, endpoint, policy, result }: TlsReportFacts,
  { events, now }: Readonly<{ events: Events; now: () => number }>,
): void {
  if (policy.kind === 'notAsked') return;
  const { lines, mx } = linesOf(policy);
  events.observe?.({
    kind: 'tlsPolicy',
    at: now(),
    domain,
    policy: policy.kind === 'refused' ? policy.policy : TYPES[policy.kind],
    policyLines: lines,
    policyMx: mx,
    host: endpoint.host,
    address: endpoint.address,
    result: result ?? ownFinding(policy),
  });
}

const TYPES = { none: 'no-policy-found', sts: 'sts', dane: 'tlsa' } as const;

function linesOf(policy: Exclude<PolicyVerdict, { kind: 'notAsked' }>): PolicyLines {
  switch (policy.kind) {
    case 'refused':
      return policy.lines;
    case 'sts':
      return { lines: policy.policy.lines, mx: policy.policy.mx };
    case 'dane':
      return { lines: policy.records.map(tlsaText), mx: [] };
    case 'none':
      return { lines: [], mx: [] };
  }
}

function tlsaText({
  usage,
  selector,
  matching,
  data,
}: Extract<HostPolicy, { kind: 'dane' }>['records'][number]): string {
  return `${usage} ${selector} ${MATCHING_NUMBERS[matching]} ${data}`;
}

const MATCHING_NUMBERS = { exact: 0, sha256: 1, sha512: 2 } as const;

/** What was wrong before anybody connected. */
function ownFinding(policy: PolicyVerdict): TlsResult | null {
  switch (policy.kind) {
    case 'none':
    case 'sts':
      return policy.finding?.result ?? null;
    case 'dane':
      return policy.records.length === 0 ? 'tlsa-invalid' : null;
    case 'notAsked':
    case 'refused':
      return null;
  }
}

import type { TlsOutcome } from '../transport/events.ts';
import type { TlsResult } from '../transport/tls-result.ts';

/** One report as RFC 8460 §4.4 lays it out; the names are the RFC's. */
export type TlsReport = Readonly<{
  'organization-name': string;
  'date-range': Readonly<{ 'start-datetime': string; 'end-datetime': string }>;
  'contact-info': string;
  'report-id': string;
  policies: readonly TlsPolicyReport[];
}>;

type TlsPolicyReport = Readonly<{
  policy: Readonly<{
    'policy-type': TlsOutcome['policy'];
    'policy-string'?: readonly string[];
    'policy-domain': string;
    'mx-host'?: readonly string[];
  }>;
  summary: Readonly<{ 'total-successful-session-count': number; 'total-failure-session-count': number }>;
  'failure-details'?: readonly TlsFailure[];
}>;

type TlsFailure = Readonly<{
  'result-type': TlsResult;
  'receiving-mx-hostname': string;
  'receiving-ip': string;
  'failed-session-count': number;
}>;

/** Counts of one policy of one domain. Plain data, so that a day survives a restart. */
export type TlsTally = {
  readonly policy: TlsPolicyReport['policy'];
  successful: number;
  readonly failures: {
    readonly result: TlsResult;
    readonly host: string;
    readonly address: string;
    count: number;
  }[];
};

/** A day has no more policies than these, nor a policy more kinds of failures: what comes then is left out. */
const MOST_POLICIES = 20_000;
const MOST_FAILURES = 200;
const DAY_MS = 86_400_000;

/** Counts sessions with other domains for one day, in UTC, in the form in which their owners want to hear of them.
 *  RFC 8460 */
export class TlsReports {
  readonly #finished: (day: string, reports: readonly TlsReport[]) => void;
  readonly #organization: () => Readonly<{ name: string; contact: string }>;
  #day = '';
  #tallies = new Map<string, TlsTally>();

  /** @param finished a day is over */
  constructor(
    given: Readonly<{
      organization: () => Readonly<{ name: string; contact: string }>;
      finished: (day: string, reports: readonly TlsReport[]) => void;
    }>,
  ) {
    this.#organization = given.organization;
    this.#finished = given.finished;
  }

  count(outcome: TlsOutcome): void {
    this.turn(outcome.at);
    const tally = this.#tallyOf(outcome);
    if (tally === null) return;
    if (outcome.result === null) tally.successful += 1;
    else addFailure(tally, { ...outcome, result: outcome.result });
  }

  /** Ends the day where it is over. */
  turn(at: number): void {
    const day = dayOf(at);
    if (day === this.#day) return;
    if (this.#tallies.size > 0) this.#finished(this.#day, this.reports());
    this.#day = day;
    this.#tallies = new Map();
  }

  /** Takes up a day that an earlier run began. */
  restore(day: string, tallies: readonly TlsTally[], now: number): void {
    this.turn(now);
    if (day !== this.#day) return;
    for (const tally of tallies) this.#tallies.set(keyOf(tally.policy), tally);
  }

  state(): Readonly<{ day: string; tallies: readonly TlsTally[] }> {
    return { day: this.#day, tallies: [...this.#tallies.values()] };
  }

  /** Of the day that runs: one for each domain. */
  reports(): readonly TlsReport[] {
    const byDomain = Map.groupBy(this.#tallies.values(), ({ policy }) => policy['policy-domain']);
    const start = Date.parse(`${this.#day}T00:00:00Z`);
    const { name, contact } = this.#organization();
    return [...byDomain].map(([domain, tallies]) => ({
      'organization-name': name,
      'date-range': {
        'start-datetime': new Date(start).toISOString(),
        'end-datetime': new Date(start + DAY_MS - 1000).toISOString(),
      },
      'contact-info': contact,
      'report-id': `${this.#day}_${domain}@${name}`,
      policies: tallies.map(policyReport),
    }));
  }

  #tallyOf({ domain, policy, policyLines, policyMx }: TlsOutcome): TlsTally | null {
    const about = {
      'policy-type': policy,
      ...(policyLines.length === 0 ? {} : { 'policy-string': policyLines }),
      'policy-domain': domain,
      ...(policyMx.length === 0 ? {} : { 'mx-host': policyMx }),
    };
    const key = keyOf(about);
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    if (this.#tallies.size >= MOST_POLICIES) return null;
    const made: TlsTally = { policy: about, successful: 0, failures: [] };
    this.#tallies.set(key, made);
    return made;
  }
}

/** Reports of one day as this program wrote them; what is none is left out. */
export function readTlsReports(json: string): readonly TlsReport[] {
  const found: unknown = JSON.parse(json || '[]');
  return Array.isArray(found) ? found.filter(isReport) : [];
}

/** Only this program writes them: that the parts are there is enough. */
function isReport(value: unknown): value is TlsReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'report-id' in value &&
    'policies' in value &&
    Array.isArray(value.policies) &&
    value.policies.length > 0
  );
}

/** RFC 8460 §4.1: a report is of one day of UTC, `2026-11-24`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function keyOf(policy: TlsTally['policy']): string {
  return JSON.stringify([policy['policy-domain'], policy['policy-type'], policy['policy-string'] ?? []]);
}

function addFailure(
  { failures }: TlsTally,
  { result, host, address }: Readonly<{ result: TlsResult; host: string; address: string }>,
): void {
  const known = failures.find((one) => one.result === result && one.host === host && one.address === address);
  if (known !== undefined) known.count += 1;
  else if (failures.length < MOST_FAILURES) failures.push({ result, host, address, count: 1 });
}

function policyReport({ policy, successful, failures }: TlsTally): TlsPolicyReport {
  return {
    policy,
    summary: {
      'total-successful-session-count': successful,
      'total-failure-session-count': failures.reduce((sum, { count }) => sum + count, 0),
    },
    ...(failures.length === 0 ? {} : { 'failure-details': failures.map(failureReport) }),
  };
}

function failureReport({ result, host, address, count }: TlsTally['failures'][number]): TlsFailure {
  return {
    'result-type': result,
    'receiving-mx-hostname': host,
    'receiving-ip': address,
    'failed-session-count': count,
  };
}

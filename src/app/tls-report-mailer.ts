import { randomUUID } from 'node:crypto';
import { formatMailbox } from '../mail/address.ts';
import type { Mailbox } from '../mail/address.ts';
import { tlsReportTargets } from '../routing/tls-reporting.ts';
import type { TlsReport } from '../telemetry/tls-reports.ts';
import { postmasterAddress } from '../transport/dsn/settings.ts';
import { enqueueOwn, type OwnLetter, type OwnMailWorld } from '../transport/enqueue-own.ts';
import type { Resolver } from '../transport/resolver-port.ts';
import { writeTlsReport } from '../transport/tls-report-message.ts';

const LOOKUP_TIMEOUT_MS = 30_000;
/** So long a report is tried to be delivered; the next one comes then. */
const LIFETIME_MS = 86_400_000;

/** What became of the report to one domain. */
export type TlsReportOutcome = Readonly<{
  /** `Queued`: it went into the queue; `NotAsked`: the domain asks for none; `NoAddress`: it names nobody who could be
   *  written to; `Failed`: its record could not be looked up, which is tried again. */
  state: 'Queued' | 'NotAsked' | 'NoAddress' | 'Failed';
  /** Addresses, what is none, or why. */
  detail: string;
}>;

export type SendTlsReports = (
  reports: readonly TlsReport[],
  signal: AbortSignal,
) => Promise<Readonly<Record<string, TlsReportOutcome>>>;

type World = OwnMailWorld & Readonly<{ resolver: Pick<Resolver, 'txt'> }>;

type Addressed = Readonly<{ report: TlsReport; domain: string; mailboxes: readonly Mailbox[] }>;

/** Mails reports about TLS to those who asked for them: into the queue, all in one transaction. RFC 8460 §5.3
 *  @returns by domain; rejects where the queue cannot be written */
export function createTlsReportMailer(world: World): SendTlsReports {
  return async (reports, signal) => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)]);
    const found = await Promise.all(reports.map((report) => lookUp(report, world, bounded)));
    const addressed = found.flatMap(({ to }) => to ?? []);
    const letters = addressed.map((one) => letterOf(one, world));
    if (letters.length > 0) await enqueueOwn(letters, world);
    return Object.fromEntries(found.map(({ domain, outcome }) => [domain, outcome]));
  };
}

type Found = Readonly<{ domain: string; outcome: TlsReportOutcome; to: Addressed | null }>;

async function lookUp(report: TlsReport, { resolver }: World, signal: AbortSignal): Promise<Found> {
  const domain = domainOf(report);
  const nobody = (state: TlsReportOutcome['state'], detail: string): Found => ({
    domain,
    outcome: { state, detail },
    to: null,
  });
  const answer = await resolver.txt(`_smtp._tls.${domain}`, signal);
  if (answer.kind === 'failed') return nobody('Failed', `DNS query failed: ${answer.reason}`);
  const targets = answer.kind === 'found' ? tlsReportTargets(answer.records) : null;
  if (targets === null) return nobody('NotAsked', '');
  const { mailboxes, others } = targets;
  if (mailboxes.length === 0) return nobody('NoAddress', others.join(', '));
  const detail = mailboxes.map(formatMailbox).join(', ');
  return { domain, outcome: { state: 'Queued', detail }, to: { report, domain, mailboxes } };
}

/** One report is of one domain. */
export function domainOf({ policies }: TlsReport): string {
  return policies[0]?.policy['policy-domain'] ?? '';
}

function letterOf({ report, domain, mailboxes }: Addressed, { getSnapshot, now }: World): OwnLetter {
  const [snapshot, at, guid] = [getSnapshot(), now(), randomUUID()];
  const { 'start-datetime': from, 'end-datetime': to } = report['date-range'];
  const letter = writeTlsReport({
    domain,
    submitter: snapshot.server.fqdn,
    reportId: report['report-id'],
    json: JSON.stringify(report),
    from: Date.parse(from),
    to: Date.parse(to),
    contact: postmasterAddress(snapshot),
    receivers: mailboxes.map(formatMailbox),
    guid,
    at,
  });
  const times = { at, lifetimeMs: LIFETIME_MS };
  return { letter, sourceName: 'TLSRPT', receivers: mailboxes, smtpUtf8: false, guid, ...times };
}

import type { TlsReportView } from '../admin/ports.ts';
import type { TlsReport } from '../telemetry/tls-reports.ts';
import type { MailedDays } from './tls-report-rounds.ts';

type Place = Readonly<{ day: string; today: string; mailed: MailedDays }>;

/** What one report says of each policy, for people. */
export function tlsReportView(report: TlsReport, place: Place): readonly TlsReportView[] {
  return report.policies.map(({ policy, summary, ...rest }) => ({
    day: place.day,
    domain: policy['policy-domain'],
    policyType: policy['policy-type'],
    policy: policy['policy-string'] ?? [],
    mxHosts: policy['mx-host'] ?? [],
    successful: summary['total-successful-session-count'],
    failed: summary['total-failure-session-count'],
    failures: (rest['failure-details'] ?? []).map(
      (one) =>
        `${one['result-type']} at ${one['receiving-mx-hostname']} (${one['receiving-ip']}): ${one['failed-session-count']}`,
    ),
    mailing: mailingOf(policy['policy-domain'], place),
  }));
}

function mailingOf(domain: string, { day, today, mailed }: Place): string {
  if (day === today) return 'Counting';
  const outcomes = mailed[day];
  if (outcomes === null) return 'Off';
  const outcome = outcomes?.[domain];
  if (outcome === undefined) return 'Open';
  return outcome.detail === '' ? outcome.state : `${outcome.state}: ${outcome.detail}`;
}

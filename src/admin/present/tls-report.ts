import type { TlsReportView } from '../ports.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, list } from './values.ts';

/** What was counted of one policy of one domain on one day. RFC 8460 §4.4 */
export function presentTlsReport(report: TlsReportView): AdminObject {
  const { day, domain, policyType } = report;
  return adminObject('TlsReport', `${day}\\${domain}\\${policyType}`, [
    ['Day', day],
    ['Domain', domain],
    ['PolicyType', policyType],
    ['SuccessfulSessions', report.successful],
    ['FailedSessions', report.failed],
    ['Failures', list(report.failures)],
    ['Policy', list(report.policy)],
    ['MxHosts', list(report.mxHosts)],
    ['Mailing', report.mailing],
  ]);
}

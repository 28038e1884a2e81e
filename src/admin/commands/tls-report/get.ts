import type { Answer, QueryInput } from '../../command.ts';
import { numberOf, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { wildcardPattern } from '../../identity.ts';
import { presentTlsReport } from '../../present/tls-report.ts';
import { badText } from '../../snapshot-change.ts';

/** Get-TlsReport, ours. Decision: ADR-0018 */
export async function showTlsReports({ args, ports }: QueryInput): Promise<Answer | AdminError> {
  const pattern = wildcardPattern(textOf(args, 'Identity') ?? '*');
  const [start, end] = [numberOf(args, 'Start'), numberOf(args, 'End')];
  if (start !== undefined && end !== undefined && start > end)
    return badText('End', 'it is before Start', '');
  const found = (await ports.tlsReports?.list()) ?? [];
  const isWanted = (day: string): boolean =>
    (start === undefined || day >= dayOf(start)) && (end === undefined || day <= dayOf(end));
  return {
    objects: found.filter(({ day, domain }) => pattern.test(domain) && isWanted(day)).map(presentTlsReport),
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

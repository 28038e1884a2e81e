import { Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { itemsOf, numberOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { CommandText } from '../../command/command-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, type TextKey, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';

const GET: Command = { name: 'Get-TlsReport', parameters: {} };
const REFRESH_MS = 30_000;

/** How TLS went with other domains, by day, domain and policy. RFC 8460 */
export function TlsReports(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const isAllowed = may(GET.name);
  const answer = useCommand(GET, { enabled: isAllowed, refetchMs: REFRESH_MS });
  const columns = useInLanguage(columnsIn);
  if (!isAllowed) return <p>{text('command.forbidden', { command: GET.name })}</p>;
  return (
    <section aria-labelledby="tls-reports">
      <h2 id="tls-reports">{text('tlsReport.title')}</h2>
      <p className="intro">{text('tlsReport.intro')}</p>
      <CommandText title={text('tlsReport.command')} commands={[GET]} />
      {answer.isPending ? <Spinner label={text('common.loading')} /> : null}
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data === undefined ? null : (
        <DataTable
          label={text('tlsReport.title')}
          columns={columns}
          rows={answer.data.objects}
          rowKey={(one) => ['Day', 'Domain', 'PolicyType'].map((name) => textOf(one, name)).join('\\')}
          order={{ column: 'day', descending: true }}
          empty={<p>{text('tlsReport.empty')}</p>}
        />
      )}
    </section>
  );
}

const POLICIES: ReadonlyMap<string, TextKey> = new Map([
  ['tlsa', 'tlsReport.tlsa'],
  ['sts', 'tlsReport.sts'],
  ['no-policy-found', 'tlsReport.noPolicy'],
] as const);

const MAILINGS: ReadonlyMap<string, TextKey> = new Map([
  ['Counting', 'tlsReport.counting'],
  ['Off', 'tlsReport.off'],
  ['Open', 'tlsReport.open'],
  ['Queued', 'tlsReport.queued'],
  ['NotAsked', 'tlsReport.notAsked'],
  ['NoAddress', 'tlsReport.noAddress'],
  ['Failed', 'tlsReport.failed'],
] as const);

function columnsIn({ text, number }: LanguageView): readonly Column<AdminObject>[] {
  const policyOf = (one: AdminObject): string => {
    const type = textOf(one, 'PolicyType');
    const key = POLICIES.get(type);
    return key === undefined ? type : text(key);
  };
  // The state's name may be followed by addresses or by what DNS said.
  const mailing = (told: string): string => {
    const [state = '', ...detail] = told.split(': ');
    const key = MAILINGS.get(state);
    return key === undefined ? told : [text(key), ...detail].join(': ');
  };
  const sessions = (name: string): Pick<Column<AdminObject>, 'value' | 'cell' | 'width' | 'numeric'> => ({
    value: (one) => numberOf(one, name) ?? 0,
    cell: (one) => number(numberOf(one, name) ?? 0),
    width: '7rem',
    numeric: true,
  });
  return [
    {
      key: 'day',
      name: text('tlsReport.day'),
      value: (one) => textOf(one, 'Day'),
      width: '8rem',
      narrow: true,
    },
    { key: 'domain', name: text('tlsReport.domain'), value: (one) => textOf(one, 'Domain'), narrow: true },
    { key: 'policy', name: text('tlsReport.policy'), value: policyOf, width: '9rem' },
    { key: 'good', name: text('tlsReport.good'), ...sessions('SuccessfulSessions') },
    { key: 'bad', name: text('tlsReport.bad'), ...sessions('FailedSessions'), narrow: true },
    {
      key: 'failures',
      name: text('tlsReport.failures'),
      value: (one) => itemsOf(one, 'Failures').join(', '),
    },
    { key: 'mailing', name: text('tlsReport.mailing'), value: (one) => mailing(textOf(one, 'Mailing')) },
  ];
}

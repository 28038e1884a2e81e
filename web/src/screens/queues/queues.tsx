import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { dateOf, numberOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { statusKey } from './status-key.ts';
import { typeKey } from './type-key.ts';
import { type Action, useActions } from './use-actions.tsx';

const REFRESH_MS = 5_000;

type Queue = Readonly<{
  identity: string;
  nextHop: string;
  type: string;
  status: string;
  messages: number;
  lastError: string;
  nextRetry: Date | null;
}>;

function queueOf(object: AdminObject): Queue {
  return {
    identity: textOf(object, 'Identity'),
    nextHop: textOf(object, 'NextHopDomain'),
    type: textOf(object, 'DeliveryType'),
    status: textOf(object, 'Status'),
    messages: numberOf(object, 'MessageCount') ?? 0,
    lastError: textOf(object, 'LastError'),
    nextRetry: dateOf(object, 'NextRetryTime'),
  };
}

const ACTIONS: readonly Action[] = [
  {
    name: 'queues.suspend',
    command: 'Suspend-Queue',
    title: 'queues.suspendTitle',
    consequence: 'queues.suspendConsequence',
  },
  {
    name: 'queues.resume',
    command: 'Resume-Queue',
    title: 'queues.resumeTitle',
    consequence: 'queues.resumeConsequence',
  },
  {
    name: 'queues.retry',
    command: 'Retry-Queue',
    title: 'queues.retryTitle',
    consequence: 'queues.retryConsequence',
  },
  {
    name: 'queues.resubmit',
    command: 'Retry-Queue',
    parameters: { Resubmit: true },
    title: 'queues.resubmitTitle',
    consequence: 'queues.resubmitConsequence',
  },
];

/** Where mail waits, why, and what one can do about it. */
export function Queues(): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(
    { name: 'Get-Queue', parameters: { ResultSize: { $: 'unlimited' } } },
    { refetchMs: REFRESH_MS },
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { buttons, dialog, told } = useActions(ACTIONS, selected);
  const rows = useMemo(() => answer.data?.objects.map(queueOf), [answer.data]);
  const columns = useInLanguage(columnsIn);
  return (
    <Page title={text('queues.title')} intro={text('queues.intro')}>
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {told}
      <DataTable
        label={text('queues.title')}
        columns={columns}
        rows={rows ?? (answer.isError ? [] : undefined)}
        rowKey={({ identity }) => identity}
        empty={<p>{text('queues.empty')}</p>}
        selection={{ selected, onChange: setSelected }}
        actions={buttons}
      />
      {dialog}
    </Page>
  );
}

function columnsIn({ text, number, dateTime }: LanguageView): readonly Column<Queue>[] {
  return [
    {
      key: 'nextHop',
      name: text('queues.nextHop'),
      value: ({ nextHop, identity }) => nextHop || identity,
      cell: ({ nextHop, identity }) => (
        <Link to={`/queues/${encodeURIComponent(identity)}`}>{nextHop || identity}</Link>
      ),
      narrow: true,
    },
    { key: 'identity', name: text('queues.identity'), value: ({ identity }) => identity, width: '9rem' },
    { key: 'type', name: text('queues.type'), value: ({ type }) => text(typeKey(type)), width: '14rem' },
    {
      key: 'status',
      name: text('queues.status'),
      value: ({ status }) => text(statusKey(status)),
      width: 'min(7rem, 20vw)',
      narrow: true,
    },
    {
      key: 'messages',
      name: text('queues.messages'),
      value: ({ messages }) => messages,
      cell: ({ messages }) => number(messages),
      width: 'min(6.5rem, 22vw)',
      numeric: true,
      narrow: true,
    },
    {
      key: 'nextRetry',
      name: text('queues.nextRetry'),
      value: ({ nextRetry }) => nextRetry?.getTime() ?? 0,
      cell: ({ nextRetry }) => (nextRetry === null ? '' : dateTime(nextRetry)),
      width: '12rem',
    },
    { key: 'lastError', name: text('queues.lastError'), value: ({ lastError }) => lastError },
  ];
}

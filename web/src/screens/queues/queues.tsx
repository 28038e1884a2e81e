import { Button } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, numberOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { Outcome } from '../../command/command-form.tsx';
import { ConfirmDialog } from '../../command/confirm-dialog.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { statusKey } from './status-key.ts';
import { typeKey } from './type-key.ts';

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

/** Where mail waits, why, and what one can do about it. */
export function Queues(): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(
    { name: 'Get-Queue', parameters: { ResultSize: { $: 'unlimited' } } },
    { refetchMs: REFRESH_MS },
  );
  const run = useRunCommands();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<readonly Command[] | null>(null);
  const rows = useMemo(() => answer.data?.objects.map(queueOf), [answer.data]);
  const columns = useInLanguage(columnsIn);
  const commands = (name: string): readonly Command[] =>
    [...selected].map((identity) => ({ name, parameters: { Identity: identity } }));
  return (
    <Page title={text('queues.title')} intro={text('queues.intro')}>
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <Outcome run={run} />
      <DataTable
        label={text('queues.title')}
        columns={columns}
        rows={rows ?? (answer.isError ? [] : undefined)}
        rowKey={({ identity }) => identity}
        empty={<p>{text('queues.empty')}</p>}
        selection={{ selected, onChange: setSelected }}
        actions={
          <QueueActions
            isBusy={run.isRunning || selected.size === 0}
            onSuspend={() => setAsked(commands('Suspend-Queue'))}
            onRun={(name) => void run.run(commands(name))}
          />
        }
      />
      {asked === null ? null : (
        <ConfirmDialog
          title={text('queues.suspendTitle')}
          consequence={text('queues.suspendConsequence')}
          doName={text('queues.suspend')}
          commands={asked}
          onClose={() => setAsked(null)}
          onDone={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

type ActionProps = Readonly<{ isBusy: boolean; onSuspend: () => void; onRun: (command: string) => void }>;

function QueueActions({ isBusy, onSuspend, onRun }: ActionProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  return (
    <>
      <Button disabled={isBusy || !may('Suspend-Queue')} onClick={onSuspend}>
        {text('queues.suspend')}
      </Button>
      <Button disabled={isBusy || !may('Resume-Queue')} onClick={() => onRun('Resume-Queue')}>
        {text('queues.resume')}
      </Button>
      <Button disabled={isBusy || !may('Retry-Queue')} onClick={() => onRun('Retry-Queue')}>
        {text('queues.retry')}
      </Button>
    </>
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

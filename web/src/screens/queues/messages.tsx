import { Button } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { useParams } from 'react-router';
import type { Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { Outcome } from '../../command/command-form.tsx';
import { ConfirmDialog } from '../../command/confirm-dialog.tsx';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, type TextKey, useLanguage } from '../../i18n/language.tsx';
import { PagedTable } from '../../table/paged-table.tsx';
import { sizeColumn } from '../../table/size-column.ts';
import type { Column } from '../../table/table-frame.tsx';
import { messagesOf, type QueuedMessage } from './queued-message.ts';
import { statusKey } from './status-key.ts';

/** `EX1\3\17` is message 17 of queue 3: its content as a file. */
function exportAddress(identity: string): string {
  const [, queue = '', id = ''] = identity.split('\\');
  return `/api/v1/messages/${encodeURIComponent(queue)}/${encodeURIComponent(id)}.eml`;
}

type Asked = Readonly<{ title: TextKey; consequence: TextKey; name: TextKey; commands: readonly Command[] }>;

/** The messages of one queue. */
export function QueueMessages(): ReactNode {
  const { text } = useLanguage();
  const { queue = '' } = useParams();
  const source = useMemo(() => messagesOf(queue), [queue]);
  const run = useRunCommands();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = useColumns();
  const commands = (name: string, more: Readonly<Record<string, Value>> = {}): readonly Command[] =>
    [...selected].map((identity) => ({ name, parameters: { Identity: identity, ...more } }));
  const remove = (withNdr: boolean): void =>
    setAsked({
      title: 'messages.removeTitle',
      consequence: withNdr ? 'messages.removeWithNdr' : 'messages.removeWithoutNdr',
      name: withNdr ? 'messages.remove' : 'messages.removeSilently',
      commands: commands('Remove-Message', { WithNDR: withNdr }),
    });
  return (
    <Page
      title={text('messages.title', { queue })}
      actions={<LinkButton to="/queues">{text('common.back')}</LinkButton>}
    >
      <Outcome run={run} />
      <PagedTable
        label={text('messages.title', { queue })}
        columns={columns}
        source={source}
        order={null}
        rowKey={({ identity }) => identity}
        empty={<p>{text('messages.empty')}</p>}
        selection={{ selected, onChange: setSelected }}
        actions={
          <MessageActions
            isBusy={run.isRunning || selected.size === 0}
            onSuspend={() =>
              setAsked({
                title: 'messages.suspendTitle',
                consequence: 'messages.suspendConsequence',
                name: 'queues.suspend',
                commands: commands('Suspend-Message'),
              })
            }
            onResume={() => void run.run(commands('Resume-Message'))}
            onRemove={remove}
          />
        }
      />
      {asked === null ? null : (
        <ConfirmDialog
          title={text(asked.title)}
          consequence={text(asked.consequence)}
          doName={text(asked.name)}
          commands={asked.commands}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null);
            setSelected(new Set());
          }}
        />
      )}
    </Page>
  );
}

type ActionProps = Readonly<{
  isBusy: boolean;
  onSuspend: () => void;
  onResume: () => void;
  onRemove: (withNdr: boolean) => void;
}>;

function MessageActions({ isBusy, onSuspend, onResume, onRemove }: ActionProps): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const isFixed = isBusy || !may('Remove-Message');
  return (
    <>
      <Button disabled={isBusy || !may('Suspend-Message')} onClick={onSuspend}>
        {text('queues.suspend')}
      </Button>
      <Button disabled={isBusy || !may('Resume-Message')} onClick={onResume}>
        {text('queues.resume')}
      </Button>
      <Button disabled={isFixed} onClick={() => onRemove(true)}>
        {text('messages.remove')}
      </Button>
      <Button disabled={isFixed} onClick={() => onRemove(false)}>
        {text('messages.removeSilently')}
      </Button>
    </>
  );
}

function useColumns(): readonly Column<QueuedMessage>[] {
  const language = useLanguage();
  const { may } = useSession();
  const canExport = may('Export-Message');
  return useMemo(() => columnsIn(language, canExport), [language, canExport]);
}

function columnsIn(
  { text, size, dateTime }: LanguageView,
  canExport: boolean,
): readonly Column<QueuedMessage>[] {
  return [
    { key: 'from', name: text('messages.from'), value: ({ from }) => from, narrow: true },
    { key: 'subject', name: text('messages.subject'), value: ({ subject }) => subject, narrow: true },
    {
      key: 'status',
      name: text('queues.status'),
      value: ({ status }) => text(statusKey(status)),
      width: '7rem',
    },
    sizeColumn({ text, size }),
    {
      key: 'received',
      name: text('messages.received'),
      value: ({ received }) => received?.getTime() ?? 0,
      cell: ({ received }) => (received === null ? '' : dateTime(received)),
      width: '12rem',
    },
    { key: 'lastError', name: text('queues.lastError'), value: ({ lastError }) => lastError },
    ...(canExport
      ? [
          {
            key: 'export',
            name: text('messages.export'),
            value: () => '',
            cell: ({ identity }: QueuedMessage) => (
              <a href={exportAddress(identity)} download>
                .eml<span className="sr-only">{text('messages.exportOf', { identity })}</span>
              </a>
            ),
            width: '6rem',
          },
        ]
      : []),
  ];
}

import { type ReactNode, useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import { PagedTable } from '../../table/paged-table.tsx';
import { sizeColumn } from '../../table/size-column.ts';
import type { Column } from '../../table/table-frame.tsx';
import { messagesOf, type QueuedMessage } from './queued-message.ts';
import { statusKey } from './status-key.ts';
import { type Action, useActions } from './use-actions.tsx';

/** `EX1\3\17` is message 17 of queue 3: its content as a file. */
function exportAddress(identity: string): string {
  const [, queue = '', id = ''] = identity.split('\\');
  return `/api/v1/messages/${encodeURIComponent(queue)}/${encodeURIComponent(id)}.eml`;
}

const ACTIONS: readonly Action[] = [
  {
    name: 'queues.suspend',
    command: 'Suspend-Message',
    title: 'messages.suspendTitle',
    consequence: 'messages.suspendConsequence',
  },
  {
    name: 'queues.resume',
    command: 'Resume-Message',
    title: 'messages.resumeTitle',
    consequence: 'messages.resumeConsequence',
  },
  {
    name: 'messages.remove',
    command: 'Remove-Message',
    parameters: { WithNDR: true },
    title: 'messages.removeTitle',
    consequence: 'messages.removeWithNdr',
  },
  {
    name: 'messages.removeSilently',
    command: 'Remove-Message',
    parameters: { WithNDR: false },
    title: 'messages.removeTitle',
    consequence: 'messages.removeWithoutNdr',
  },
];

/** The messages of one queue. */
export function QueueMessages(): ReactNode {
  const { text } = useLanguage();
  const { queue = '' } = useParams();
  const source = useMemo(() => messagesOf(queue), [queue]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { buttons, dialog, told } = useActions(ACTIONS, selected, () => setSelected(new Set()));
  const columns = useColumns();
  return (
    <Page
      title={text('messages.title', { queue })}
      actions={<LinkButton to="/queues">{text('common.back')}</LinkButton>}
    >
      {told}
      <PagedTable
        label={text('messages.title', { queue })}
        columns={columns}
        source={source}
        order={null}
        rowKey={({ identity }) => identity}
        empty={<p>{text('messages.empty')}</p>}
        selection={{ selected, onChange: setSelected }}
        actions={buttons}
      />
      {dialog}
    </Page>
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

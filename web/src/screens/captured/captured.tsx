import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Captured, capturedAddress, useCapturedList } from '../../api/captured.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { sizeColumn } from '../../table/size-column.ts';

/** What a sandbox kept instead of sending it. */
export function CapturedMessages(): ReactNode {
  const { text } = useLanguage();
  const captured = useCapturedList();
  const columns = useInLanguage(columnsIn);
  return (
    <Page title={text('captured.title')} intro={text('captured.intro')}>
      {captured.isError ? <ErrorBar error={captured.error} onRetry={() => void captured.refetch()} /> : null}
      <DataTable
        label={text('captured.title')}
        columns={columns}
        rows={captured.data ?? (captured.isError ? [] : undefined)}
        rowKey={({ id }) => id}
        order={{ column: 'received', descending: true }}
        empty={
          <>
            <p>{text('captured.empty')}</p>
            <LinkButton to="/receive-connectors">{text('connectors.title')}</LinkButton>
          </>
        }
      />
    </Page>
  );
}

function columnsIn({ text, size, dateTime }: LanguageView): readonly Column<Captured>[] {
  return [
    {
      key: 'subject',
      name: text('captured.subject'),
      value: ({ subject }) => subject,
      cell: ({ id, subject }) => (
        <Link to={`/captured/${encodeURIComponent(id)}`}>
          {subject === '' ? text('captured.noSubject') : subject}
        </Link>
      ),
      narrow: true,
    },
    {
      key: 'from',
      name: text('captured.from'),
      value: ({ from }) => (from === '' ? '<>' : from),
      narrow: true,
    },
    { key: 'to', name: text('captured.to'), value: ({ to }) => to.join(', ') },
    {
      key: 'received',
      name: text('captured.received'),
      value: ({ received }) => received,
      cell: ({ received }) => dateTime(new Date(received)),
      width: '12rem',
    },
    sizeColumn({ text, size }),
    {
      key: 'file',
      name: text('captured.file'),
      value: () => '',
      cell: ({ id, subject }) => (
        <a href={capturedAddress(id)} download={`${id}.eml`}>
          .eml<span className="sr-only"> {subject}</span>
        </a>
      ),
      width: '6rem',
    },
  ];
}

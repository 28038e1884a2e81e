import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { sizeColumn } from '../../table/size-column.ts';
import { commandOf, type Criteria, criteriaOf, searchOf } from './criteria.ts';
import { SearchForm } from './search-form.tsx';
import type { Outcome, TrackedMessage } from './tracked-message.ts';
import './tracking.css';
import { MOST_MESSAGES, useSearch } from './use-search.ts';

/** What became of messages. */
export function Tracking(): ReactNode {
  const { text } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const [asked, setAsked] = useState(0);
  const [openedAt] = useState(Date.now);
  const criteria = criteriaOf(search);
  const key = search.toString();
  const onSearch = (wanted: Criteria): void => {
    setSearch(searchOf(wanted), { replace: true });
    setAsked(Date.now());
  };
  return (
    <Page title={text('tracking.title')} intro={text('tracking.intro')}>
      <SearchForm key={key} criteria={criteria} openedAt={openedAt} onSearch={onSearch} />
      {key === '' ? (
        <div className="empty">
          <p>{text('tracking.begin')}</p>
        </div>
      ) : (
        <Results key={`${key} ${asked}`} criteria={criteria} />
      )}
    </Page>
  );
}

function Results({ criteria }: Readonly<{ criteria: Criteria }>): ReactNode {
  const { text } = useLanguage();
  const [command] = useState(() => commandOf(criteria, Date.now()));
  const search = useSearch(command, criteria.device);
  const columns = useColumns();
  const { messages, isRunning, error } = search;
  return (
    <div className="tracking-results">
      {error === null ? null : <ErrorBar error={error} />}
      <Progress search={search} />
      {messages.length === 0 && (isRunning || error !== null) ? null : (
        <DataTable
          label={text('tracking.title')}
          columns={columns}
          rows={messages}
          rowKey={({ networkId }) => networkId}
          order={{ column: 'at', descending: true }}
          empty={<p>{text('tracking.empty')}</p>}
        />
      )}
    </div>
  );
}

function Progress({ search }: Readonly<{ search: ReturnType<typeof useSearch> }>): ReactNode {
  const { text, number } = useLanguage();
  const { events, isRunning, isCut, messages, error, stop } = search;
  if (isRunning)
    return (
      <div className="table-tools">
        <Spinner size="tiny" label={text('tracking.reading', { count: number(events) })} />
        <Button size="small" onClick={stop}>
          {text('tracking.stop')}
        </Button>
      </div>
    );
  if (!isCut || error !== null) return null;
  const isFull = messages.length >= MOST_MESSAGES;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {text(isFull ? 'tracking.tooMany' : 'tracking.stopped', { count: number(messages.length) })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** The same columns as long as the language is: with new ones the table would sort all rows again. */
function useColumns(): readonly Column<TrackedMessage>[] {
  const language = useLanguage();
  return useMemo(() => columnsIn(language), [language]);
}

function columnsIn({ text, size, dateTime }: LanguageView): readonly Column<TrackedMessage>[] {
  const outcomes: Readonly<Record<Outcome, string>> = {
    delivered: text('tracking.outcome.delivered'),
    failed: text('tracking.outcome.failed'),
    waiting: text('tracking.outcome.waiting'),
    partly: text('tracking.outcome.partly'),
  };
  return [
    {
      key: 'at',
      name: text('tracking.at'),
      value: ({ at }) => at,
      cell: ({ at }) => dateTime(new Date(at)),
      width: '12.5rem',
    },
    {
      key: 'sender',
      name: text('tracking.sender'),
      value: ({ sender }) => sender,
      cell: ({ networkId, messageId, sender }) => (
        <Link to={`/tracking/${encodeURIComponent(networkId)}?${new URLSearchParams({ messageId })}`}>
          {sender === '' ? '<>' : sender}
        </Link>
      ),
      narrow: true,
    },
    {
      key: 'recipients',
      name: text('tracking.recipients'),
      value: ({ recipientText }) => recipientText,
      narrow: true,
    },
    { key: 'subject', name: text('tracking.subject'), value: ({ subject }) => subject },
    { key: 'device', name: text('tracking.device'), value: ({ clientIp }) => clientIp, width: '9rem' },
    sizeColumn({ text, size }),
    {
      key: 'outcome',
      name: text('tracking.outcome'),
      value: ({ outcome }) => outcomes[outcome],
      width: '7.5rem',
      narrow: true,
    },
  ];
}

import { type ReactNode, useMemo, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { Page } from '../../frame/page.tsx';
import { type LanguageView, useInLanguage, useLanguage } from '../../i18n/language.tsx';
import { PagedTable } from '../../table/paged-table.tsx';
import { sizeColumn } from '../../table/size-column.ts';
import type { Column } from '../../table/table-frame.tsx';
import type { PageRequest } from '../../table/use-pages.ts';
import type { Outcome } from '../../../../src/queue/tracked-recipients.ts';
import { commandOf, type Criteria, criteriaOf, searchOf } from './criteria.ts';
import { type ListedMessage, readMessages } from './listed-message.ts';
import { SearchForm } from './search-form.tsx';
import './tracking.css';

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
  const source = useMemo(
    () => ({
      name: ['messages', command],
      read: (request: PageRequest, signal: AbortSignal) => readMessages(command, request, signal),
    }),
    [command],
  );
  const columns = useInLanguage(columnsIn);
  return (
    <div className="tracking-results">
      <PagedTable
        label={text('tracking.title')}
        columns={columns}
        source={source}
        rowKey={({ networkId, internalId, at }) => `${networkId} ${internalId} ${at}`}
        order={{ column: 'at', descending: true }}
        empty={<p>{text('tracking.empty')}</p>}
      />
    </div>
  );
}

/** The way back from a message leads to the search that found it. */
function MessageLink({ networkId, children }: Readonly<{ networkId: string; children: string }>): ReactNode {
  const { search } = useLocation();
  return (
    <Link to={`/tracking/${encodeURIComponent(networkId)}`} state={search}>
      {children}
    </Link>
  );
}

function columnsIn({ text, size, dateTime }: LanguageView): readonly Column<ListedMessage>[] {
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
      cell: ({ networkId, sender }) => {
        const shown = sender === '' ? '<>' : sender;
        return networkId === '' ? shown : <MessageLink networkId={networkId}>{shown}</MessageLink>;
      },
      narrow: true,
    },
    {
      key: 'recipients',
      name: text('tracking.recipients'),
      value: ({ recipients }) => recipients,
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

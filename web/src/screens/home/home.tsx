import { Badge, Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { type Overview, useHistory, useOverview } from '../../api/overview.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, type TextKey, useLanguage } from '../../i18n/language.tsx';
import { rangeName } from '../../settings/range-name.ts';

const Chart = lazy(() => import('./chart.tsx').then((module) => ({ default: module.Chart })));

/** Shown at once; a button shows the others. */
const MOST_RELAYERS = 30;
const MOST_RANGES = 12;
const LATE_MS = 3_600_000;

/** Is mail flowing, and who can relay to the outside right now. */
export function Home(): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const overview = useOverview();
  if (overview.isPending) return <Spinner label={text('common.loading')} />;
  if (overview.isError) return <ErrorBar error={overview.error} onRetry={() => void overview.refetch()} />;
  return (
    <Page
      title={text('home.title')}
      actions={
        may('Test-Mailflow') ? (
          <LinkButton to="/test-mailflow">{text('mailflow.title')}</LinkButton>
        ) : undefined
      }
    >
      {overview.data.warnings.map((warning) => (
        <MessageBar key={warning} intent="warning" layout="multiline">
          <MessageBarBody lang="en">{warning}</MessageBarBody>
        </MessageBar>
      ))}
      <Flow overview={overview.data} readAt={overview.dataUpdatedAt} />
      <Counters overview={overview.data} />
      <Relayers overview={overview.data} />
      <HistoryChart />
      <Certificates overview={overview.data} readAt={overview.dataUpdatedAt} />
    </Page>
  );
}

type Props = Readonly<{ overview: Overview }>;
/** `readAt`: epoch milliseconds; what is late or over is so at that moment. */
type TimedProps = Props & Readonly<{ readAt: number }>;

/** Mail flows unless something waits for long, or for a way that there is none of. */
function Flow({ overview: { queues }, readAt }: TimedProps): ReactNode {
  const { text, dateTime, number } = useLanguage();
  const oldest = queues.oldest === null ? null : new Date(queues.oldest);
  const isLate = oldest !== null && readAt - oldest.getTime() > LATE_MS;
  const isWaiting = isLate || queues.unreachable > 0;
  return (
    <p className="flow">
      <Badge size="large" appearance="tint" color={isWaiting ? 'warning' : 'success'}>
        {text(isWaiting ? 'home.late' : 'home.flows')}
      </Badge>{' '}
      <Link to="/queues">{text('home.waiting', { count: number(queues.messages) })}</Link>
      {oldest === null ? null : ` ${text('home.oldest', { at: dateTime(oldest) })}`}
      {queues.unreachable === 0
        ? null
        : ` ${text('home.unreachable', { count: number(queues.unreachable) })}`}
    </p>
  );
}

const COUNTERS = ['sessions', 'accepted', 'refused', 'delivered', 'deferred', 'failed'] as const;

function Counters({ overview: { counters } }: Props): ReactNode {
  const { text, number } = useLanguage();
  return (
    <dl className="counters">
      {COUNTERS.map((name) => (
        <div key={name}>
          <dt>{text(`home.${name}`)}</dt>
          <dd>{number(counters[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

const METHODS = {
  anonymous: 'home.byAnonymous',
  externallySecured: 'home.bySecured',
  authenticated: 'home.byAuthenticated',
} as const satisfies Readonly<Record<string, TextKey>>;

/** The question most administrators fear, answered in plain words. */
function Relayers({ overview: { relayers } }: Props): ReactNode {
  const language = useLanguage();
  const { text, number } = language;
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? relayers : relayers.slice(0, MOST_RELAYERS);
  return (
    <section aria-labelledby="relayers" className="card">
      <h2 id="relayers">{text('home.relayers')}</h2>
      {relayers.length === 0 ? <p>{text('home.nobody')}</p> : null}
      <ul>
        {shown.map(({ connector, ranges, bindings, method }) => (
          <li key={`${connector} ${method}`}>
            {text(METHODS[method], {
              hosts: firstOf(ranges, language),
              connector,
              bindings: bindings.join(', '),
            })}
          </li>
        ))}
      </ul>
      {shown.length === relayers.length ? null : (
        <Button onClick={() => setIsWhole(true)}>
          {text('home.allRelayers', { count: number(relayers.length) })}
        </Button>
      )}
      <p>
        <Link to="/test-relay">{text('home.ask')}</Link>
      </p>
    </section>
  );
}

/** A hundred addresses in a sentence tell less than the first few and their number. */
function firstOf(ranges: readonly string[], { text, list }: LanguageView): string {
  const shown = list(ranges.slice(0, MOST_RANGES).map((range) => rangeName(range, text)));
  const more = ranges.length - MOST_RANGES;
  return more <= 0 ? shown : text('home.moreRanges', { ranges: shown, count: String(more) });
}

function HistoryChart(): ReactNode {
  const { text } = useLanguage();
  const history = useHistory(60);
  if (history.data === undefined) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{text('home.history')}</h2>
      <Suspense fallback={<Spinner label={text('common.loading')} />}>
        <Chart history={history.data} />
      </Suspense>
    </section>
  );
}

function Certificates({ overview: { certificates }, readAt }: TimedProps): ReactNode {
  const { text, dateTime } = useLanguage();
  if (certificates.length === 0) return null;
  return (
    <section aria-labelledby="certificates">
      <h2 id="certificates">{text('home.certificates')}</h2>
      <ul>
        {certificates.map(({ subject, expires, expiring }) => {
          const isOver = new Date(expires).getTime() < readAt;
          return (
            <li key={subject}>
              <code>{subject}</code> {text('home.expires', { at: dateTime(new Date(expires)) })}{' '}
              {expiring ? (
                <Badge appearance="tint" color="warning">
                  {text(isOver ? 'home.expired' : 'home.expiresSoon')}
                </Badge>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

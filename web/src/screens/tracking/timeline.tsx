import { Badge, Spinner } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import type { RecipientState } from '../../../../src/queue/tracked-recipients.ts';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { CommandText } from '../../command/command-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { eventKey, repliesOf } from './event-words.ts';
import { messageOf, type TrackedEvent, trackedEventOf, type TrackedMessage } from './tracked-message.ts';
import './tracking.css';

const REFRESH_MS = 5_000;

/** One message from its receipt to where it is now. */
export function Timeline(): ReactNode {
  const { text } = useLanguage();
  const { networkId = '' } = useParams();
  const found: unknown = useLocation().state;
  const search = typeof found === 'string' ? found : '';
  const command: Command = {
    name: 'Get-MessageTrackingLog',
    parameters: { NetworkMessageId: networkId, ResultSize: { $: 'unlimited' } },
  };
  const answer = useCommand(command, { refetchMs: REFRESH_MS });
  const events = useMemo(() => answer.data?.objects.map(trackedEventOf) ?? [], [answer.data]);
  const message = messageOf(events);
  return (
    <Page
      title={text('timeline.title')}
      actions={<LinkButton to={`/tracking${search}`}>{text('timeline.back')}</LinkButton>}
    >
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Spinner label={text('common.loading')} /> : null}
      {answer.isSuccess && message === null ? (
        <div className="empty">
          <p>{text('timeline.none')}</p>
        </div>
      ) : null}
      {message === null ? null : <Facts message={message} events={events} />}
      <CommandText title={text('command.before')} commands={[command]} />
    </Page>
  );
}

type FactsProps = Readonly<{ message: TrackedMessage; events: readonly TrackedEvent[] }>;

function Facts({ message, events }: FactsProps): ReactNode {
  const { text, size } = useLanguage();
  const { subject, sender, messageId, clientIp, outcome } = message;
  const pairs = [
    ['tracking.sender', sender === '' ? '<>' : sender],
    ['tracking.subject', subject],
    ['tracking.messageId', messageId],
    ['messages.size', size(message.size)],
  ] as const;
  return (
    <>
      <p className="flow">
        <Badge
          size="large"
          appearance="tint"
          color={outcome === 'delivered' ? 'success' : outcome === 'waiting' ? 'warning' : 'danger'}
        >
          {text(`tracking.outcome.${outcome}`)}
        </Badge>{' '}
        {outcome === 'waiting' ? <Waiting internalId={message.internalId} /> : null}
      </p>
      <dl className="facts">
        {pairs.map(([key, value]) => (
          <div key={key}>
            <dt>{text(key)}</dt>
            <dd>{value === '' ? text('timeline.notKept') : value}</dd>
          </div>
        ))}
        <div>
          <dt>{text('tracking.device')}</dt>
          <dd>
            {clientIp === '' ? (
              text('timeline.ownReport')
            ) : (
              <Link to={`/devices/${encodeURIComponent(clientIp)}`}>{clientIp}</Link>
            )}
          </dd>
        </div>
      </dl>
      <Recipients message={message} />
      <h2>{text('timeline.events')}</h2>
      <ol className="timeline">
        {events.map((event, index) => (
          <EventEntry key={`${event.at} ${index}`} event={event} />
        ))}
      </ol>
    </>
  );
}

/** Where it waits: the queue is a step away. */
function Waiting({ internalId }: Readonly<{ internalId: number }>): ReactNode {
  const { text } = useLanguage();
  const { may } = useSession();
  const waiting = useCommand(
    { name: 'Get-Message', parameters: { Identity: `*\\${internalId}` } },
    { enabled: may('Get-Message'), refetchMs: REFRESH_MS },
  );
  const queues = [...new Set((waiting.data?.objects ?? []).map((one) => textOf(one, 'Queue')))];
  if (waiting.isError) return null;
  return queues.map((queue) => (
    <Link key={queue} className="in-queue" to={`/queues/${encodeURIComponent(queue)}`}>
      {text('timeline.inQueue', { queue })}
    </Link>
  ));
}

const LOOKS: Readonly<Record<RecipientState, string>> = {
  waiting: '…',
  delivered: '✓',
  failed: '✕',
  replaced: '→',
};

function Recipients({ message: { recipients } }: Readonly<{ message: TrackedMessage }>): ReactNode {
  const { text } = useLanguage();
  return (
    <section aria-labelledby="recipients">
      <h2 id="recipients">{text('tracking.recipients')}</h2>
      <ul className="plain recipients">
        {[...recipients].map(([recipient, state]) => (
          <li key={recipient} className={state}>
            <span aria-hidden>{LOOKS[state]}</span> {recipient}{' '}
            <span className="hint">{text(`recipient.${state}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EventEntry({ event }: Readonly<{ event: TrackedEvent }>): ReactNode {
  const { text, dateTime } = useLanguage();
  const { serverName, serverIp, clientName, clientIp, connector, reference } = event;
  const named = (name: string, address: string): string =>
    [name, address === '' || name === '' ? address : `(${address})`].filter(Boolean).join(' ');
  const sentence = text(eventKey(event), {
    client: named(clientName, clientIp),
    server: named(serverName, serverIp),
    connector,
    related: event.related,
    recipients: event.recipients.join(', '),
  });
  return (
    <li className={event.event.toLowerCase()}>
      <p>
        <time dateTime={new Date(event.at).toISOString()}>{dateTime(new Date(event.at))}</time>{' '}
        <code>
          {event.event}/{event.source}
        </code>
      </p>
      <p>{sentence}</p>
      {repliesOf(event).map(({ reply, recipients, meaning }) => (
        <div key={reply} className="reply">
          <span>{recipients.join(', ')}</span>
          {reply === '' ? null : <code lang="en">{reply}</code>}
          {meaning === null ? null : <span className="hint">{text(meaning)}</span>}
        </div>
      ))}
      {reference === '' ? null : (
        <p>
          <Link to={`/tracking?${new URLSearchParams({ messageId: reference, period: 'month' })}`}>
            {text(event.event === 'DSN' ? 'timeline.toReport' : 'timeline.toOriginal')}
          </Link>
        </p>
      )}
    </li>
  );
}

import { advance, type Outcome, outcomeOf, type RecipientState } from '../../../queue/tracked-recipients.ts';
import type { TrackingEvent } from '../../../transport/events.ts';
import type { AdminPorts } from '../../ports.ts';
import type { ProbeFate } from '../../present/mailflow-test.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

type World = Pick<AdminPorts, 'tracking' | 'queue' | 'now' | 'pause'>;

type Sent = Readonly<{
  guid: string;
  /** Epoch ms */
  sentAt: number;
  withinMs: number;
}>;

/** Looks into message tracking, ever more rarely, until nobody waits for the message or the time is over. */
export async function followProbe({ guid, sentAt, withinMs }: Sent, ports: World): Promise<ProbeFate> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const events = await ports.tracking.query({ networkMessageId: guid, limit: null });
    const outcome = outcomeAfter(events);
    if (outcome !== 'waiting') {
      const endedAt = events.findLast(({ eventId }) => ENDS.has(eventId))?.at ?? sentAt;
      return { outcome, latencyMs: Math.max(0, endedAt - sentAt), lastError: lastErrorOf(events) };
    }
    const passedMs = ports.now().getTime() - sentAt;
    if (passedMs >= withinMs)
      return { outcome, latencyMs: passedMs, lastError: lastErrorOf(events) || queueError(guid, ports) };
    await ports.pause(Math.min(pauseMs, withinMs - passedMs));
  }
}

const ENDS: ReadonlySet<TrackingEvent['eventId']> = new Set(['SEND', 'DELIVER', 'FAIL', 'DROP']);

/** Before its first event is tracked, a message waits. */
function outcomeAfter(events: readonly TrackingEvent[]): Outcome {
  const states = new Map<string, RecipientState>();
  for (const { eventId, recipients, relatedRecipientAddress } of events)
    advance(states, { event: eventId, recipients, related: relatedRecipientAddress });
  return states.size === 0 ? 'waiting' : outcomeOf(states);
}

function lastErrorOf(events: readonly TrackingEvent[]): string {
  const last = events.findLast(
    ({ eventId }) => eventId === 'FAIL' || eventId === 'DEFER' || eventId === 'DROP',
  );
  return last?.recipientStatus.join('; ') ?? '';
}

/** The queue knows why a message waits before it is deferred. */
function queueError(guid: string, { queue }: World): string {
  const found = queue.messages().find(({ facts }) => facts.networkMessageId === guid);
  if (found === undefined) return '';
  const { status, lastError, queueName, queueNumber } = found;
  const ofQueue = queue.queues().find(({ number }) => number === queueNumber)?.lastError ?? '';
  return lastError || ofQueue || `The message is in the queue ${queueName} with the status ${status}.`;
}

import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { MessageState, StoredMessage } from '../queue/message.ts';
import { pendingIndexes, settleResults } from '../queue/recipient-state.ts';
import type { IndexedResult, Settlement } from '../queue/recipient-state.ts';
import { nextDeadlineAt, queueRetryDelayMs } from '../queue/retry.ts';
import type { Destination } from './categorize.ts';
import { POISON_KEY } from './categorize.ts';
import { LiveMessage, type MessageSource } from './live-message.ts';
import type { LiveQueue, QueueEntry } from './live-queue.ts';
import { QueueTable } from './queue-table.ts';
import type { Settler } from './settle.ts';

export type ManagerPorts = Readonly<{
  store: MessageSource;
  getSnapshot: () => ConfigSnapshot;
  now: () => number;
  settler: Settler;
  /** Routes some recipients of a message: transport/submission.ts. */
  submit: (message: LiveMessage, indexes: readonly number[], resubmitted: Resubmitted | null) => void;
  /** Something in the queue may be sent now: transport/deliver.ts. */
  ready: (queue: LiveQueue) => void;
  /** Ends recipients by an administrator's hand: transport/deadlines.ts. */
  end: (entry: QueueEntry, withNdr: boolean) => Promise<void> | null;
}>;

/** Why recipients go through the categorizer again, and which queue they were in. ADMIN: an administrator asked;
 *  ROUTING: the configuration changed; QUEUE: the next hop did not answer for MaxIdleTimeBeforeResubmit. */
export type Resubmitted = Readonly<{ source: 'ADMIN' | 'ROUTING' | 'QUEUE'; queue: LiveQueue }>;

/** Messages before it in its queue: one so near is likely to be sent at once. */
const NEAR = 100;
/** Where nearly all messages have their one recipient. */
const ONLY_FIRST: readonly number[] = [0];

/** Every message that is stored, and the queues they wait in. Moves entries between their states; what is sent when is
 *  transport/deliver.ts, what an outcome means is queue/recipient-state.ts.
 *
 *  An entry: `ready → active → (done | ready | retry)`, `retry → ready`. */
export class QueueManager {
  readonly table: QueueTable;
  readonly messages: Map<number, LiveMessage> = new Map();
  readonly #ports: ManagerPorts;
  /** No message is due for expiry or a delay notice before; an early value costs one look, nothing else. */
  #nextDeadlineAt = Number.POSITIVE_INFINITY;
  #quietUntil = 0;

  constructor(ports: ManagerPorts) {
    this.#ports = ports;
    this.table = new QueueTable(ports.now());
  }

  /** A message that was just stored. */
  accept(stored: StoredMessage): LiveMessage {
    const message = this.load(stored.facts.id);
    message.hold(stored);
    return message;
  }

  /** A message that was found in the store at start. */
  load(id: number): LiveMessage {
    const message = new LiveMessage(id, this.#ports.store);
    this.messages.set(id, message);
    return message;
  }

  forget(message: LiveMessage): void {
    for (const entry of message.entries) this.leave(entry);
    this.messages.delete(message.id);
  }

  /** Puts recipients of a message into their queues. */
  place(message: LiveMessage, destinations: readonly Destination[]): void {
    const now = this.#ports.now();
    for (const { key, indexes, lastError } of destinations) {
      const queue = this.table.forKey(key, now);
      if (lastError !== '') queue.lastError = lastError;
      this.#enter(message, queue, { indexes, lastError });
      this.#ports.ready(queue);
    }
    this.noteDeadline(message);
    this.#restUnlessSoon(message);
  }

  /** What waits behind others, for a time or for a next hop that does not answer rests. */
  #restUnlessSoon(message: LiveMessage): void {
    const isNear = ({ status, queue }: QueueEntry): boolean =>
      status === 'active' || (queue.works && queue.nextRetryAt === null && queue.readyCount <= NEAR);
    if (message.busy === null && !message.entries.some(isNear)) message.rest();
  }

  /** Exchange: a message that crashed a stage twice waits in Poison for an administrator. mail-flow.md §4.1 */
  poison(message: LiveMessage, lastError: string): void {
    this.place(message, [{ key: POISON_KEY, indexes: pendingIndexes(message.state), lastError }]);
  }

  /** Holds a message in Submission, which is suspended. */
  holdSubmission(message: LiveMessage, indexes: readonly number[]): void {
    this.#enter(message, this.table.submission, { indexes, lastError: '' });
    this.noteDeadline(message);
    this.#restUnlessSoon(message);
  }

  #enter(
    message: LiveMessage,
    queue: LiveQueue,
    given: Readonly<{ indexes: readonly number[]; lastError: string }>,
  ): void {
    const { indexes } = given;
    const earlier = attemptsSoFar(message.state, indexes);
    const entry: QueueEntry = {
      message,
      queue,
      indexes: indexes.length === 1 && indexes[0] === 0 ? ONLY_FIRST : indexes,
      status: 'ready',
      retryCount: earlier.count,
      lastError: given.lastError === '' ? earlier.lastError : given.lastError,
      retryAt: 0,
      removal: 'none',
    };
    message.enter(entry);
    queue.add(entry, this.#ports.now());
  }

  /** Takes an entry out of its queue; the message stays. */
  leave(entry: QueueEntry): void {
    entry.message.leave(entry);
    entry.queue.delete(entry, this.#ports.now());
  }

  /** The outcome of an attempt. What is still pending waits for MessageRetryInterval, or goes again at once (`soon`).
   *  @returns null when nothing had to be stored, else when it is on stable storage */
  complete(entry: QueueEntry, results: readonly IndexedResult[], soon = false): Promise<void> | null {
    const change = (state: MessageState): Settlement => settleResults(state, results, this.#ports.now());
    return this.#ports.settler.settle(entry.message, change, () => this.#afterAttempt(entry, results, soon));
  }

  #afterAttempt(entry: QueueEntry, results: readonly IndexedResult[], soon: boolean): void {
    if (entry.status === 'done') return;
    const last = results.findLast(({ result }) => result.kind === 'transient' || result.kind === 'permanent');
    if (last !== undefined) entry.lastError = last.result.diagnostic;
    const { message, queue } = entry;
    if (!entry.indexes.some((index) => message.state.recipients[index]?.state === 'pending')) {
      queue.outgoing.count(this.#ports.now());
      this.leave(entry);
      return;
    }
    entry.retryCount += 1;
    if (this.#endIfAsked(entry)) return;
    if (soon) {
      queue.makeReady(entry);
      this.#ports.ready(queue);
      return;
    }
    queue.retryLater(
      entry,
      this.#ports.now() + this.#ports.getSnapshot().transportService.messageRetryIntervalMs,
    );
    this.#restUnlessSoon(message);
  }

  /** An attempt that never came to the message: it is as ready as before. */
  release(entry: QueueEntry): void {
    if (this.#endIfAsked(entry)) return;
    entry.queue.makeReady(entry);
    this.#restUnlessSoon(entry.message);
  }

  /** A removal that was asked for while the entry was being sent takes effect when it comes back. */
  #endIfAsked(entry: QueueEntry): boolean {
    if (entry.removal === 'none') return false;
    // After the change under way: one transaction must not overtake the other.
    queueMicrotask(() => void this.#ports.end(entry, entry.removal === 'withNdr'));
    return true;
  }

  /** The next hop could not be reached: the whole queue waits. Further failures of connections that were under way at the
   *  same time do not count again. */
  deferQueue(queue: LiveQueue, lastError: string): void {
    const now = this.#ports.now();
    queue.lastError = lastError;
    queue.lastRetryAt = now;
    queue.works = false;
    if (queue.nextRetryAt !== null) return;
    queue.failures += 1;
    queue.firstRetryAt ??= now;
    const { transportService } = this.#ports.getSnapshot();
    const delayMs =
      queue.key.deliveryType === 'LocalMailboxDelivery'
        ? transportService.mailboxDeliveryQueueRetryIntervalMs
        : queueRetryDelayMs(transportService, queue.failures);
    queue.nextRetryAt = now + delayMs;
  }

  /** The next hop answers. */
  queueWorks(queue: LiveQueue): void {
    queue.failures = 0;
    queue.firstRetryAt = null;
    queue.nextRetryAt = null;
    queue.lastError = '';
  }

  /** Sends recipients back through the categorizer; what is being sent or suspended stays.
   *  @param source why, for tracking; null = they never left Submission */
  resubmit(queue: LiveQueue, source: Resubmitted['source'] | null): void {
    for (const entry of [...queue.entries]) {
      const { message } = entry;
      if (entry.status === 'active' || message.state.suspended) continue;
      this.leave(entry);
      const indexes = entry.indexes.filter((index) => message.state.recipients[index]?.state === 'pending');
      this.#ports.submit(message, indexes, source === null ? null : { source, queue });
    }
  }

  /** Looks at what became due. Called about once a second. */
  wakeDue(): void {
    const now = this.#ports.now();
    const { maxIdleTimeBeforeResubmitMs, queueMaxIdleTimeMs } = this.#ports.getSnapshot().transportService;
    for (const queue of this.table.all()) {
      const woke = queue.wakeRetries(now);
      const due = queue.nextRetryAt !== null && now >= queue.nextRetryAt;
      if (due) queue.nextRetryAt = null;
      if (queue.firstRetryAt !== null && now - queue.firstRetryAt >= maxIdleTimeBeforeResubmitMs) {
        queue.firstRetryAt = now;
        this.resubmit(queue, 'QUEUE');
      } else if ((woke || due) && !queue.suspended) this.#ports.ready(queue);
    }
    this.table.removeIdle(now, queueMaxIdleTimeMs);
  }

  /** Whether some message may have a deadline by now; the caller looks at all of them and notes the next ones. */
  takeDeadlineAlarm(): boolean {
    const now = this.#ports.now();
    if (now < this.#nextDeadlineAt || now < this.#quietUntil) return false;
    // Looking at a million messages takes a while: the more there are, the longer the pause before the next look.
    this.#quietUntil = now + Math.floor(this.messages.size / 10_000) * 1000;
    this.#nextDeadlineAt = Number.POSITIVE_INFINITY;
    return true;
  }

  /** @param notBeforeMs a message that is being sent, or in Poison, may be due all the time */
  noteDeadline(message: LiveMessage, notBeforeMs = 0): void {
    const { facts, state } = message;
    const { delayNotificationTimeoutMs } = this.#ports.getSnapshot().transportService;
    const delayReported = state.recipients.every((one) => one.state !== 'pending' || one.delayReported);
    const { receivedAt, expiresAt } = facts;
    const at = nextDeadlineAt({ receivedAt, expiresAt, delayReported }, delayNotificationTimeoutMs);
    message.dueAtSeconds = Math.ceil(Math.max(at, notBeforeMs) / 1000);
    this.noteDue(message.dueAtSeconds);
  }

  noteDue(atSeconds: number): void {
    if (atSeconds * 1000 < this.#nextDeadlineAt) this.#nextDeadlineAt = atSeconds * 1000;
  }

  /** More were due than one look could take. */
  lookAgainSoon(): void {
    this.#quietUntil = 0;
  }

  /** The settings of deadlines changed: every message is looked at again. */
  recheckDeadlines(): void {
    for (const message of this.messages.values()) message.dueAtSeconds = 0;
    this.#nextDeadlineAt = 0;
    this.#quietUntil = 0;
  }
}

/** What the store remembers of attempts before a restart. */
function attemptsSoFar(
  { recipients }: MessageState,
  indexes: readonly number[],
): Readonly<{ count: number; lastError: string }> {
  let count = 0;
  let lastError = '';
  for (const index of indexes) {
    const recipient = recipients[index];
    if (recipient === undefined || recipient.attempts === 0) continue;
    count = Math.max(count, recipient.attempts);
    lastError = recipient.lastError;
  }
  return { count, lastError };
}

import type { MessageFacts, QueuedRecipient } from '../queue/message.ts';
import type { LiveQueue, QueueEntry } from './live-queue.ts';
import type { MessageView, QueueView } from './queue-control.ts';

/** What Get-Queue shows. mail-flow.md §4.3, §4.5
 *  @param arriving messages that are accepted and not yet looked at; they count for Submission */
export function queueView(queue: LiveQueue, now: number, arriving: number): QueueView {
  return {
    number: queue.number,
    key: queue.key,
    name: queue.name,
    status: queueStatus(queue),
    messageCount: queue.entries.size + arriving,
    deferredCount: queue.deferredCount,
    retryCount: queue.failures,
    lastError: queue.lastError,
    firstRetryAt: queue.firstRetryAt,
    lastRetryAt: queue.lastRetryAt,
    nextRetryAt: queue.nextRetryAt,
    incomingRate: queue.incoming.rate(now),
    outgoingRate: queue.outgoing.rate(now),
  };
}

function queueStatus(queue: LiveQueue): QueueView['status'] {
  if (queue.suspended) return 'Suspended';
  if (queue.nextRetryAt !== null) return 'Retry';
  if (queue.key.deliveryType === 'Unreachable') return 'Ready';
  if (queue.open > 0 && queue.entries.size > 0) return 'Active';
  if (queue.connecting > 0) return 'Connecting';
  return queue.readyCount > 0 ? 'Active' : 'Ready';
}

/** What Get-Message shows of a message in one queue. mail-flow.md §4.3, §4.6 */
export function messageView(entry: QueueEntry): MessageView {
  return new EntryView(entry);
}

/** Facts, status and recipients are read when they are asked for, for there may be a million of these. A class, because
 *  getters of an object literal are made for each object: a hundred thousand of them took seconds. */
class EntryView implements MessageView {
  readonly id: number;
  readonly #entry: QueueEntry;

  constructor(entry: QueueEntry) {
    this.id = entry.message.id;
    this.#entry = entry;
  }

  get facts(): MessageFacts {
    return this.#entry.message.facts;
  }

  get recipients(): readonly QueuedRecipient[] {
    return waitingRecipients(this.#entry);
  }

  get queueNumber(): number {
    return this.#entry.queue.number;
  }

  get queueName(): string {
    return this.#entry.queue.name;
  }

  get status(): MessageView['status'] {
    return messageStatus(this.#entry);
  }

  get retryCount(): number {
    return this.#entry.retryCount;
  }

  get lastError(): string {
    return this.#entry.lastError;
  }
}

function waitingRecipients({ message, indexes }: QueueEntry): readonly QueuedRecipient[] {
  const all = message.state.recipients;
  return indexes.flatMap((index) => {
    const recipient = all[index];
    return recipient !== undefined && recipient.state === 'pending' ? [recipient] : [];
  });
}

function messageStatus(entry: QueueEntry): MessageView['status'] {
  const { message, queue } = entry;
  if (entry.status === 'active') {
    if (entry.removal !== 'none') return 'PendingRemove';
    return message.state.suspended ? 'PendingSuspend' : 'Active';
  }
  if (message.state.suspended || queue.name === 'Poison') return 'Suspended';
  if (entry.status === 'retry' || queue.nextRetryAt !== null) return 'Retry';
  return 'Ready';
}

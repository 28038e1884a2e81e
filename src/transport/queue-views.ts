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
  const { message, queue } = entry;
  const recipients = entry.indexes.flatMap((index) => {
    const recipient = message.state.recipients[index];
    return recipient !== undefined && recipient.state === 'pending' ? [recipient] : [];
  });
  return {
    facts: message.facts,
    queueNumber: queue.number,
    queueName: queue.name,
    status: messageStatus(entry),
    retryCount: entry.retryCount,
    lastError: entry.lastError,
    recipients,
  };
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

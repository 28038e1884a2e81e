import type { QueuedRecipient } from '../queue/message.ts';
import type { LiveQueue, QueueEntry } from './live-queue.ts';
import type { QueueManager } from './queue-manager.ts';

/** An entry on its way out, with the recipients that still wait. */
export type TakenEntry = Readonly<{
  entry: QueueEntry;
  indexes: readonly number[];
  recipients: readonly QueuedRecipient[];
}>;

/** The next entry of a queue that has something to send. Entries whose recipients all ended meanwhile leave the queue. */
export function takeWaiting(queue: LiveQueue, manager: QueueManager): TakenEntry | null {
  for (let entry = queue.take(); entry !== null; entry = queue.take()) {
    entry.message.hold();
    const all = entry.message.state.recipients;
    const indexes: number[] = [];
    const recipients: QueuedRecipient[] = [];
    for (const index of entry.indexes) {
      const recipient = all[index];
      if (recipient === undefined || recipient.state !== 'pending') continue;
      indexes.push(index);
      recipients.push(recipient);
    }
    if (indexes.length > 0) return { entry, indexes, recipients };
    manager.leave(entry);
  }
  return null;
}

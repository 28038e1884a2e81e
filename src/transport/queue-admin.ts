import type { QueueStore } from '../queue/ports.ts';
import { pendingIndexes } from '../queue/recipient-state.ts';
import type { Settlement } from '../queue/recipient-state.ts';
import type { MessageState } from '../queue/message.ts';
import type { Events } from './events.ts';
import { exportedMessage } from './export-message.ts';
import type { LiveMessage } from './live-message.ts';
import type { LiveQueue, QueueEntry } from './live-queue.ts';
import type { MessageView, QueueControl, QueueView } from './queue-control.ts';
import type { QueueManager } from './queue-manager.ts';
import { redirectKey } from './redirect.ts';
import { messageView, queueView } from './queue-views.ts';
import type { Settler } from './settle.ts';
import type { Submission } from './submission.ts';
import type { SuspendedQueues } from './suspended-queues.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type QueueAdminPorts = Readonly<{
  manager: QueueManager;
  submission: Submission;
  settler: Settler;
  store: QueueStore;
  events: Events;
  suspended: SuspendedQueues;
  now: () => number;
  /** Something in the queue may be sent now. */
  ready: (queue: LiveQueue) => void;
  /** Ends recipients by an administrator's hand, with or without a report. */
  end: (entry: QueueEntry, withNdr: boolean) => Promise<void> | null;
}>;

/** What administrators see of the queues and do to them. mail-flow.md §4.9 */
export class QueueAdmin implements QueueControl {
  readonly #ports: QueueAdminPorts;
  /** Queues of redirected messages that are not empty yet. */
  #draining: LiveQueue[] = [];

  constructor(ports: QueueAdminPorts) {
    this.#ports = ports;
  }

  queues(): readonly QueueView[] {
    const { manager, submission, now } = this.#ports;
    const { table } = manager;
    const shown = [...table.all()].filter((queue) => queue !== table.poison || queue.entries.size > 0);
    return shown.map((queue) =>
      queueView(queue, now(), queue === table.submission ? submission.arriving : 0),
    );
  }

  messages(queueNumber?: number): readonly MessageView[] {
    const { table } = this.#ports.manager;
    const queues = queueNumber === undefined ? [...table.all()] : [table.byNumber(queueNumber)];
    const entries = queues.flatMap((queue) => (queue === null ? [] : [...queue.entries]));
    return entries.toSorted(byId).map(messageView);
  }

  async suspendQueue(queueNumber: number): Promise<void> {
    const queue = this.#ports.manager.table.byNumber(queueNumber);
    if (queue === null || queue.suspended) return;
    queue.suspended = true;
    await this.#saveSuspended();
  }

  async resumeQueue(queueNumber: number): Promise<void> {
    const { manager, ready } = this.#ports;
    const queue = manager.table.byNumber(queueNumber);
    if (queue === null || !queue.suspended) return;
    queue.suspended = false;
    await this.#saveSuspended();
    if (queue === manager.table.submission) manager.resubmit(queue, null);
    else ready(queue);
  }

  async #saveSuspended(): Promise<void> {
    const { manager, suspended } = this.#ports;
    const queues = [...manager.table.all()].filter((queue) => queue.suspended);
    await suspended.save(queues.map(({ key }) => key));
  }

  /** Without `resubmit` only a queue in Retry has anything to try; else this changes nothing. */
  retryQueue(queueNumber: number, resubmit: boolean): void {
    const { manager, ready } = this.#ports;
    const queue = manager.table.byNumber(queueNumber);
    if (queue === null) return;
    if (resubmit) {
      manager.resubmit(queue, 'ADMIN');
      return;
    }
    if (queue.nextRetryAt === null) return;
    queue.nextRetryAt = null;
    queue.wakeAll();
    ready(queue);
  }

  async suspendMessage(id: number, queueNumber: number): Promise<void> {
    const entry = this.#find(id, queueNumber);
    if (entry !== null) await this.#setSuspended(entry.message, true);
  }

  async resumeMessage(id: number, queueNumber: number): Promise<void> {
    const { manager, ready, submission } = this.#ports;
    const entry = this.#find(id, queueNumber);
    if (entry === null) return;
    const { message, queue } = entry;
    await this.#setSuspended(message, false);
    if (queue === manager.table.poison || queue === manager.table.submission) {
      manager.leave(entry);
      const resubmitted = queue === manager.table.poison ? ({ source: 'ADMIN', queue } as const) : null;
      submission.submit(message, pendingIndexes(message.state), resubmitted);
      return;
    }
    for (const own of message.entries) {
      if (own.status === 'retry') own.queue.makeReady(own);
      ready(own.queue);
    }
  }

  async removeMessage(id: number, queueNumber: number, withNdr: boolean): Promise<void> {
    const entry = this.#find(id, queueNumber);
    if (entry === null) return;
    if (entry.status === 'active') entry.removal = withNdr ? 'withNdr' : 'silent';
    else await this.#ports.end(entry, withNdr);
  }

  redirect(targets: readonly string[]): void {
    const { manager } = this.#ports;
    const key = redirectKey(targets);
    for (const queue of [...manager.table.all()]) {
      if (manager.table.isPersistent(queue) || queue.key.deliveryType === 'SmtpRelayToServers') continue;
      for (const entry of [...queue.entries]) {
        const { message } = entry;
        if (entry.status === 'active' || message.state.suspended) continue;
        const indexes = entry.indexes.filter((index) => message.state.recipients[index]?.state === 'pending');
        message.hold();
        manager.leave(entry);
        manager.place(message, [{ key, indexes, lastError: '' }]);
        this.#redirected(message, indexes, targets);
      }
    }
    this.#draining.push(manager.table.forKey(key, this.#ports.now()));
  }

  #redirected(message: LiveMessage, indexes: readonly number[], targets: readonly string[]): void {
    const { events, now } = this.#ports;
    const recipients = recipientTexts(message.state.recipients, indexes);
    const reference = targets.join(';');
    const detail = { eventId: 'REDIRECT', source: 'ADMIN', recipients, reference } as const;
    events.track(trackingEvent(message.facts, now(), detail));
  }

  /** Redirected messages are still here. */
  get isDraining(): boolean {
    if (this.#draining.length > 0) this.#draining = this.#draining.filter(({ entries }) => entries.size > 0);
    return this.#draining.length > 0;
  }

  oldestReceivedAt(): number | null {
    // Messages are kept in the order in which they came.
    const [oldest] = this.#ports.manager.messages.values();
    return oldest?.facts.receivedAt ?? null;
  }

  async exportMessage(id: number): Promise<Buffer> {
    const message = this.#ports.manager.messages.get(id);
    if (message === undefined) throw new RangeError(`There is no message ${id}.`);
    return await exportedMessage(message, this.#ports.store.read(id));
  }

  /** A message taken out of Poison begins anew: its count of crashes is part of what is resumed. */
  async #setSuspended(message: LiveMessage, suspended: boolean): Promise<void> {
    const change = (state: MessageState): Settlement => {
      const crashes = suspended ? state.crashes : 0;
      const durable = state.suspended !== suspended || state.crashes !== crashes;
      return {
        state: { ...state, suspended, crashes },
        reports: [],
        finished: false,
        durable,
        changed: durable,
      };
    };
    await this.#ports.settler.settle(message, change, () => undefined);
  }

  #find(id: number, queueNumber: number): QueueEntry | null {
    const message = this.#ports.manager.messages.get(id);
    return message?.entries.find(({ queue }) => queue.number === queueNumber) ?? null;
  }
}

function byId(a: QueueEntry, b: QueueEntry): number {
  return a.message.id - b.message.id;
}

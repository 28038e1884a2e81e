import { parseHopError } from '../queue/last-error.ts';
import { reportDelay, settleResults, withQueueError } from '../queue/recipient-state.ts';
import type { Settlement } from '../queue/recipient-state.ts';
import { dueDeadline } from '../queue/retry.ts';
import type { MessageState } from '../queue/message.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { sameResult } from './attempt-result.ts';
import type { Events } from './events.ts';
import type { LiveMessage } from './live-message.ts';
import type { QueueEntry } from './live-queue.ts';
import { EXPIRED, REMOVED_BY_ADMINISTRATOR, permanentFailure } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import type { PoisonGuard } from './poison.ts';
import type { QueueManager } from './queue-manager.ts';
import type { Settler } from './settle.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type DeadlinePorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  events: Events;
  now: () => number;
  settler: Settler;
  manager: QueueManager;
  poison: PoisonGuard;
}>;

/** Messages whose time may have come that are looked at in one turn of the event loop. */
const SLICE = 2000;
/** Before the same message is looked at again. */
const PAUSE_MS = 1000;

/** Ends what waits, by time or by hand: expiry, delay notices, removal. mail-flow.md §4.9, §4.10 */
export class Deadlines {
  readonly #ports: DeadlinePorts;
  #delayAfterMs: number;

  constructor(ports: DeadlinePorts) {
    this.#ports = ports;
    this.#delayAfterMs = ports.getSnapshot().transportService.delayNotificationTimeoutMs;
  }

  /** Looks at the messages that may have come to their time. */
  check(): void {
    const { manager, now } = this.#ports;
    if (!manager.takeDeadlineAlarm()) return;
    const nowSeconds = now() / 1000;
    let left = SLICE;
    for (const message of manager.messages.values()) {
      if (message.dueAtSeconds > nowSeconds || left === 0) {
        manager.noteDue(message.dueAtSeconds);
        continue;
      }
      left -= 1;
      try {
        this.#checkMessage(message);
      } catch (error) {
        this.#ports.poison.crashed(message, { stage: 'deadline', error, again: () => undefined });
      }
      if (manager.messages.has(message.id)) manager.noteDeadline(message, now() + PAUSE_MS);
    }
    if (left === 0) manager.lookAgainSoon();
  }

  settingsChanged({ delayNotificationTimeoutMs }: ConfigSnapshot['transportService']): void {
    if (delayNotificationTimeoutMs === this.#delayAfterMs) return;
    this.#delayAfterMs = delayNotificationTimeoutMs;
    this.#ports.manager.recheckDeadlines();
  }

  /** What is being sent ends by its own outcome first; Poison waits for an administrator for ever. */
  #checkMessage(message: LiveMessage): void {
    const { getSnapshot, manager, now } = this.#ports;
    const delayAfterMs = getSnapshot().transportService.delayNotificationTimeoutMs;
    for (const entry of [...message.entries]) {
      if (entry.status === 'active' || entry.queue === manager.table.poison) continue;
      const waiting = entry.indexes.filter((index) => message.state.recipients[index]?.state === 'pending');
      const delayReported = waiting.every((index) => message.state.recipients[index]?.delayReported === true);
      const { receivedAt, expiresAt } = message.facts;
      const due = dueDeadline({ receivedAt, expiresAt, delayReported }, delayAfterMs, now());
      if (due === 'expired') void this.#fail(entry, EXPIRED);
      else if (due === 'delayed') this.#delay(entry, waiting);
    }
  }

  #delay(entry: QueueEntry, waiting: readonly number[]): void {
    const change = (state: MessageState): Settlement =>
      reportDelay(this.#withQueueError(entry, state, waiting), waiting);
    void this.#ports.settler.settle(entry.message, change, () => undefined);
  }

  #withQueueError(entry: QueueEntry, state: MessageState, waiting: readonly number[]): MessageState {
    const { queue } = entry;
    const { error, host } = parseHopError(queue.lastError);
    const at = queue.lastRetryAt ?? this.#ports.now();
    return withQueueError(state, waiting, { text: error, at, remoteMta: host });
  }

  /** Exchange: Remove-Message -WithNDR */
  end(entry: QueueEntry, withNdr: boolean): Promise<void> | null {
    if (withNdr) return this.#fail(entry, REMOVED_BY_ADMINISTRATOR);
    const change = (state: MessageState): Settlement => dropped(state, entry.indexes);
    this.#track(entry, 'DROP', REMOVED_BY_ADMINISTRATOR);
    return this.#ports.settler.settle(entry.message, change, () => this.#ports.manager.leave(entry));
  }

  #fail(entry: QueueEntry, refusal: OwnRefusal): Promise<void> | null {
    const results = sameResult(entry.indexes, permanentFailure(refusal));
    this.#track(entry, 'FAIL', refusal);
    const { indexes } = entry;
    const change = (state: MessageState): Settlement =>
      settleResults(this.#withQueueError(entry, state, indexes), results, this.#ports.now());
    return this.#ports.settler.settle(entry.message, change, () => this.#ports.manager.leave(entry));
  }

  #track(entry: QueueEntry, eventId: 'FAIL' | 'DROP', refusal: OwnRefusal): void {
    const { message } = entry;
    const { events, now } = this.#ports;
    events.track(
      trackingEvent(message.facts, now(), {
        eventId,
        source: refusal.source,
        recipients: recipientTexts(message.state.recipients, entry.indexes),
        recipientStatus: entry.indexes.map(() => refusal.diagnostic),
      }),
    );
  }
}

/** Removed without a report. */
function dropped(state: MessageState, indexes: readonly number[]): Settlement {
  const recipients = state.recipients.map((recipient, index) =>
    indexes.includes(index) && recipient.state === 'pending'
      ? { ...recipient, state: 'dropped' as const }
      : recipient,
  );
  const finished = recipients.every((recipient) => recipient.state !== 'pending');
  return { state: { ...state, recipients }, reports: [], finished, durable: true, changed: true };
}

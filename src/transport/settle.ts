import { setTimeout as delay } from 'node:timers/promises';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { MessageState, StoredMessage } from '../queue/message.ts';
import type { NewMessage, QueueStore, QueueTransaction } from '../queue/ports.ts';
import type { ReportedRecipient, Settlement } from '../queue/recipient-state.ts';
import type { Events, Logger } from './events.ts';
import type { LiveMessage } from './live-message.ts';
import { isOfStore } from './message-error.ts';
import { reportEvents } from './track.ts';
import { formatMailbox } from '../mail/address.ts';

export type SettlerPorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  store: QueueStore;
  directory: Directory;
  events: Events;
  logger: Logger;
  now: () => number;
}>;

export type SettlerHooks = Readonly<{
  /** A report of ours is stored and waits to be sent. */
  reported: (message: StoredMessage) => void;
  /** Nothing of the message is pending any more. */
  finished: (message: LiveMessage) => void;
}>;

/** Computes the next state from the one in force. Runs once, without waiting inside. */
export type StateChange = (state: MessageState) => Settlement;

/** A store that is full or broken is tried again this often; what was decided stays decided in memory. */
const STORE_RETRY_MS = 1000;

/** Messages whose attempts go into one transaction. */
const FLUSH_AT_ONCE = 5000;

/** Makes outcomes durable: the next state of a message and the reports it causes, in one transaction.
 *
 *  A message's changes happen one after the other. While a report about it is being written (that takes reading the
 *  original), `busy` holds the end of that work and later changes queue up behind it; so no transaction can carry a state
 *  whose report is not in the same or an earlier one. Without reports a change is committed in the same turn, and the
 *  store keeps the order. */
export class Settler {
  readonly #ports: SettlerPorts;
  readonly #hooks: SettlerHooks;
  readonly #stop = new AbortController();
  /** Whose attempts are counted in memory and not yet in the store. */
  readonly #uncounted: Set<LiveMessage> = new Set();
  #flushing = false;
  #pending = 0;
  #idle: (() => void) | null = null;

  constructor(ports: SettlerPorts, hooks: SettlerHooks) {
    this.#ports = ports;
    this.#hooks = hooks;
  }

  /** @param applied called as soon as the new state holds in memory
   *  @returns null when nothing had to be stored, else when it is on stable storage */
  settle(
    message: LiveMessage,
    change: StateChange,
    applied: (settlement: Settlement) => void,
  ): Promise<void> | null {
    const { busy } = message;
    if (busy !== null)
      return this.#hold(
        message,
        busy.then(async () => {
          await this.#settleNow(message, change, applied);
        }),
      );
    return this.#settleNow(message, change, applied);
  }

  /** Stores the counts and answers of attempts that settled nothing: those of many messages in one transaction, so that a
   *  next hop that answers 4xx to all costs no sync for each. Called about once a second. */
  async flushAttempts(): Promise<void> {
    if (this.#flushing || this.#uncounted.size === 0) return;
    this.#flushing = true;
    const messages = [...this.#uncounted].filter(({ busy }) => busy === null).slice(0, FLUSH_AT_ONCE);
    for (const message of messages) this.#uncounted.delete(message);
    try {
      const update = messages.map(({ id, state }) => ({ id, state }));
      if (update.length > 0) await this.#ports.store.commit({ update });
    } catch (error) {
      for (const message of messages) if (hasPending(message)) this.#uncounted.add(message);
      this.#ports.logger.warn('The attempts of waiting messages cannot be stored; it is tried again.', {
        error: error instanceof Error ? error.message : String(error),
      });
    } finally {
      this.#flushing = false;
    }
  }

  /** Resolves when every transaction is on stable storage, or the grace is over: what is not stored then is done again
   *  after the next start. */
  async drained(graceMs: number): Promise<void> {
    if (this.#pending === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#stop.abort();
        resolve();
      }, graceMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #settleNow(
    message: LiveMessage,
    change: StateChange,
    applied: (settlement: Settlement) => void,
  ): Promise<void> | null {
    message.hold();
    const settlement = change(message.state);
    message.state = settlement.state;
    applied(settlement);
    if (settlement.finished) this.#hooks.finished(message);
    if (!settlement.durable) {
      if (settlement.changed) this.#uncounted.add(message);
      return null;
    }
    this.#uncounted.delete(message);
    const { reports } = settlement;
    if (reports.length === 0 || message.facts.reversePath === null) return this.#commit(message);
    return this.#hold(message, this.#commitWithReports(message, reports));
  }

  #hold(message: LiveMessage, work: Promise<void>): Promise<void> {
    const held: Promise<void> = work.finally(() => {
      if (message.busy === held) message.busy = null;
    });
    message.busy = held;
    return held;
  }

  async #commit(message: LiveMessage): Promise<void> {
    await this.#untilStored(message, () => this.#ports.store.commit(transactionOf(message, [])));
  }

  async #commitWithReports(message: LiveMessage, reports: readonly ReportedRecipient[]): Promise<void> {
    let written: readonly NewMessage[] = [];
    let crashes = 0;
    await this.#untilStored(message, async () => {
      const { store } = this.#ports;
      written = await this.#compose(message, reports).catch((error: unknown) => {
        if (isOfStore(error)) throw error;
        crashes += 1;
        return this.#withoutReport(message, error, crashes);
      });
      try {
        await store.commit(transactionOf(message, written));
      } catch (error) {
        for (const { body } of written) body.abort();
        written = [];
        throw error;
      }
    });
    const about = {
      original: message.facts,
      recipients: reports.map(({ recipient }) => formatMailbox(recipient.address)),
      recipientStatus: reports.map(({ diagnostic }) => diagnostic),
      at: this.#ports.now(),
    };
    for (const { facts, state } of written) {
      for (const event of reportEvents({ ...about, report: { facts, state } }))
        this.#ports.events.track(event);
      this.#hooks.reported({ facts, state });
    }
  }

  async #compose(
    message: LiveMessage,
    reports: readonly ReportedRecipient[],
  ): Promise<readonly NewMessage[]> {
    const { getSnapshot, store, directory, now } = this.#ports;
    const context = { snapshot: getSnapshot(), store, directory, now: now() };
    const { composeReports } = await import('./dsn/report.ts');
    return await composeReports(message.facts, reports, context);
  }

  /** A report that cannot be written, however often it is tried, must not keep its message for ever: what happened is
   *  stored without it, and the operator hears of it. */
  #withoutReport(message: LiveMessage, error: unknown, crashes: number): readonly NewMessage[] {
    if (crashes < this.#ports.getSnapshot().transportService.poisonThreshold) throw error;
    this.#ports.logger.error('A report cannot be written: the sender hears nothing of this message.', {
      internalMessageId: message.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return [];
  }

  async #untilStored(message: LiveMessage, attempt: () => Promise<void>): Promise<void> {
    this.#pending += 1;
    try {
      while (!this.#stop.signal.aborted) {
        try {
          await attempt();
          return;
        } catch (error) {
          this.#ports.logger.error('The outcome of a message cannot be stored; it is tried again.', {
            internalMessageId: message.id,
            error: error instanceof Error ? error.message : String(error),
          });
        }
        await delay(STORE_RETRY_MS, undefined, { signal: this.#stop.signal, ref: false }).catch(
          () => undefined,
        );
      }
    } finally {
      this.#pending -= 1;
      if (this.#pending === 0) this.#idle?.();
    }
  }
}

function transactionOf(message: LiveMessage, add: readonly NewMessage[]): QueueTransaction {
  const { id } = message;
  if (!hasPending(message)) return add.length === 0 ? { remove: [id] } : { add, remove: [id] };
  return add.length === 0
    ? { update: [{ id, state: message.state }] }
    : { add, update: [{ id, state: message.state }] };
}

function hasPending({ state }: LiveMessage): boolean {
  return state.recipients.some((recipient) => recipient.state === 'pending');
}

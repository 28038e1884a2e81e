import type { NextHopKey } from '../queue/message.ts';
import type { LiveMessage } from './live-message.ts';
import { RateMeter } from './rate-meter.ts';

/** Some recipients of a message in one queue. */
export type QueueEntry = {
  readonly message: LiveMessage;
  readonly queue: LiveQueue;
  /** Positions in the message's list of recipients. */
  readonly indexes: readonly number[];
  /** `done` = left the queue. */
  status: 'ready' | 'retry' | 'active' | 'done';
  retryCount: number;
  lastError: string;
  /** Epoch ms, 0 = not waiting for a time. */
  retryAt: number;
  /** Asked for while it was being sent; takes effect only if it comes back. */
  removal: 'none' | 'withNdr' | 'silent';
};

/** One queue: what waits for one next hop, in order of arrival. */
export class LiveQueue {
  readonly number: number;
  readonly key: NextHopKey;
  readonly name: string;
  readonly entries: Set<QueueEntry> = new Set();
  readonly incoming: RateMeter = new RateMeter();
  readonly outgoing: RateMeter = new RateMeter();
  suspended = false;
  /** Connection failures in a row; 0 while the next hop answers. */
  failures = 0;
  lastError = '';
  /** The last connection came about. */
  works = false;
  firstRetryAt: number | null = null;
  lastRetryAt: number | null = null;
  /** Set = status Retry: nothing is tried before. */
  nextRetryAt: number | null = null;
  /** Since when it is empty, for QueueMaxIdleTime. */
  emptySince: number;
  /** Sessions that are connecting, and those that are open. Kept by transport/deliver.ts. */
  connecting = 0;
  open = 0;
  /** Connections begun so far: where the list of smart hosts starts next. */
  turn = 0;
  #ready: QueueEntry[] = [];
  #head = 0;
  #readyCount = 0;
  #retrying: Set<QueueEntry> = new Set();
  #earliestRetryAt = Number.POSITIVE_INFINITY;

  constructor(identity: Readonly<{ number: number; key: NextHopKey; name: string }>, now: number) {
    this.number = identity.number;
    this.key = identity.key;
    this.name = identity.name;
    this.emptySince = now;
  }

  /** How many entries could be sent now. */
  get readyCount(): number {
    return this.#readyCount;
  }

  add(entry: QueueEntry, now: number): void {
    this.entries.add(entry);
    this.incoming.count(now);
    if (entry.status === 'ready') this.#pushReady(entry);
  }

  /** Takes an entry out for good. */
  delete(entry: QueueEntry, now: number): void {
    if (!this.entries.delete(entry)) return;
    if (entry.status === 'ready') this.#readyCount -= 1;
    entry.status = 'done';
    this.#retrying.delete(entry);
    if (this.entries.size === 0) this.emptySince = now;
  }

  /** The next entry to send, now `active`; null when there is none or nothing may leave. Suspended messages are passed
   *  over and left in their place. */
  take(): QueueEntry | null {
    if (this.suspended) return null;
    while (this.#head < this.#ready.length) {
      const entry = this.#ready[this.#head];
      this.#head += 1;
      if (entry === undefined || entry.status !== 'ready' || entry.message.state.suspended) {
        if (entry?.status === 'ready') this.#park(entry);
        continue;
      }
      entry.status = 'active';
      this.#readyCount -= 1;
      this.#compact();
      return entry;
    }
    this.#compact();
    return null;
  }

  /** Some entry that is ready, for reports about the queue as a whole. */
  peek(): QueueEntry | null {
    for (const entry of this.entries) if (entry.status === 'ready') return entry;
    return null;
  }

  /** A suspended entry waits outside the list of ready ones until `makeReady`. */
  #park(entry: QueueEntry): void {
    entry.status = 'retry';
    entry.retryAt = 0;
    this.#readyCount -= 1;
  }

  makeReady(entry: QueueEntry): void {
    if (entry.status === 'ready' || entry.status === 'done') return;
    entry.status = 'ready';
    entry.retryAt = 0;
    this.#retrying.delete(entry);
    this.#pushReady(entry);
  }

  /** Exchange: a 4xx for one message puts that message in Retry for MessageRetryInterval. */
  retryLater(entry: QueueEntry, at: number): void {
    if (entry.status === 'done') return;
    if (entry.status === 'ready') this.#readyCount -= 1;
    entry.status = 'retry';
    entry.retryAt = at;
    this.#retrying.add(entry);
    this.#earliestRetryAt = Math.min(this.#earliestRetryAt, at);
  }

  /** Makes ready what has waited long enough. @returns whether something became ready */
  wakeRetries(now: number): boolean {
    if (now < this.#earliestRetryAt) return false;
    this.#earliestRetryAt = Number.POSITIVE_INFINITY;
    let woke = false;
    for (const entry of this.#retrying) {
      if (entry.retryAt <= now) {
        this.makeReady(entry);
        woke = true;
      } else this.#earliestRetryAt = Math.min(this.#earliestRetryAt, entry.retryAt);
    }
    return woke;
  }

  /** Everything that waits for a time or was passed over becomes ready. */
  wakeAll(): void {
    for (const entry of this.entries) if (entry.status === 'retry') this.makeReady(entry);
  }

  #pushReady(entry: QueueEntry): void {
    this.#ready.push(entry);
    this.#readyCount += 1;
  }

  #compact(): void {
    if (this.#head === this.#ready.length) {
      if (this.#head > 0) this.#ready = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
  }
}

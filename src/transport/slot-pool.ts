import type { LiveQueue } from './live-queue.ts';

/** Share of all connections that queues without a good record may hold together, so that a thousand hosts that do not
 *  answer leave room for those that do. */
const UNPROVEN_SHARE = 0.75;

/** The connections that all queues share. Exchange: MaxOutboundConnections */
export class SlotPool {
  readonly #limit: () => number | null;
  readonly #waiting: Set<LiveQueue> = new Set();
  #used = 0;
  #onFree: (() => void) | null = null;

  constructor(limit: () => number | null) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** Some queue would be served if one more connection ended. */
  get isShort(): boolean {
    return this.#waiting.size > 0 && this.#isFull();
  }

  take(proven: boolean): boolean {
    const limit = this.#limit();
    if (limit !== null) {
      const usable = proven ? limit : Math.max(1, Math.floor(limit * UNPROVEN_SHARE));
      if (this.#used >= usable) return false;
    }
    this.#used += 1;
    return true;
  }

  free(): void {
    this.#used -= 1;
    if (this.#used === 0) this.#onFree?.();
  }

  /** The queue is served when a connection is free, first come, first served. */
  wait(queue: LiveQueue): void {
    this.#waiting.add(queue);
  }

  /** Gives every queue that waits its turn, in order, while something is free. `serve` may wait again. */
  serveWaiting(serve: (queue: LiveQueue) => void): void {
    if (this.#waiting.size === 0 || this.#isFull()) return;
    const waiting = [...this.#waiting];
    for (const queue of waiting) {
      if (this.#isFull()) return;
      this.#waiting.delete(queue);
      serve(queue);
    }
  }

  #isFull(): boolean {
    const limit = this.#limit();
    return limit !== null && this.#used >= limit;
  }

  /** Resolves when no connection is held any more, or after the grace. */
  async allFree(graceMs: number): Promise<void> {
    if (this.#used === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#onFree = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

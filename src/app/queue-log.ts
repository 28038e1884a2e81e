import type { LogSet } from '../telemetry/log-set.ts';
import type { QueueControl } from '../transport/queue-control.ts';

/** Exchange: QueueLoggingInterval. mail-flow.md §6.10 */
const INTERVAL_MS = 60_000;

/** Writes a row for each queue that is not empty, once a minute. */
export class QueueLog {
  readonly #parts: Readonly<{ queues: QueueControl; logs: LogSet; serverName: () => string }>;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Readonly<{ queues: QueueControl; logs: LogSet; serverName: () => string }>) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.write(Date.now()), INTERVAL_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** @param at epoch ms */
  write(at: number): void {
    const { queues, logs, serverName } = this.#parts;
    for (const queue of queues.queues()) {
      if (queue.messageCount > 0) logs.queue({ at, server: serverName(), queue });
    }
  }
}

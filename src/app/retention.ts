import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Database } from '../store/sqlite/database.ts';
import type { TrackingStore } from '../store/sqlite/tracking-store.ts';
import type { LogSet } from '../telemetry/log-set.ts';
import type { Logger } from '../transport/events.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Exchange: Set-AdminAuditLogConfig -AdminAuditLogAgeLimit, its default */
const AUDIT_MS = 90 * DAY_MS;

type RetentionParts = Readonly<{
  database: Database;
  tracking: TrackingStore;
  logs: LogSet;
  getSnapshot: () => ConfigSnapshot;
  logger: Logger;
}>;

/** Deletes what is too old or too much, at the start, once an hour, and when the settings change. */
export class Retention {
  readonly #parts: RetentionParts;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#begin();
    this.#timer = setInterval(() => this.#begin(), HOUR_MS).unref();
  }

  follow(next: ConfigSnapshot, previous: ConfigSnapshot): void {
    const changed =
      next.transportLogs !== previous.transportLogs ||
      next.frontendLogs !== previous.frontendLogs ||
      next.telemetry !== previous.telemetry;
    if (changed) this.#begin();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#work;
  }

  #begin(): void {
    this.#work = this.#work.then(() => this.#run());
  }

  async #run(): Promise<void> {
    const { database, tracking, logs, getSnapshot, logger } = this.#parts;
    const now = Date.now();
    const { maxAgeMs, maxDirectoryBytes } = getSnapshot().transportLogs.messageTracking;
    try {
      await logs.prune();
      if (maxAgeMs > 0) await tracking.deleteBefore(now - maxAgeMs);
      if (maxDirectoryBytes !== null) await tracking.trim(maxDirectoryBytes);
      await database.ask({ op: 'deleteAuditBefore', iso: new Date(now - AUDIT_MS).toISOString() });
    } catch (error) {
      logger.error('Old tracking and audit rows could not be deleted', { error });
    }
  }
}

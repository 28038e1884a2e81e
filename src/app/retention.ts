import type { Database } from '../store/sqlite/database.ts';
import type { TrackingStore } from '../store/sqlite/tracking-store.ts';
import type { Logger } from '../transport/events.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Exchange: Set-TransportService -MessageTrackingLogMaxAge, its default */
const TRACKING_MS = 30 * DAY_MS;
/** Exchange: Set-AdminAuditLogConfig -AdminAuditLogAgeLimit, its default */
const AUDIT_MS = 90 * DAY_MS;

/** Deletes what is too old, at the start and once an hour. */
export class Retention {
  readonly #parts: Readonly<{ database: Database; tracking: TrackingStore; logger: Logger }>;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Readonly<{ database: Database; tracking: TrackingStore; logger: Logger }>) {
    this.#parts = parts;
  }

  start(): void {
    void this.#run();
    this.#timer = setInterval(() => void this.#run(), HOUR_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #run(): Promise<void> {
    const { database, tracking, logger } = this.#parts;
    const now = Date.now();
    try {
      await tracking.deleteBefore(now - TRACKING_MS);
      await database.ask({ op: 'deleteAuditBefore', iso: new Date(now - AUDIT_MS).toISOString() });
    } catch (error) {
      logger.error('Old tracking and audit rows could not be deleted', { error });
    }
  }
}

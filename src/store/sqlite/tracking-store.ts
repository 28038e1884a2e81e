import type {
  MessagePage,
  MessageSearch,
  TrackingEvent,
  TrackingQuery,
  TrackingReader,
} from '../../transport/events.ts';
import { LineBlocks } from '../../transport/line-blocks.ts';
import type { Database } from './database.ts';

/** Events that wait for the next batch; a crash may lose what was tracked in the last moment, never mail. */
const BATCH_DELAY_MS = 200;
const BATCH_EVENTS = 1000;
/** Above this many waiting events the oldest are dropped: tracking must not eat the memory that mail needs. */
const WAITING_LIMIT = 200_000;
/** A search waits for events on their way, so that what just happened is found; not for more than these, as they are after a
 *  start over a long queue: it would take a minute. */
const AWAITED_EVENTS = 5000;

/** Message tracking in DATA/tracking.db, written in batches. An event is made text at once: that is what the table holds. */
export class TrackingStore implements TrackingReader {
  readonly #database: Database;
  readonly #failed: (error: unknown) => void;
  readonly #waiting = new LineBlocks('\n');
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #underWay = 0;

  /** @param failed told of each batch that could not be written */
  constructor(database: Database, failed: (error: unknown) => void) {
    this.#database = database;
    this.#failed = failed;
  }

  append(event: TrackingEvent): void {
    if (this.#waiting.count + this.#underWay >= WAITING_LIMIT) return;
    this.#waiting.add(JSON.stringify(event));
    if (this.#waiting.count >= BATCH_EVENTS) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), BATCH_DELAY_MS).unref();
  }

  async query(query: TrackingQuery): Promise<readonly TrackingEvent[]> {
    await this.#settled();
    return this.#database.ask({ op: 'queryTracking', query });
  }

  async search(search: MessageSearch): Promise<MessagePage> {
    await this.#settled();
    return this.#database.ask({ op: 'searchMessages', search });
  }

  /** Everything tracked so far is in the database. */
  async flush(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  async #settled(): Promise<void> {
    if (this.#waiting.count + this.#underWay <= AWAITED_EVENTS) await this.flush();
  }

  /** @returns how many events older than the instant (epoch ms) were deleted */
  deleteBefore(at: number): Promise<number> {
    return this.#database.ask({ op: 'deleteTrackingBefore', at });
  }

  /** Deletes the oldest events until what is left takes no more than that. */
  async trim(mostBytes: number): Promise<void> {
    let deleted = 1;
    while (deleted > 0) deleted = await this.#database.ask({ op: 'trimTracking', mostBytes });
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { count } = this.#waiting;
    if (count === 0) return;
    const lines = this.#waiting.take().map(({ octets }) => octets);
    this.#underWay += count;
    this.#writing = this.#writing
      .then(() => this.#database.ask({ op: 'appendTracking', lines }, buffersOf(lines)))
      .then(() => undefined, this.#failed)
      .finally(() => {
        this.#underWay -= count;
      });
  }
}

/** What is handed to the database thread without a copy. */
function buffersOf(lines: readonly Buffer<ArrayBuffer>[]): ArrayBuffer[] {
  return lines.map(({ buffer }) => buffer);
}

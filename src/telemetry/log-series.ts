import type { LogLimits, LogRollover } from '../config/log-settings.ts';
import { LogFolder, type OpenLog } from './log-folder.ts';

export type LogSeriesOptions<Item> = Readonly<{
  directory: string;
  /** `RECV`: files are `<prefix>yyyymmdd-n.log` or `<prefix>yyyymmddhh-n.LOG`. */
  prefix: string;
  /** Written at the head of each file, with its line ends. */
  header: (at: number) => string;
  /** One line without its line end. */
  format: (item: Item) => string;
  /** Read at each write, so that a change of settings needs no restart. */
  limits: () => LogLimits;
  rollover: () => LogRollover;
  now: () => number;
  /** Told when lines were lost, and how many in all since the last time; at most once a minute. */
  lost: (error: unknown, lines: number) => void;
}>;

const FLUSH_DELAY_MS = 500;
/** Lines that are formatted in one turn of the event loop and written together. */
const BATCH_ITEMS = 250;
/** What waits beyond this is lost: a log must not eat the memory that mail needs. */
const WAITING_LIMIT = 100_000;
/** After a failure nothing is tried for this long. */
const BACK_OFF_MS = 5000;
const REPORT_INTERVAL_MS = 60_000;

/** A series of log files. Appending is a push into an array; lines are formatted and written in batches behind it and are
 *  never synced. A disk that is full or broken loses lines, never mail. */
export class LogSeries<Item> {
  readonly #options: LogSeriesOptions<Item>;
  readonly #folder: LogFolder;
  #waiting: Item[] = [];
  #timer: NodeJS.Timeout | null = null;
  #file: OpenLog | null = null;
  #work: Promise<void> = Promise.resolve();
  #blockedUntil = 0;
  #lost = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LogSeriesOptions<Item>) {
    this.#options = options;
    this.#folder = new LogFolder(options);
  }

  append(item: Item): void {
    if (this.#waiting.length >= WAITING_LIMIT) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length === BATCH_ITEMS) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), FLUSH_DELAY_MS).unref();
  }

  /** Everything appended so far is in the file, or lost. Never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length > 0) this.#work = this.#work.then(() => this.#writeWaiting());
    return this.#work;
  }

  /** Deletes what is too old or too much, without waiting for the next file. Never rejects. */
  prune(): Promise<void> {
    this.#work = this.#work.then(() =>
      this.#folder.prune(this.#file?.name ?? null, 0).catch((error: unknown) => this.#failed(error, 0)),
    );
    return this.#work;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#closeFile();
    if (this.#lost > 0) this.#options.lost('the log was closed', this.#lost);
  }

  async #writeWaiting(): Promise<void> {
    const items = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < items.length; start += BATCH_ITEMS) {
      const batch = items.slice(start, start + BATCH_ITEMS);
      if (this.#options.now() < this.#blockedUntil) this.#lost += batch.length;
      else await this.#writeBatch(batch);
    }
  }

  async #writeBatch(batch: readonly Item[]): Promise<void> {
    const lines = batch.map((item) => Buffer.from(`${this.#options.format(item)}\r\n`));
    let written = 0;
    try {
      while (written < lines.length) {
        const file = await this.#fileFor(lines[written]?.length ?? 0);
        const slice = lines.slice(written, written + this.#fitting(file, lines, written));
        await file.write(Buffer.concat(slice));
        written += slice.length;
      }
    } catch (error) {
      this.#failed(error, lines.length - written);
      await this.#closeFile();
    }
  }

  /** How many of the lines the file still takes; at least one, for a line may be longer than a file may be. */
  #fitting(file: OpenLog, lines: readonly Buffer[], from: number): number {
    const most = this.#options.limits().maxFileBytes ?? Number.POSITIVE_INFINITY;
    let bytes = file.bytes;
    let count = 0;
    for (let index = from; index < lines.length; index++) {
      bytes += lines[index]?.length ?? 0;
      if (bytes > most) break;
      count += 1;
    }
    return Math.max(count, 1);
  }

  async #fileFor(octets: number): Promise<OpenLog> {
    const file = this.#file;
    if (file !== null && this.#folder.takes(file, octets)) return file;
    await this.#closeFile();
    this.#file = await this.#folder.openNext(octets);
    return this.#file;
  }

  #failed(error: unknown, lines: number): void {
    const now = this.#options.now();
    this.#lost += lines;
    this.#blockedUntil = now + BACK_OFF_MS;
    if (now - this.#reportedAt < REPORT_INTERVAL_MS) return;
    this.#reportedAt = now;
    this.#options.lost(error, this.#lost);
    this.#lost = 0;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }
}

import type { LogLimits, LogRollover } from '../config/log-settings.ts';
import { type LineBlock, LineBlocks } from '../transport/line-blocks.ts';
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
/** With this many lines the timer is not waited for. */
const BATCH_LINES = 250;
/** What waits beyond this is lost: a log must not eat the memory that mail needs. */
const WAITING_LIMIT = 100_000;
/** After a failure nothing is tried for this long. */
const BACK_OFF_MS = 5000;
const REPORT_INTERVAL_MS = 60_000;

/** A series of log files. Lines are formatted at once, so that what they tell of need not stay, written in batches, and
 *  never synced. A disk that is full or broken loses lines, never mail. */
export class LogSeries<Item> {
  readonly #options: LogSeriesOptions<Item>;
  readonly #folder: LogFolder;
  readonly #waiting = new LineBlocks('\r\n');
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
    if (this.#waiting.count >= WAITING_LIMIT) {
      this.#lost += 1;
      return;
    }
    this.#waiting.add(this.#options.format(item));
    if (this.#waiting.count === BATCH_LINES) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), FLUSH_DELAY_MS).unref();
  }

  /** Everything appended so far is in the file, or lost. Never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.count > 0) this.#work = this.#work.then(() => this.#writeWaiting());
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
    for (const block of this.#waiting.take()) {
      if (this.#options.now() < this.#blockedUntil) this.#lost += block.lengths.length;
      else await this.#writeBlock(block);
    }
  }

  async #writeBlock({ octets, lengths }: LineBlock): Promise<void> {
    let lines = 0;
    let at = 0;
    try {
      while (lines < lengths.length) {
        const file = await this.#fileFor(lengths[lines] ?? 0);
        const fitting = this.#fitting(file, lengths, lines);
        await file.write(octets.subarray(at, at + fitting.bytes));
        lines += fitting.lines;
        at += fitting.bytes;
      }
    } catch (error) {
      this.#failed(error, lengths.length - lines);
      await this.#closeFile();
    }
  }

  /** How many of the lines the file still takes; at least one, for a line may be longer than a file may be. */
  #fitting(file: OpenLog, lengths: readonly number[], from: number): { lines: number; bytes: number } {
    const room = (this.#options.limits().maxFileBytes ?? Number.POSITIVE_INFINITY) - file.bytes;
    let lines = 0;
    let bytes = 0;
    for (const length of lengths.slice(from)) {
      if (lines > 0 && bytes + length > room) break;
      bytes += length;
      lines += 1;
    }
    return { lines, bytes };
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

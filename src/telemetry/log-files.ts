import { mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Sizes in bytes, ages in ms. Exchange: Set-TransportService -ReceiveProtocolLogMaxFileSize and its kin */
export type LogFileLimits = Readonly<{ maxFileBytes: number; maxDirectoryBytes: number; maxAgeMs: number }>;

export const PROTOCOL_LOG_LIMITS: LogFileLimits = {
  maxFileBytes: 10 * 1024 * 1024,
  maxDirectoryBytes: 250 * 1024 * 1024,
  maxAgeMs: 30 * 86_400_000,
};

export type LogFilesOptions = Readonly<{
  directory: string;
  /** `RECV`, `SEND`: the file is `<prefix>yyyymmdd-n.log` */
  prefix: string;
  /** Written at the head of each file, lines with CRLF. */
  header: (at: number) => string;
  limits: LogFileLimits;
  now: () => number;
}>;

const FLUSH_DELAY_MS = 500;
const FLUSH_CHARACTERS = 64 * 1024;

type OpenFile = { readonly handle: FileHandle; readonly day: string; bytes: number };

/** A series of CSV log files: one or more a UTC day, the next number when one is full, the oldest deleted by age and
 *  by size of the folder. Lines are written in batches, off the event loop; a log that cannot be written loses its
 *  lines, never mail. */
export class LogFiles {
  readonly #options: LogFilesOptions;
  #pending: string[] = [];
  #pendingLength = 0;
  #timer: NodeJS.Timeout | null = null;
  #file: OpenFile | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: LogFilesOptions) {
    this.#options = options;
  }

  /** @param line without its line end */
  append(line: string): void {
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#pendingLength >= FLUSH_CHARACTERS) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), FLUSH_DELAY_MS).unref();
  }

  /** Everything appended so far is in the file (or could not be written). Never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length > 0) {
      const bytes = Buffer.from(`${this.#pending.join('\r\n')}\r\n`);
      this.#pending = [];
      this.#pendingLength = 0;
      this.#writing = this.#writing.then(() => this.#write(bytes)).catch(() => this.#closeFile());
    }
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#closeFile();
  }

  async #write(bytes: Buffer): Promise<void> {
    const file = await this.#fileFor(bytes.length);
    await file.handle.write(bytes);
    file.bytes += bytes.length;
  }

  async #fileFor(length: number): Promise<OpenFile> {
    const day = new Date(this.#options.now()).toISOString().slice(0, 10).replaceAll('-', '');
    const current = this.#file;
    const fits = current !== null && current.bytes + length <= this.#options.limits.maxFileBytes;
    if (current !== null && current.day === day && fits) return current;
    await this.#closeFile();
    this.#file = await this.#openNext(day);
    return this.#file;
  }

  async #openNext(day: string): Promise<OpenFile> {
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    await this.#deleteOld();
    const last = Math.max(await this.#lastNumber(day), 1);
    const reopened = await this.#open(day, last);
    if (reopened.bytes < this.#options.limits.maxFileBytes) return reopened;
    await reopened.handle.close();
    return this.#open(day, last + 1);
  }

  async #open(day: string, number: number): Promise<OpenFile> {
    const path = join(this.#options.directory, `${this.#options.prefix}${day}-${number}.log`);
    const handle = await open(path, 'a', 0o600);
    let bytes = (await handle.stat()).size;
    if (bytes === 0) bytes += (await handle.write(this.#options.header(this.#options.now()))).bytesWritten;
    return { handle, day, bytes };
  }

  async #lastNumber(day: string): Promise<number> {
    const numbers = (await this.#names())
      .filter((name) => name.startsWith(`${this.#options.prefix}${day}-`))
      .map((name) => Number(name.slice(name.lastIndexOf('-') + 1, -'.log'.length)));
    return Math.max(0, ...numbers.filter(Number.isInteger));
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#options.directory);
    return names.filter((name) => name.startsWith(this.#options.prefix) && name.endsWith('.log'));
  }

  async #deleteOld(): Promise<void> {
    const { limits, now, directory } = this.#options;
    const paths = (await this.#names()).map((name) => join(directory, name));
    const files = await Promise.all(paths.map(async (path) => ({ path, stat: await stat(path) })));
    let total = limits.maxFileBytes;
    for (const file of files.sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs)) {
      total += file.stat.size;
      const tooOld = now() - file.stat.mtimeMs > limits.maxAgeMs;
      if (total > limits.maxDirectoryBytes || tooOld) await unlink(file.path);
    }
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => undefined);
  }
}

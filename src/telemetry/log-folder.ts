import { mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLimits, LogRollover } from '../config/log-settings.ts';

type LogFolderOptions = Readonly<{
  directory: string;
  prefix: string;
  header: (at: number) => string;
  limits: () => LogLimits;
  rollover: () => LogRollover;
  now: () => number;
}>;

/** An open log file and how long it is. */
export class OpenLog {
  readonly name: string;
  /** Day or hour it belongs to, and its case: all of the name between prefix and number. */
  readonly stamp: string;
  readonly #handle: FileHandle;
  bytes: number;

  constructor(handle: FileHandle, about: Readonly<{ name: string; stamp: string; bytes: number }>) {
    this.#handle = handle;
    this.name = about.name;
    this.stamp = about.stamp;
    this.bytes = about.bytes;
  }

  /** Rejects where not all could be written; what was written of it is taken back. */
  async write(octets: Buffer): Promise<void> {
    try {
      await this.#handle.appendFile(octets);
      this.bytes += octets.length;
    } catch (error) {
      await this.#handle.truncate(this.bytes).catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The files of one series: names, numbers, age and size. mail-flow.md §6 */
export class LogFolder {
  readonly #options: LogFolderOptions;
  readonly #pattern: RegExp;

  constructor(options: LogFolderOptions) {
    this.#options = options;
    // MSGTRK must not take MSGTRKMD for its own.
    this.#pattern = new RegExp(`^${options.prefix}(?:\\d{8}|\\d{10})-(\\d+)\\.log$`, 'i');
  }

  /** Whether the file takes a line of that length and its day or hour is not over. A file that holds nothing but its header
   *  takes any line: there is none that would take it better. */
  takes(file: OpenLog, octets: number): boolean {
    if (file.stamp !== this.#stamp()) return false;
    const { limits, header, now } = this.#options;
    const most = limits().maxFileBytes;
    return most === null || file.bytes + octets <= most || file.bytes <= Buffer.byteLength(header(now()));
  }

  /** Goes on with the last file of this day or hour where it takes that many octets, else begins the next one. */
  async openNext(octets: number): Promise<OpenLog> {
    const { directory, limits } = this.#options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await this.prune(null, limits().maxFileBytes ?? 0);
    const stamp = this.#stamp();
    const last = Math.max(await this.#lastNumber(stamp), 1);
    const reopened = await this.#open(stamp, last);
    if (this.takes(reopened, octets)) return reopened;
    await reopened.close();
    return this.#open(stamp, last + 1);
  }

  /** Deletes files by age, then the oldest until the folder keeps its size.
   *  @param kept name of the open file, which stays
   *  @param reservedBytes room that a file about to be written may take */
  async prune(kept: string | null, reservedBytes: number): Promise<void> {
    const { limits, now, directory } = this.#options;
    const { maxAgeMs, maxDirectoryBytes } = limits();
    const files = await Promise.all((await this.#names()).map((name) => fileFacts(directory, name)));
    let total = reservedBytes;
    for (const file of files.filter((found) => found !== null).sort((a, b) => b.changedAt - a.changedAt)) {
      total += file.bytes;
      const tooOld = maxAgeMs > 0 && now() - file.changedAt > maxAgeMs;
      const tooMuch = maxDirectoryBytes !== null && total > maxDirectoryBytes;
      if (file.name !== kept && (tooOld || tooMuch)) {
        await unlink(join(directory, file.name));
        total -= file.bytes;
      }
    }
  }

  #stamp(): string {
    const digits = new Date(this.#options.now()).toISOString().replaceAll(/[-T]/g, '');
    return this.#options.rollover() === 'Hourly' ? digits.slice(0, 10) : digits.slice(0, 8);
  }

  async #open(stamp: string, number: number): Promise<OpenLog> {
    const { prefix, directory, header, now } = this.#options;
    // Exchange's hourly files have their extension in capitals. receive-connectors.md §8.6
    const name = `${prefix}${stamp}-${number}.${stamp.length === 10 ? 'LOG' : 'log'}`;
    const handle = await open(join(directory, name), 'a+', 0o600);
    try {
      const bytes = (await handle.stat()).size;
      const file = new OpenLog(handle, { name, stamp, bytes });
      if (bytes === 0) await file.write(Buffer.from(header(now())));
      else if (!(await endsWithLineEnd(handle, bytes))) await file.write(Buffer.from('\r\n'));
      return file;
    } catch (error) {
      await handle.close().catch(() => undefined);
      throw error;
    }
  }

  async #lastNumber(stamp: string): Promise<number> {
    const ours = (await this.#names()).filter((name) => name.startsWith(`${this.#options.prefix}${stamp}-`));
    return Math.max(0, ...ours.map((name) => Number(this.#pattern.exec(name)?.[1] ?? 0)));
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#options.directory).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => this.#pattern.test(name));
  }
}

type FileFacts = Readonly<{ name: string; bytes: number; changedAt: number }>;

async function fileFacts(directory: string, name: string): Promise<FileFacts | null> {
  try {
    const { size, mtimeMs } = await stat(join(directory, name));
    return { name, bytes: size, changedAt: mtimeMs };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A crash may have left half a line. */
async function endsWithLineEnd(handle: FileHandle, bytes: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, bytes - 1);
  return buffer[0] === 0x0a;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

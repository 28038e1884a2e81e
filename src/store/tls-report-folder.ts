import { mkdir, readFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Days whose files stay. */
const KEPT_DAYS = 30;
const STATE_FILE = 'counting.json';
const MAILED_FILE = 'mailed.json';
const DAY_FILE = /^\d{4}-\d\d-\d\d\.json$/;

/** `DATA/tls-reports`: a file with the reports of each day, and what the day that runs has counted. */
export class TlsReportFolder {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'tls-reports');
  }

  /** What was counted last, as JSON; '' where nothing was. */
  async loadState(): Promise<string> {
    return await this.#read(STATE_FILE);
  }

  async saveState(json: string): Promise<void> {
    await this.#write(STATE_FILE, json);
  }

  /** @param day `2026-11-24` */
  async saveDay(day: string, json: string): Promise<void> {
    await this.#write(`${day}.json`, json);
    for (const old of (await this.days()).slice(0, -KEPT_DAYS))
      await unlink(join(this.#folder, `${old}.json`));
  }

  /** Days that have a file, the oldest first. */
  async days(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(orNothing);
    const days = (names ?? []).filter((name) => DAY_FILE.test(name)).map((name) => name.slice(0, 10));
    return days.toSorted();
  }

  /** Its reports as JSON; '' where there is no file. */
  async loadDay(day: string): Promise<string> {
    return await this.#read(`${day}.json`);
  }

  /** What became of the reports that were to be mailed, as JSON; '' where none were. */
  async loadMailed(): Promise<string> {
    return await this.#read(MAILED_FILE);
  }

  async saveMailed(json: string): Promise<void> {
    await this.#write(MAILED_FILE, json);
  }

  async #read(name: string): Promise<string> {
    return (await readFile(join(this.#folder, name), 'utf8').catch(orNothing)) ?? '';
  }

  async #write(name: string, json: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, name);
    await writeFile(`${path}.tmp`, json, { mode: 0o600 });
    await rename(`${path}.tmp`, path);
  }
}

/** null: it is not there. */
function orNothing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

import { mkdir, readFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Days whose files stay. */
const KEPT_DAYS = 30;
const STATE_FILE = 'counting.json';
const DAY_FILE = /^\d{4}-\d\d-\d\d\.json$/;

/** `DATA/tls-reports`: a file with the reports of each day, and what the day that runs has counted. */
export class TlsReportFolder {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'tls-reports');
  }

  /** What was counted last, as JSON; '' where nothing was. */
  async loadState(): Promise<string> {
    return await readFile(join(this.#folder, STATE_FILE), 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    });
  }

  async saveState(json: string): Promise<void> {
    await this.#write(STATE_FILE, json);
  }

  /** @param day `2026-11-24` */
  async saveDay(day: string, json: string): Promise<void> {
    await this.#write(`${day}.json`, json);
    const days = (await readdir(this.#folder)).filter((name) => DAY_FILE.test(name)).toSorted();
    for (const old of days.slice(0, -KEPT_DAYS)) await unlink(join(this.#folder, old));
  }

  async #write(name: string, json: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, name);
    await writeFile(`${path}.tmp`, json, { mode: 0o600 });
    await rename(`${path}.tmp`, path);
  }
}

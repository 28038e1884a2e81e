import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../transport/observation.ts';

const FILE_NAME = 'devices.json';

/** The device inventory in the data folder. Losing the latest minutes of it in a crash costs nobody a message, so it is
 *  written whole from time to time. */
export class DeviceFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, FILE_NAME);
  }

  /** Nothing where there is no file. Rejects where it cannot be read. */
  async load(): Promise<readonly Device[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]';
      throw error;
    });
    const devices: unknown = JSON.parse(text);
    return Array.isArray(devices) ? devices.filter(isDevice) : [];
  }

  async save(devices: readonly Device[]): Promise<void> {
    const temporary = `${this.#path}.tmp`;
    await writeFile(temporary, JSON.stringify(devices), { mode: 0o600 });
    await rename(temporary, this.#path);
  }
}

/** Only this program writes the file; what an older one wrote otherwise is left behind. */
function isDevice(value: unknown): value is Device {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['address', 'helo', 'senders', 'volume', 'limits', 'lastSeen', 'localPort'].every((name) => name in value)
  );
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownPolicy } from '../transport/mta-sts-port.ts';

const FILE_NAME = 'mta-sts.json';

/** The MTA-STS policies of other domains in the data folder: a restart must not forget what a domain asked for.
 *  RFC 8461 §5.1 */
export class PolicyFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, FILE_NAME);
  }

  /** Nothing where there is no file. Rejects where it cannot be read. */
  async load(): Promise<readonly KnownPolicy[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]';
      throw error;
    });
    const policies: unknown = JSON.parse(text);
    return Array.isArray(policies) ? policies.filter(isKnownPolicy) : [];
  }

  async save(policies: readonly KnownPolicy[]): Promise<void> {
    const temporary = `${this.#path}.tmp`;
    await writeFile(temporary, JSON.stringify(policies), { mode: 0o600 });
    await rename(temporary, this.#path);
  }
}

/** Only this program writes the file; what an older one wrote otherwise is left behind. */
function isKnownPolicy(value: unknown): value is KnownPolicy {
  if (typeof value !== 'object' || value === null || !('policy' in value)) return false;
  const { policy } = value;
  return (
    ['domain', 'id', 'fetchedAt', 'until'].every((name) => name in value) &&
    typeof policy === 'object' &&
    policy !== null &&
    ['mode', 'mx', 'maxAgeMs', 'lines'].every((name) => name in policy)
  );
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What drop directories hold. Counted when first asked, and anew whenever the count says that one is full: somebody else
 *  takes files away, and a folder is not read for every message. Exchange: Set-ForeignConnector -DropDirectoryQuota */
export class DropQuota {
  readonly #held = new Map<string, number>();

  /** Counts a file in before it is written.
   *  @throws where the folder holds as much as its quota allows */
  async take(folder: string, bytes: number, quotaBytes: number): Promise<void> {
    const known = this.#held.get(folder);
    if (known === undefined || known >= quotaBytes) this.#held.set(folder, await bytesIn(folder));
    const held = this.#held.get(folder) ?? 0;
    if (held >= quotaBytes)
      throw new Error(
        `${folder} holds ${held} bytes and DropDirectoryQuota is ${quotaBytes}; take files away or raise it`,
      );
    this.#held.set(folder, held + bytes);
  }

  /** The file was not written after all. */
  giveBack(folder: string, bytes: number): void {
    this.#held.set(folder, Math.max(0, (this.#held.get(folder) ?? 0) - bytes));
  }
}

/** Files that go while they are counted do not count. */
async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(folder))
    sum += await stat(join(folder, name)).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    );
  return sum;
}

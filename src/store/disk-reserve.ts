import { randomFillSync } from 'node:crypto';
import { open, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FILE_NAME = 'reserve';
const RESERVE_BYTES = 8 * 1024 * 1024;
/** The reserve is made again where this many times its size is free, lest it comes and goes. */
const ROOM_TIMES = 2;
const PIECE_BYTES = 1024 * 1024;

/** A write that must succeed although the disk is full asks for space here. */
export interface SpareSpace {
  /** The spare space was given up: what there is now is not for mail. */
  readonly isSpent: boolean;
  /** @returns true where there is more space than before, so that one more try may succeed */
  more(): Promise<boolean>;
}

/** A file in the data folder that does nothing but take space, and is given up when the disk is full: an administrator can
 *  resume, suspend and remove then, which takes records in the queue, the configuration and the audit log, and what was
 *  delivered can be noted. It is made again when others have freed space. docs/durability.md */
export class DiskReserve implements SpareSpace {
  readonly #path: string;
  readonly #bytes: number;
  readonly #onChange: (isSpent: boolean) => void;
  /** `unknown` before the first look. */
  #state: 'unknown' | 'held' | 'spent' = 'unknown';
  #last: Promise<unknown> = Promise.resolve();

  /** @param onChange told when the reserve was given up, and when it is there again */
  constructor(folder: string, onChange: (isSpent: boolean) => void, bytes: number = RESERVE_BYTES) {
    this.#path = join(folder, FILE_NAME);
    this.#bytes = bytes;
    this.#onChange = onChange;
  }

  get isSpent(): boolean {
    return this.#state === 'spent';
  }

  more(): Promise<boolean> {
    return this.#inTurn(() => this.#giveUp());
  }

  /** Makes the reserve where it is missing and there is space for it; called now and then. */
  keep(): Promise<void> {
    return this.#state === 'held' ? Promise.resolve() : this.#inTurn(() => this.#make());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Whoever else was refused meanwhile finds the space that the first one freed. */
  async #giveUp(): Promise<boolean> {
    if (this.#state === 'spent') return true;
    const file = await open(this.#path, 'r+').catch(() => null);
    try {
      await file?.truncate(0);
      // Some file systems give blocks away only when their journal has told of it.
      await file?.sync();
    } finally {
      await file?.close();
    }
    this.#become('spent');
    return file !== null;
  }

  async #make(): Promise<void> {
    const size = await stat(this.#path).then(
      (facts) => facts.size,
      () => 0,
    );
    if (size === this.#bytes) return this.#become('held');
    const disk = await statfs(dirname(this.#path)).catch(() => null);
    if (disk === null) return;
    const hasRoom = disk.bavail * disk.bsize >= ROOM_TIMES * this.#bytes;
    const made =
      hasRoom &&
      (await this.#fill().then(
        () => true,
        () => false,
      ));
    this.#become(made ? 'held' : 'spent');
  }

  /** Octets that no file system makes smaller. */
  async #fill(): Promise<void> {
    const file = await open(this.#path, 'w', 0o600);
    try {
      const piece = randomFillSync(Buffer.allocUnsafeSlow(PIECE_BYTES));
      for (let left = this.#bytes; left > 0; left -= piece.length)
        await file.writeFile(piece.subarray(0, Math.min(left, piece.length)));
    } catch (error) {
      await file.truncate(0);
      throw error;
    } finally {
      await file.close();
    }
  }

  #become(state: 'held' | 'spent'): void {
    const before = this.#state;
    this.#state = state;
    if (before !== state && (state === 'spent' || before === 'spent')) this.#onChange(state === 'spent');
  }
}

/** Runs a write, and once more where it failed for want of space and there is some now.
 *  @param isFull whether an error says that there was no space */
export async function withSpare<T>(
  spare: SpareSpace | null,
  isFull: (error: unknown) => boolean,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (spare === null || !isFull(error) || !(await spare.more())) throw error;
    return await write();
  }
}

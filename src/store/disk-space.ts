import { statfs } from 'node:fs/promises';

export type DiskLevel = 'low' | 'medium' | 'high';

const MEGABYTE = 1024 * 1024;
/** The queue stops taking mail before the disk is full, so that removals and reports can still be written.
 *  Rising and falling thresholds differ, lest the level flap. mail-flow.md §7.1 */
const HIGH = { enter: 64 * MEGABYTE, leave: 96 * MEGABYTE };
const MEDIUM = { enter: 128 * MEGABYTE, leave: 192 * MEGABYTE };
const POLL_MS = 2000;

/** Watches the free space of the device that holds a folder. */
export class DiskWatch {
  readonly #folder: string;
  readonly #changed: (level: DiskLevel, freeBytes: number) => void;
  #level: DiskLevel = 'low';
  #timer: NodeJS.Timeout | null = null;

  constructor(folder: string, changed: (level: DiskLevel, freeBytes: number) => void) {
    this.#folder = folder;
    this.#changed = changed;
  }

  get level(): DiskLevel {
    return this.#level;
  }

  async start(): Promise<void> {
    await this.#poll();
    this.#timer = setInterval(() => void this.#poll(), POLL_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #poll(): Promise<void> {
    const facts = await statfs(this.#folder).catch(() => null);
    if (facts === null) return;
    const free = facts.bavail * facts.bsize;
    const next = nextDiskLevel(this.#level, free);
    if (next === this.#level) return;
    this.#level = next;
    this.#changed(next, free);
  }
}

export function nextDiskLevel(current: DiskLevel, freeBytes: number): DiskLevel {
  if (freeBytes < (current === 'high' ? HIGH.leave : HIGH.enter)) return 'high';
  return freeBytes < (current === 'low' ? MEDIUM.enter : MEDIUM.leave) ? 'medium' : 'low';
}

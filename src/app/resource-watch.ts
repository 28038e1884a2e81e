import { freemem, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { diskSpace } from '../store/disk-space.ts';
import type { DiskReserve } from '../store/disk-reserve.ts';
import type { BackPressure } from '../transport/back-pressure.ts';

/** Exchange: ResourceMeteringInterval */
const POLL_MS = 2000;

export type ResourceSources = Readonly<{
  dataFolder: string;
  reserve: DiskReserve;
  /** Messages in the Submission queue. */
  submission: () => number;
  /** Transactions on their way to stable storage. */
  uncommitted: () => number;
  dropContents: () => void;
  forgetDnsAnswers: () => void;
}>;

/** Measures every two seconds, tells back pressure, and gives memory back where it says so. mail-flow.md §7.1, §7.2 */
export class ResourceWatch {
  readonly #pressure: BackPressure;
  readonly #sources: ResourceSources;
  #timer: NodeJS.Timeout | null = null;

  constructor(pressure: BackPressure, sources: ResourceSources) {
    this.#pressure = pressure;
    this.#sources = sources;
  }

  /** Resolves after the first measurement. */
  async start(): Promise<void> {
    await this.#poll();
    this.#timer = setInterval(() => void this.#poll(), POLL_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #poll(): Promise<void> {
    const { dataFolder, reserve, submission, uncommitted, dropContents, forgetDnsAnswers } = this.#sources;
    const kept = reserve.keep();
    if (reserve.isSpent) await kept;
    const disk = (await diskSpace(dataFolder)) ?? { usedPercent: 0, totalBytes: 0 };
    this.#pressure.poll({
      // What the reserve gave back is not for mail.
      disk: reserve.isSpent ? { ...disk, usedPercent: 100 } : disk,
      privatePercent: privatePercent(),
      systemPercent: 100 * (1 - freemem() / totalmem()),
      submission: submission(),
      uncommitted: uncommitted(),
    });
    const { contents, dnsAnswers } = this.#pressure.relief;
    if (contents) dropContents();
    if (dnsAnswers) forgetDnsAnswers();
  }
}

/** Resident memory against what the machine or the container has, and the heap against its own limit, which comes first
 *  on a large machine: whichever is nearer to its end. */
function privatePercent(): number {
  const limit = process.constrainedMemory();
  const most = limit > 0 && limit < totalmem() ? limit : totalmem();
  const heap = getHeapStatistics();
  return Math.max(
    (100 * process.memoryUsage.rss()) / most,
    (100 * heap.used_heap_size) / heap.heap_size_limit,
  );
}

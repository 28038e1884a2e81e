import { readPayload } from './content.ts';
import { chunkPlace } from './body.ts';
import type { LogWriter, RecordPlace } from './log-writer.ts';
import type { IndexEntry, MessageIndex } from './message-index.ts';
import { HEADER_BYTES, RECORD_TYPES } from './record.ts';
import type { Segment } from './segment.ts';
import { type ChunkPlace, TransactionBuilder } from './transaction.ts';

/** Copying starts when more than half of a log larger than this is dead. */
const FLOOR_BYTES = 256 * 1024 * 1024;
/** Live octets copied in one transaction. */
const STEP_BYTES = 4 * 1024 * 1024;

/** Gives space back. Only the oldest segment is ever deleted, so that what says "removed" outlives what it removes. A
 *  segment that nothing needs goes at once; when more than half of the log is dead, the live messages of the oldest
 *  segment are copied to the end of the log first, in small steps between the commits. */
export class Compactor {
  readonly #index: MessageIndex;
  readonly #writer: LogWriter;
  #running: Promise<void> | null = null;

  constructor(index: MessageIndex, writer: LogWriter) {
    this.#index = index;
    this.#writer = writer;
  }

  /** Cheap: most calls find nothing to do. */
  wake(): void {
    if (this.#running !== null || !this.#hasWork()) return;
    // A failure leaves everything as it was; the next commit tries again.
    this.#running = this.#work()
      .catch(() => undefined)
      .finally(() => {
        this.#running = null;
      });
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  #oldest(): Segment | null {
    const [first] = this.#index.segments.values();
    return first === undefined || first === this.#writer.current ? null : first;
  }

  #hasWork(): boolean {
    const oldest = this.#oldest();
    return oldest !== null && (oldest.liveBytes === 0 || this.#isMostlyDead());
  }

  #isMostlyDead(): boolean {
    const { diskBytes, liveBytes } = this.#index;
    return diskBytes > FLOOR_BYTES && liveBytes * 2 < diskBytes;
  }

  async #work(): Promise<void> {
    for (let oldest = this.#oldest(); oldest !== null && this.#hasWork(); oldest = this.#oldest()) {
      if (oldest.liveBytes > 0 && !(await this.#moveAll(oldest))) return;
      this.#index.segments.delete(oldest.number);
      await oldest.retire();
    }
  }

  /** @returns false where something in the segment is still needed (a body under way) */
  async #moveAll(segment: Segment): Promise<boolean> {
    const needing = [...this.#index.entries.values()].filter((entry) => needs(entry, segment));
    let step: IndexEntry[] = [];
    let bytes = 0;
    for (const entry of needing) {
      step.push(entry);
      bytes += entry.facts.sizeBytes;
      if (bytes < STEP_BYTES) continue;
      await this.#move(step);
      step = [];
      bytes = 0;
    }
    await this.#move(step);
    return segment.liveBytes === 0;
  }

  async #move(entries: readonly IndexEntry[]): Promise<void> {
    const builder = new TransactionBuilder();
    const copied: RecordPlace[] = [];
    const moving: IndexEntry[] = [];
    for (const entry of entries) {
      if (this.#index.entries.get(entry.facts.id) !== entry) continue;
      const payload = await readPayload(entry.segment, entry.position, entry.recordBytes);
      const chunks: ChunkPlace[] = [];
      for (const chunk of entry.chunks) {
        const place = await this.#copyChunk(chunk);
        chunks.push(chunkPlace(place));
        copied.push(place);
      }
      // A removal or an update during the copying must win: look again, and take the state as it is now.
      if (this.#index.entries.get(entry.facts.id) !== entry) continue;
      moving.push(entry);
      const header = payload.subarray(entry.headerAt, entry.headerAt + entry.headerLength);
      const body = [payload.subarray(entry.bodyAt, entry.bodyAt + entry.bodyLength)];
      builder.add({ facts: entry.facts, state: entry.state, header, body, chunks });
    }
    try {
      if (builder.parts.length > 0) await this.#commit(builder, moving, copied);
    } finally {
      for (const { segment, bytes } of copied) segment.liveBytes -= bytes;
    }
  }

  /** Between the append and its sync, other transactions may remove or update what moves: those are in the log behind
   *  or before ours. What was removed meanwhile is removed again behind the copy. */
  async #commit(
    builder: TransactionBuilder,
    moving: readonly IndexEntry[],
    needs: readonly RecordPlace[],
  ): Promise<void> {
    const states = new Map(moving.map((entry) => [entry.facts.id, entry.state]));
    const place = await this.#writer.append(RECORD_TYPES.transaction, builder.parts, true, needs);
    const after = new TransactionBuilder();
    for (const entry of moving) {
      const now = this.#index.entries.get(entry.facts.id);
      if (now === undefined) after.remove(entry.facts.id);
      else if (now.state !== states.get(entry.facts.id)) after.update(entry.facts.id, now.state);
    }
    this.#index.apply(place, builder.operations);
    this.#index.apply(place, after.operations);
    if (after.parts.length > 0) await this.#writer.append(RECORD_TYPES.transaction, after.parts, true);
  }

  async #copyChunk(chunk: ChunkPlace): Promise<RecordPlace> {
    const from = this.#index.segments.get(chunk.segment);
    if (from === undefined) throw new Error(`segment ${chunk.segment} is not open`);
    const payload = await readPayload(from, chunk.position - HEADER_BYTES, chunk.length + HEADER_BYTES);
    const place = await this.#writer.append(RECORD_TYPES.chunk, [payload], false);
    place.segment.liveBytes += place.bytes;
    return place;
  }
}

function needs(entry: IndexEntry, segment: Segment): boolean {
  return entry.segment === segment || entry.chunks.some((chunk) => chunk.segment === segment.number);
}

import { chunkPlace } from './body.ts';
import { readPayload } from './content.ts';
import type { LogWriter, RecordPlace } from './log-writer.ts';
import type { IndexEntry, MessageIndex } from './message-index.ts';
import { HEADER_BYTES, RECORD_TYPES } from './record.ts';
import type { Segment } from './segment.ts';
import { type ChunkPlace, TransactionBuilder } from './transaction.ts';

/** Live octets copied before the next look: commits get their turn between two steps. */
const STEP_BYTES = 1024 * 1024;
/** Octets written by others before an attempt that failed is repeated. */
const PAUSE_BYTES = 4 * 1024 * 1024;

/** Gives space back. Only the oldest segment is ever deleted, so that what says "removed" outlives what it removes. A
 *  segment that nothing needs goes at once; when more than half of the log is dead, the live messages of the oldest
 *  segment are copied to the end of the log first, in small steps between the commits. */
export class Compactor {
  readonly #index: MessageIndex;
  readonly #writer: LogWriter;
  readonly #floorBytes: number;
  #running: Promise<void> | null = null;
  #closing = false;
  /** Octets written to the log at which the next attempt after a failed one is due. */
  #resumeAt = 0;

  /** @param floorBytes a log smaller than this is not worth copying */
  constructor(index: MessageIndex, writer: LogWriter, floorBytes: number) {
    this.#index = index;
    this.#writer = writer;
    this.#floorBytes = floorBytes;
  }

  /** Cheap: most calls find nothing to do. */
  wake(): void {
    if (this.#running !== null || this.#closing || !this.#hasWork()) return;
    // A failure leaves everything as it was: copies that were made are as good as what they were made of.
    this.#running = this.#work()
      .catch(() => {
        this.#resumeAt = this.#writer.bytesWritten + PAUSE_BYTES;
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /** Ends what is under way, and starts nothing more. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#running;
  }

  #oldest(): Segment | null {
    const [first] = this.#index.segments.values();
    return first === undefined || first === this.#writer.current ? null : first;
  }

  #hasWork(): boolean {
    const oldest = this.#oldest();
    if (oldest === null || this.#writer.bytesWritten < this.#resumeAt) return false;
    return oldest.liveBytes === 0 || this.#isMostlyDead();
  }

  #isMostlyDead(): boolean {
    const { writtenBytes, liveBytes } = this.#index;
    return writtenBytes > this.#floorBytes && liveBytes * 2 < writtenBytes;
  }

  async #work(): Promise<void> {
    for (let oldest = this.#oldest(); oldest !== null && this.#hasWork(); oldest = this.#oldest()) {
      while (oldest.liveBytes > 0) if (this.#closing || !(await this.#moveSome(oldest))) return;
      // It stays in the index until it cannot come back: otherwise the next one, which says what was removed from it,
      // could go before it.
      await oldest.retire();
      this.#index.segments.delete(oldest.number);
    }
  }

  /** @returns false where nothing can be moved now: what is left is being changed, or belongs to a body under way */
  async #moveSome(segment: Segment): Promise<boolean> {
    const copies: Copy[] = [];
    try {
      for (const entry of this.#index.oldest(segment, STEP_BYTES)) copies.push(await this.#copy(entry));
      const moves = await Promise.allSettled(copies.map((copy) => this.#move(copy)));
      for (const move of moves) if (move.status === 'rejected') throw move.reason;
      return moves.some((move) => move.status === 'fulfilled' && move.value);
    } finally {
      for (const { chunks } of copies) for (const place of chunks) place.segment.liveBytes -= place.bytes;
    }
  }

  /** Reads the message and copies the chunks of a large one. */
  async #copy(entry: IndexEntry): Promise<Copy> {
    const payload = await readPayload(entry.segment, entry.position, entry.recordBytes);
    const bodyAt = entry.headerAt + entry.headerLength;
    // Copied out of its record: that may be long, and other messages of it would keep it in memory as often.
    const header = Buffer.from(payload.subarray(entry.headerAt, bodyAt));
    const body = Buffer.from(payload.subarray(bodyAt, bodyAt + entry.bodyLength));
    const chunks: RecordPlace[] = [];
    try {
      for (const chunk of entry.chunks) chunks.push(await this.#copyChunk(chunk));
    } catch (error) {
      for (const place of chunks) place.segment.liveBytes -= place.bytes;
      throw error;
    }
    return { entry, header, body, chunks };
  }

  /** Puts the copy in line behind every transaction that was there before, and applies it when it is durable. What is
   *  on its way to the disk and changes the message would lie before the copy and be undone by it at the next start:
   *  then the message is left for a later step. */
  async #move({ entry, header, body, chunks }: Copy): Promise<boolean> {
    if (!this.#index.isSettled(entry)) return false;
    const builder = new TransactionBuilder();
    const { id, text } = entry;
    builder.add({ id, text, header, body: [body], chunks: chunks.map(chunkPlace) });
    const place = await this.#writer.append(RECORD_TYPES.transaction, builder.parts, true, chunks);
    this.#index.apply(place, builder.operations);
    return true;
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

type Copy = Readonly<{ entry: IndexEntry; header: Buffer; body: Buffer; chunks: readonly RecordPlace[] }>;

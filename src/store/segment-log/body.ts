import type { BodyWriter } from '../../queue/ports.ts';
import type { LogWriter, RecordPlace } from './log-writer.ts';
import { HEADER_BYTES, RECORD_TYPES } from './record.ts';
import type { ChunkPlace } from './transaction.ts';

/** A body up to this size travels in the record of its transaction; a larger one is appended in chunks as it arrives. */
const INLINE_BYTES: number = 128 * 1024;
const CHUNK_BYTES = 256 * 1024;
/** Octets of one body that may be on their way to the file before its sender is asked to wait. */
const IN_FLIGHT_BYTES = 512 * 1024;

/** What a body came to. One that travels in the record has no chunks. */
export type FinishedBody = Readonly<{
  inline: readonly Buffer[];
  chunks: readonly ChunkPlace[];
  places: readonly RecordPlace[];
}>;

const NO_CHUNKS: readonly ChunkPlace[] = [];
const NO_PLACES: readonly RecordPlace[] = [];

/** Body of a message that is being received. */
export class LogBody implements BodyWriter {
  readonly #writer: LogWriter;
  readonly #onGarbage: (place: RecordPlace) => void;
  #octets = 0;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #chunked = false;
  #places: RecordPlace[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #inFlight = 0;
  #failure: Error | null = null;
  /** `finishing` while its commit waits for the last chunks: giving up comes too late then. */
  #stage: 'open' | 'finishing' | 'ended' = 'open';

  /** @param onGarbage told of each chunk that turns out not to be needed */
  constructor(writer: LogWriter, onGarbage: (place: RecordPlace) => void) {
    this.#writer = writer;
    this.#onGarbage = onGarbage;
  }

  get octets(): number {
    return this.#octets;
  }

  write(chunk: Buffer): Promise<void> | undefined {
    if (this.#stage !== 'open' || this.#failure !== null) return undefined;
    this.#octets += chunk.length;
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes < (this.#chunked ? CHUNK_BYTES : INLINE_BYTES + 1)) return undefined;
    this.#flush();
    if (this.#inFlight <= IN_FLIGHT_BYTES) return undefined;
    return this.#last.then(() => undefined);
  }

  abort(): void {
    if (this.#stage === 'open') this.#giveUp();
  }

  /** What the transaction record needs of this body; at once where the body is small, else when every chunk is written.
   *  Rejects where one could not be.
   *  @throws where the body was committed or aborted before: what is left of it would pass for an empty one */
  finish(): FinishedBody | Promise<FinishedBody> {
    if (this.#stage !== 'open') throw new Error('a body was given to a second commit, or was aborted');
    if (!this.#chunked) {
      const inline = this.#gathered;
      this.#end();
      return { inline, chunks: NO_CHUNKS, places: NO_PLACES };
    }
    return this.#finishChunks();
  }

  async #finishChunks(): Promise<FinishedBody> {
    this.#flush();
    this.#stage = 'finishing';
    await this.#last;
    const places = this.#places;
    if (this.#failure !== null) {
      this.#giveUp();
      throw this.#failure;
    }
    this.#end();
    return { inline: [], chunks: places.map(chunkPlace), places };
  }

  #giveUp(): void {
    this.#end();
    for (const place of this.#places) this.#onGarbage(place);
    this.#places = [];
  }

  #end(): void {
    this.#stage = 'ended';
    this.#gathered = [];
    this.#gatheredBytes = 0;
  }

  #flush(): void {
    if (this.#gatheredBytes === 0) return;
    this.#chunked = true;
    const bytes = this.#gatheredBytes;
    const written = this.#writer.append(RECORD_TYPES.chunk, this.#gathered, false);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#inFlight += bytes;
    this.#last = Promise.all([
      this.#last,
      written.then(
        (place) => this.#written(place, bytes),
        (error: unknown) => this.#failed(error),
      ),
    ]);
  }

  #written(place: RecordPlace, bytes: number): void {
    this.#inFlight -= bytes;
    place.segment.liveBytes += place.bytes;
    if (this.#stage === 'ended') this.#onGarbage(place);
    else this.#places.push(place);
  }

  #failed(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }
}

/** How a transaction refers to a chunk record. */
export function chunkPlace({ segment, position, bytes }: RecordPlace): ChunkPlace {
  return { segment: segment.number, position: position + HEADER_BYTES, length: bytes - HEADER_BYTES };
}

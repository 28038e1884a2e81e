import { MessageRemoved, StoreCorrupt, StoreUnreadable } from '../../queue/errors.ts';
import type { ContentReader } from '../../queue/ports.ts';
import type { IndexEntry, MessageIndex } from './message-index.ts';
import { HEADER_BYTES, isIntact, parseHeader } from './record.ts';
import type { Segment } from './segment.ts';

const PIECE_BYTES = 256 * 1024;

/** Reads a message from the log. The entry is looked up for each piece, for compaction may move the message meanwhile. */
export class LogContent implements ContentReader {
  readonly #index: MessageIndex;
  readonly #id: number;
  readonly #cached: readonly Buffer[] | undefined;
  readonly sizeBytes: number;

  constructor(index: MessageIndex, id: number, cached: readonly Buffer[] | undefined) {
    this.#index = index;
    this.#id = id;
    this.#cached = cached;
    this.sizeBytes = this.#entry().sizeBytes;
  }

  async header(): Promise<Buffer> {
    const cached = this.#cached?.[0];
    if (cached !== undefined) return cached;
    const entry = this.#entry();
    const payload = await readPayload(entry.segment, entry.position, entry.recordBytes);
    return payload.subarray(entry.headerAt, entry.headerAt + entry.headerLength);
  }

  async *chunks(): AsyncIterable<Buffer> {
    if (this.#cached !== undefined) {
      for (const part of this.#cached) yield* pieces(part);
      return;
    }
    const entry = this.#entry();
    const payload = await readPayload(entry.segment, entry.position, entry.recordBytes);
    const bodyAt = entry.headerAt + entry.headerLength;
    yield* pieces(payload.subarray(entry.headerAt, bodyAt));
    yield* pieces(payload.subarray(bodyAt, bodyAt + entry.bodyLength));
    for (let n = 0; n < entry.chunks.length; n++) yield* pieces(await this.#chunk(n));
  }

  async #chunk(n: number): Promise<Buffer> {
    const chunk = this.#entry().chunks[n];
    const segment = chunk === undefined ? undefined : this.#index.segments.get(chunk.segment);
    if (chunk === undefined || segment === undefined)
      throw new StoreCorrupt(`a part of message ${this.#id} is missing`);
    return readPayload(segment, chunk.position - HEADER_BYTES, chunk.length + HEADER_BYTES);
  }

  #entry(): IndexEntry {
    const entry = this.#index.entries.get(this.#id);
    if (entry === undefined) throw new MessageRemoved(`message ${this.#id} is not in the queue`);
    return entry;
  }
}

/** Payload of the record at a position. Rejects with StoreCorrupt where its mark or its checksum does not hold, with
 *  StoreUnreadable where it cannot be read now. */
export async function readPayload(segment: Segment, position: number, bytes: number): Promise<Buffer> {
  const record = await segment.read(position, bytes).catch((error: unknown) => {
    throw new StoreUnreadable(`the record at ${position} of ${segment.path} cannot be read`, {
      cause: error,
    });
  });
  const header = record.length === bytes ? parseHeader(record, segment.mark) : null;
  if (header?.length === bytes - HEADER_BYTES && isIntact(record)) return record.subarray(HEADER_BYTES);
  throw new StoreCorrupt(`the record at ${position} of ${segment.path} is damaged (checksum)`);
}

function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

import { parseHeader, scanHeader } from '../mail/header.ts';
import type { BodyWriter, QueueStore } from '../queue/ports.ts';

/** Sizes that bound a message. `null` = unlimited. */
export type BodyLimits = Readonly<{ maxHeaderSize: number; maxMessageSize: number | null }>;

/** What came of a message's octets. A refused one has left nothing in the store. */
export type BodyResult =
  | Readonly<{ kind: 'complete'; header: Buffer; body: BodyWriter; sizeBytes: number }>
  | Readonly<{ kind: 'headerTooLarge' }>
  | Readonly<{ kind: 'tooLarge' }>
  | Readonly<{ kind: 'storeFailed'; cause: unknown }>;

const LF = 10;
const EMPTY: Buffer = Buffer.alloc(0);

export type BodyFailure = Exclude<BodyResult, { kind: 'complete' }>;

/** Takes a message as it arrives: its header is kept in memory, the rest streams to the store. Once a limit is passed nothing
 *  more is kept, but all is read, so that the reply comes where the client expects it. */
export class ReceiveBody {
  readonly #store: QueueStore;
  readonly #limits: BodyLimits;
  readonly #header = new GrowingBuffer();
  #headerBytes = -1;
  #resume = 0;
  #writer: BodyWriter | null = null;
  #sizeBytes = 0;
  #failure: BodyFailure | null = null;

  constructor(store: QueueStore, limits: BodyLimits) {
    this.#store = store;
    this.#limits = limits;
  }

  /** Why the message can no longer be kept, as far as is known now. */
  get failure(): BodyFailure | null {
    return this.#failure;
  }

  /** Keeps the chunk, which must not change afterwards. A promise means: no more until it resolves; it never rejects. */
  write(chunk: Buffer): Promise<void> | undefined {
    this.#sizeBytes += chunk.length;
    if (this.#failure !== null) return undefined;
    const most = this.#limits.maxMessageSize;
    if (most !== null && this.#sizeBytes > most) return this.#fail({ kind: 'tooLarge' });
    return this.#writer === null ? this.#writeHeader(chunk) : this.#writeBody(this.#writer, chunk);
  }

  /** The message is complete. */
  finish(): BodyResult {
    if (this.#failure === null && this.#writer === null) this.#endHeader();
    if (this.#failure !== null) return this.#failure;
    const header = this.#header.bytes.subarray(0, this.#headerBytes);
    return {
      kind: 'complete',
      header,
      body: this.#writer ?? this.#store.newBody(),
      sizeBytes: this.#sizeBytes,
    };
  }

  /** Gives up; the store forgets what it took. */
  abort(): void {
    this.#writer?.abort();
    this.#writer = null;
    this.#failure ??= { kind: 'storeFailed', cause: 'aborted' };
  }

  #writeHeader(chunk: Buffer): Promise<void> | undefined {
    this.#header.append(chunk);
    const bytes = this.#header.bytes;
    const scan = chunk.includes(LF)
      ? scanHeader(bytes, this.#resume)
      : { kind: 'more' as const, resume: this.#resume };
    if (scan.kind === 'more') {
      this.#resume = scan.resume;
      return bytes.length > this.#limits.maxHeaderSize ? this.#fail({ kind: 'headerTooLarge' }) : undefined;
    }
    if (scan.headerBytes > this.#limits.maxHeaderSize) return this.#fail({ kind: 'headerTooLarge' });
    this.#headerBytes = scan.headerBytes;
    return this.#startBody(bytes.subarray(scan.bodyStart));
  }

  /** The data ended inside the header: what is no field is the body. */
  #endHeader(): void {
    const bytes = this.#header.bytes;
    const { rest } = parseHeader(bytes);
    this.#headerBytes = bytes.length - rest.length;
    void this.#startBody(rest);
  }

  #startBody(first: Buffer): Promise<void> | undefined {
    try {
      this.#writer = this.#store.newBody();
    } catch (cause) {
      return this.#fail({ kind: 'storeFailed', cause });
    }
    return first.length === 0 ? undefined : this.#writeBody(this.#writer, first);
  }

  #writeBody(writer: BodyWriter, chunk: Buffer): Promise<void> | undefined {
    try {
      return writer.write(chunk)?.catch((cause: unknown) => {
        this.#fail({ kind: 'storeFailed', cause });
      });
    } catch (cause) {
      return this.#fail({ kind: 'storeFailed', cause });
    }
  }

  #fail(failure: BodyFailure): undefined {
    this.#failure ??= failure;
    this.#writer?.abort();
    this.#writer = null;
    this.#header.clear();
    return undefined;
  }
}

/** Octets gathered with one copy each: room doubles, and a single chunk is not copied at all. */
class GrowingBuffer {
  #room: Buffer = EMPTY;
  #length = 0;

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  append(chunk: Buffer): void {
    if (this.#length === 0) {
      this.#room = chunk;
      this.#length = chunk.length;
      return;
    }
    const length = this.#length + chunk.length;
    if (length > this.#room.length) this.#grow(Math.max(length, this.#room.length * 2));
    chunk.copy(this.#room, this.#length);
    this.#length = length;
  }

  clear(): void {
    this.#room = EMPTY;
    this.#length = 0;
  }

  /** The first chunk fills its room exactly, so that it is never written to: it belongs to whoever read it. */
  #grow(capacity: number): void {
    const room = Buffer.allocUnsafeSlow(capacity);
    this.#room.copy(room, 0, 0, this.#length);
    this.#room = room;
  }
}

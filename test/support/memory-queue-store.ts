import { MessageRemoved } from '../../src/queue/errors.ts';
import type { StoredMessage } from '../../src/queue/message.ts';
import type {
  BodyWriter,
  ContentReader,
  QueueStore,
  QueueTransaction,
  RecoveryReport,
} from '../../src/queue/ports.ts';

const PIECE_BYTES = 256 * 1024;

type Held = Readonly<{ message: StoredMessage; content: Buffer }>;

/** A queue store for tests: everything is in memory, and each step of it can be made slow or made to fail. */
export class MemoryQueueStore implements QueueStore {
  readonly recovery: RecoveryReport = { messages: 0, findings: [], elapsedMs: 0 };
  readonly held: Map<number, Held> = new Map();
  /** Thrown by the next commits. */
  failCommit: Error | null = null;
  /** Thrown by the next writes. */
  failWrite: Error | null = null;
  /** Every write answers with a promise that takes this long. */
  writeDelayMs = 0;
  /** What a commit waits for. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  /** Keep octets of bodies, or only count them. */
  keepBodies = true;
  bodiesOpened = 0;
  bodiesAborted = 0;
  octetsWritten = 0;
  #lastId = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  newBody(): BodyWriter {
    this.bodiesOpened += 1;
    return new MemoryBody(this);
  }

  async commit(transaction: QueueTransaction): Promise<void> {
    await this.beforeCommit();
    if (this.failCommit !== null) throw this.failCommit;
    for (const { facts, state, header, body } of transaction.add ?? []) {
      const octets = body instanceof MemoryBody ? body.take() : Buffer.alloc(0);
      this.held.set(facts.id, { message: { facts, state }, content: Buffer.concat([header, octets]) });
    }
    for (const { id, state } of transaction.update ?? []) {
      const held = this.held.get(id);
      if (held !== undefined) this.held.set(id, { ...held, message: { facts: held.message.facts, state } });
    }
    for (const id of transaction.remove ?? []) this.held.delete(id);
  }

  ids(): Iterable<number> {
    return this.held.keys();
  }

  get(id: number): StoredMessage | undefined {
    return this.held.get(id)?.message;
  }

  /** Content of a stored message as text. */
  text(id: number): string {
    return this.held.get(id)?.content.toString('latin1') ?? '';
  }

  read(id: number): ContentReader {
    const holding = (): Held => {
      const held = this.held.get(id);
      if (held === undefined) throw new MessageRemoved(`message ${id} is not in the queue`);
      return held;
    };
    return {
      sizeBytes: holding().content.length,
      async *chunks() {
        const { content } = holding();
        for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
      },
      header: async () => {
        const { content, message } = holding();
        return content.subarray(0, message.facts.headerBytes);
      },
    };
  }

  stats(): ReturnType<QueueStore['stats']> {
    return {
      messages: this.held.size,
      syncs: 0,
      bytesWritten: this.octetsWritten,
      diskBytes: 0,
      liveBytes: 0,
      uncommitted: 0,
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class MemoryBody implements BodyWriter {
  octets = 0;
  readonly #store: MemoryQueueStore;
  #chunks: Buffer[] = [];
  #ended = false;

  constructor(store: MemoryQueueStore) {
    this.#store = store;
  }

  write(chunk: Buffer): Promise<void> | undefined {
    if (this.#store.failWrite !== null) throw this.#store.failWrite;
    this.octets += chunk.length;
    this.#store.octetsWritten += chunk.length;
    if (this.#store.keepBodies) this.#chunks.push(chunk);
    const delay = this.#store.writeDelayMs;
    return delay === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, delay));
  }

  take(): Buffer {
    this.#ended = true;
    return Buffer.concat(this.#chunks);
  }

  abort(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#store.bodiesAborted += 1;
  }
}

import type { MessageFacts, MessageState } from '../src/queue/message.ts';
import type {
  BodyWriter,
  ContentReader,
  NewMessage,
  QueueStore,
  QueueTransaction,
} from '../src/queue/ports.ts';

/** One accepted message on its way to the thread that has the log. */
export type Handover = Readonly<{
  facts: MessageFacts;
  state: MessageState;
  header: ArrayBuffer;
  body: ArrayBuffer;
}>;

/** What became of it: null = it is durable. */
export type Verdict = Readonly<{ id: number; error: string | null }>;

type Waiting = Readonly<{ resolve: () => void; reject: (error: Error) => void }>;

/** Ids of one thread: no other thread gives the same. */
const IDS_OF_A_THREAD = 1e12;

/** A queue whose log is another thread's: bench/workers.ts. A message crosses once, and so does the answer; those of one
 *  turn of the event loop cross together. */
export class RemoteStore implements QueueStore {
  readonly recovery: QueueStore['recovery'] = { messages: 0, findings: [], elapsedMs: 0 };
  readonly #post: (batch: readonly Handover[], transferred: readonly ArrayBuffer[]) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId: number;
  #batch: Handover[] = [];

  constructor(
    thread: number,
    post: (batch: readonly Handover[], transferred: readonly ArrayBuffer[]) => void,
  ) {
    this.#lastId = thread * IDS_OF_A_THREAD;
    this.#post = post;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  newBody(): BodyWriter {
    return new GatheredBody();
  }

  async commit({ add = [] }: QueueTransaction): Promise<void> {
    await Promise.all(add.map((message) => this.#handOver(message)));
  }

  #handOver({ facts, state, header, body }: NewMessage): Promise<void> {
    if (!(body instanceof GatheredBody)) throw new Error('the body was not made by this store');
    this.#batch.push({ facts, state, header: ownCopy([header]), body: ownCopy(body.chunks) });
    if (this.#batch.length === 1) setImmediate(() => this.#send());
    return new Promise((resolve, reject) => this.#waiting.set(facts.id, { resolve, reject }));
  }

  #send(): void {
    const batch = this.#batch;
    this.#batch = [];
    this.#post(
      batch,
      batch.flatMap(({ header, body }) => [header, body]),
    );
  }

  answered(verdicts: readonly Verdict[]): void {
    for (const { id, error } of verdicts) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === null) waiting?.resolve();
      else waiting?.reject(new Error(error));
    }
  }

  ids(): Iterable<number> {
    return [];
  }

  get(): undefined {
    return undefined;
  }

  read(): ContentReader {
    throw new Error('this thread reads no messages');
  }

  stats(): ReturnType<QueueStore['stats']> {
    return {
      messages: 0,
      syncs: 0,
      bytesWritten: 0,
      diskBytes: 0,
      liveBytes: 0,
      uncommitted: this.#waiting.size,
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class GatheredBody implements BodyWriter {
  readonly chunks: Buffer[] = [];
  octets = 0;

  write(chunk: Buffer): undefined {
    this.octets += chunk.length;
    this.chunks.push(chunk);
  }

  abort(): void {
    this.chunks.length = 0;
  }
}

/** Octets in memory of their own, which may be given to another thread. */
function ownCopy(parts: readonly Buffer[]): ArrayBuffer {
  const copy = new ArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new Uint8Array(copy, at).set(part);
    at += part.length;
  }
  return copy;
}

import { Worker } from 'node:worker_threads';
import { type SpareSpace, withSpare } from '../disk-reserve.ts';
import type { DatabaseAnswer, DatabaseRequest, DatabaseResults } from './protocol.ts';

type Waiting = Readonly<{ resolve: (result: never) => void; reject: (error: Error) => void }>;

/** The database failed. What it was asked for did not happen. */
class DatabaseFailed extends Error {
  override readonly name = 'DatabaseFailed';
  readonly code = 'POSTERN_DATABASE_FAILED';
}

/** There was no space for a change. */
class DatabaseFull extends DatabaseFailed {}

/** What administrators do: it must be possible while the disk is full. */
const OF_ADMINISTRATORS: ReadonlySet<DatabaseRequest['op']> = new Set(['commitConfig', 'appendAudit']);

/** Speaks to the database thread. Requests are answered in order. */
export class Database {
  readonly #worker: Worker;
  readonly #spare: SpareSpace | null;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #failure: Error | null = null;

  /** @param spare asked where the disk is full */
  constructor(folder: string, spare: SpareSpace | null = null) {
    this.#spare = spare;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: folder,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#worker.on('message', (answer: DatabaseAnswer<never>) => this.#settle(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the database thread ended')));
    this.#worker.unref();
  }

  /** Why it does not answer any more; null while it does. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** @param handedOver what the request holds and the asker lets go of */
  ask<R extends DatabaseRequest>(
    request: R,
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<DatabaseResults[R['op']]> {
    if (!OF_ADMINISTRATORS.has(request.op)) return this.#post(request, handedOver);
    return withSpare(
      this.#spare,
      (error) => error instanceof DatabaseFull,
      () => this.#post(request),
    );
  }

  #post<R extends DatabaseRequest>(
    request: R,
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<DatabaseResults[R['op']]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      const id = this.#nextId++;
      this.#worker.ref();
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request }, [...handedOver]);
    });
  }

  async close(): Promise<void> {
    if (this.#failure !== null) return;
    await this.ask({ op: 'close' });
    this.#failure = new DatabaseFailed('the database is closed');
    await this.#worker.terminate();
  }

  #settle(answer: DatabaseAnswer<never>): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.ok) waiting?.resolve(answer.result);
    else waiting?.reject(new (answer.isFull ? DatabaseFull : DatabaseFailed)(answer.error));
  }

  #fail(error: Error): void {
    this.#failure ??= new DatabaseFailed(error.message, { cause: error });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
  }
}

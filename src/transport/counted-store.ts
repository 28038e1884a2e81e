import type {
  BodyWriter,
  ContentReader,
  QueueStore,
  QueueTransaction,
  RecoveryReport,
} from '../queue/ports.ts';
import type { StoredMessage } from '../queue/message.ts';

/** A queue store that knows how many transactions are not on stable storage yet. mail-flow.md §7.1, UsedVersionBuckets */
export class CountedStore implements QueueStore {
  readonly #store: QueueStore;
  #uncommitted = 0;

  constructor(store: QueueStore) {
    this.#store = store;
  }

  get uncommitted(): number {
    return this.#uncommitted;
  }

  get recovery(): RecoveryReport {
    return this.#store.recovery;
  }

  nextId(): number {
    return this.#store.nextId();
  }

  newBody(): BodyWriter {
    return this.#store.newBody();
  }

  commit(transaction: QueueTransaction): Promise<void> {
    this.#uncommitted += 1;
    return this.#store.commit(transaction).finally(() => {
      this.#uncommitted -= 1;
    });
  }

  ids(): Iterable<number> {
    return this.#store.ids();
  }

  get(id: number): StoredMessage | undefined {
    return this.#store.get(id);
  }

  read(id: number): ContentReader {
    return this.#store.read(id);
  }

  stats(): ReturnType<QueueStore['stats']> {
    return this.#store.stats();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

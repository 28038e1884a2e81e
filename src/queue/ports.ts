import type { MessageFacts, MessageState, StoredMessage } from './message.ts';

/** Takes body octets as they arrive; memory stays bounded however large the body is. */
export interface BodyWriter {
  /** Octets taken so far. */
  readonly octets: number;
  /** Keeps the chunk (it must not be changed afterwards). A promise means: write no more until it resolves. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** Gives up: what was written is swept. Never throws; a no-op after the commit. */
  abort(): void;
}

export type NewMessage = Readonly<{
  facts: MessageFacts;
  state: MessageState;
  header: Buffer;
  body: BodyWriter;
}>;

/** Everything in one transaction is there after a crash, or nothing. */
export type QueueTransaction = Readonly<{
  add?: readonly NewMessage[];
  update?: readonly Readonly<{ id: number; state: MessageState }>[];
  remove?: readonly number[];
}>;

/** Content of a stored message, for sending: octets with CRLF line ends, no dot-stuffing, no final dot. */
export interface ContentReader {
  readonly sizeBytes: number;
  /** Chunks in order (≤ 256 KiB each); throws StoreCorrupt when a checksum does not hold, StoreUnreadable
   *  when the disk does not answer, MessageRemoved when the message is gone. */
  chunks(): AsyncIterable<Buffer>;
  /** The header alone, with its empty line. */
  header(): Promise<Buffer>;
}

export type RecoveryReport = Readonly<{
  messages: number;
  /** What was found wrong and what was done: torn tails cut, records set aside. One plain sentence each. */
  findings: readonly string[];
  elapsedMs: number;
}>;

/** Durable home of the message queue.
 *  Throws StoreFull (disk full: refuse with 452 4.3.1, nothing is lost, later commits may succeed again) and
 *  StoreUnavailable (an I/O error: refuse with 451 4.3.0). */
export interface QueueStore {
  readonly recovery: RecoveryReport;
  /** A number never given before, also across restarts and crashes. */
  nextId(): number;
  newBody(): BodyWriter;
  /** Resolves only after the transaction is on stable storage. Many calls share one sync. */
  commit(transaction: QueueTransaction): Promise<void>;
  /** Messages that are stored now, in order. Used at start. */
  ids(): Iterable<number>;
  /** What is stored of one message now; facts and state may be read anew each time they are asked for. */
  get(id: number): StoredMessage | undefined;
  read(id: number): ContentReader;
  /** Counters for status and tests. */
  stats(): Readonly<{
    messages: number;
    syncs: number;
    bytesWritten: number;
    diskBytes: number;
    liveBytes: number;
    /** Transactions that are not on stable storage yet. */
    uncommitted: number;
  }>;
  /** Waits for commits under way, then closes. */
  close(): Promise<void>;
}

export type { MessageFacts, MessageState, StoredMessage };

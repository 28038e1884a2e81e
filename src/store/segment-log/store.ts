import { StoreFull, StoreUnavailable } from '../../queue/errors.ts';
import type { StoredMessage } from '../../queue/message.ts';
import type {
  ContentReader,
  NewMessage,
  QueueStore,
  QueueTransaction,
  RecoveryReport,
} from '../../queue/ports.ts';
import { type SpareSpace, withSpare } from '../disk-reserve.ts';
import { diskFiles, type FileLayer } from '../file-layer.ts';
import { type FinishedBody, LogBody } from './body.ts';
import { Compactor } from './compactor.ts';
import { LogContent } from './content.ts';
import { ContentCache } from './content-cache.ts';
import { LogWriter, type RecordPlace, storeError } from './log-writer.ts';
import type { MessageIndex } from './message-index.ts';
import { messageText } from './message-text.ts';
import { RECORD_TYPES } from './record.ts';
import { recoverLog } from './recover.ts';
import { stateText } from './state-row.ts';
import { TransactionBuilder } from './transaction.ts';

export type SegmentLogOptions = Readonly<{
  /** Folder of the queue; made with mode 0700. The caller holds the lock of the data folder. */
  directory: string;
  files?: FileLayer;
  segmentBytes?: number;
  /** Live messages are copied forward when more than half of a log larger than this is dead. */
  compactAboveBytes?: number;
  /** Asked where the disk is full and what becomes of stored mail is to be written; new mail has no part in it. */
  spare?: SpareSpace;
  /** Epoch ms */
  now?: () => number;
}>;

const SEGMENT_BYTES = 64 * 1024 * 1024;
const COMPACT_ABOVE_BYTES = 256 * 1024 * 1024;
const CACHE_BYTES = 8 * 1024 * 1024;

/** Opens the queue in a folder: reads the log, cuts off what a crash left, and is ready to be written. */
export async function openSegmentLog(options: SegmentLogOptions): Promise<SegmentLogStore> {
  const now = options.now ?? Date.now;
  const started = now();
  const files = options.files ?? diskFiles;
  const folder = options.directory;
  const { index, current, findings } = await recoverLog({ folder, files, now: started });
  const writer = new LogWriter({
    folder,
    files,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    highestId: () => index.highestId,
    current,
    onSegment: (segment) => index.segments.set(segment.number, segment),
  });
  const compactor = new Compactor(index, writer, options.compactAboveBytes ?? COMPACT_ABOVE_BYTES);
  const recovery = { messages: index.entries.size, findings, elapsedMs: now() - started };
  return new SegmentLogStore({ index, writer, compactor, recovery, spare: options.spare ?? null });
}

/** `content` is null where it is too large to be kept in memory. */
type AddedBody = Readonly<{ id: number; places: readonly RecordPlace[]; content: readonly Buffer[] | null }>;

/** The embedded queue: an append-only, checksummed log with group commit. Decision: D5, docs/durability.md */
export class SegmentLogStore implements QueueStore {
  readonly recovery: RecoveryReport;
  readonly #index: MessageIndex;
  readonly #writer: LogWriter;
  readonly #cache = new ContentCache(CACHE_BYTES);
  readonly #compactor: Compactor;
  readonly #spare: SpareSpace | null;
  #uncommitted = 0;
  #onIdle: (() => void) | null = null;
  #closed = false;

  constructor(
    parts: Readonly<{
      index: MessageIndex;
      writer: LogWriter;
      compactor: Compactor;
      recovery: RecoveryReport;
      spare: SpareSpace | null;
    }>,
  ) {
    this.#index = parts.index;
    this.#writer = parts.writer;
    this.#compactor = parts.compactor;
    this.recovery = parts.recovery;
    this.#spare = parts.spare;
  }

  nextId(): number {
    this.#index.highestId += 1;
    return this.#index.highestId;
  }

  newBody(): LogBody {
    return new LogBody(this.#writer, release);
  }

  async commit(transaction: QueueTransaction): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the queue is closed');
    const { add = [], update = [], remove = [] } = transaction;
    const added: AddedBody[] = [];
    this.#uncommitted += 1;
    try {
      if (update.length + remove.length === 0) this.#admit(add);
      const builder = new TransactionBuilder();
      for (const message of add) {
        const { body } = message;
        if (!(body instanceof LogBody)) throw new Error('the body was not made by this store');
        const finished = body.finish();
        added.push(addTo(builder, message, finished instanceof Promise ? await finished : finished));
      }
      for (const { id, state } of update) builder.update(id, stateText(state));
      for (const id of remove) builder.remove(id);
      await this.#append(builder, [...update.map(({ id }) => id), ...remove], added);
    } catch (error) {
      throw storeError(error);
    } finally {
      // What was committed is counted by the index now; what was not is garbage.
      for (const { places } of added) for (const place of places) release(place);
      this.#uncommitted -= 1;
      if (this.#uncommitted === 0) this.#onIdle?.();
    }
    for (const { id, content } of added) if (content !== null) this.#cache.set(id, content);
    for (const id of remove) this.#cache.delete(id);
    this.#compactor.wake();
  }

  /** New mail has no part in the space that the reserve gave back. */
  #admit(add: readonly NewMessage[]): void {
    if (this.#spare?.isSpent !== true) return;
    for (const { body } of add) body.abort();
    throw new StoreFull('the disk is full, and its reserve is not for new mail');
  }

  async #append(
    builder: TransactionBuilder,
    changed: readonly number[],
    added: readonly AddedBody[],
  ): Promise<void> {
    this.#index.hold(changed);
    try {
      const needs = added.flatMap(({ places }) => places);
      const append = (): Promise<RecordPlace> =>
        this.#writer.append(RECORD_TYPES.transaction, builder.parts, true, needs);
      // Only of what is stored already anything can become.
      const place = await (changed.length > 0 ? withSpare(this.#spare, isFull, append) : append());
      this.#index.apply(place, builder.operations);
    } finally {
      this.#index.unhold(changed);
    }
  }

  ids(): Iterable<number> {
    return Float64Array.from(this.#index.entries.keys()).sort();
  }

  get(id: number): StoredMessage | undefined {
    return this.#index.entries.get(id);
  }

  read(id: number): ContentReader {
    return new LogContent(this.#index, id, this.#cache.get(id));
  }

  /** Contents that are kept in memory for delivery go; they are read from the log when they are needed. */
  dropContents(): void {
    this.#cache.clear();
  }

  stats(): ReturnType<QueueStore['stats']> {
    return {
      messages: this.#index.entries.size,
      syncs: this.#writer.syncs,
      bytesWritten: this.#writer.bytesWritten,
      diskBytes: this.#index.diskBytes,
      liveBytes: this.#index.liveBytes,
      uncommitted: this.#uncommitted,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#uncommitted > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#compactor.close();
    await this.#writer.close();
    for (const segment of this.#index.segments.values()) await segment.file.close();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof StoreFull;
}

function addTo(
  builder: TransactionBuilder,
  { facts, state, header }: NewMessage,
  { inline, chunks, places }: FinishedBody,
): AddedBody {
  builder.add({ id: facts.id, text: messageText(facts, state), header, body: inline, chunks });
  return { id: facts.id, places, content: chunks.length === 0 ? [header, ...inline] : null };
}

function release(place: RecordPlace): void {
  place.segment.liveBytes -= place.bytes;
}

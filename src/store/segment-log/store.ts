import type { StoredMessage } from '../../queue/message.ts';
import type {
  ContentReader,
  NewMessage,
  QueueStore,
  QueueTransaction,
  RecoveryReport,
} from '../../queue/ports.ts';
import { diskFiles, type FileLayer } from '../file-layer.ts';
import { LogBody } from './body.ts';
import { Compactor } from './compactor.ts';
import { LogContent } from './content.ts';
import { ContentCache } from './content-cache.ts';
import { createSegment, LogWriter, type RecordPlace, storeError } from './log-writer.ts';
import { MessageIndex } from './message-index.ts';
import { RECORD_TYPES } from './record.ts';
import { replaySegment } from './replay.ts';
import { Segment, segmentName, segmentNumber } from './segment.ts';
import { TransactionBuilder } from './transaction.ts';

export type SegmentLogOptions = Readonly<{
  /** Folder of the queue; made with mode 0700. The caller holds the lock of the data folder. */
  directory: string;
  files?: FileLayer;
  segmentBytes?: number;
  /** Epoch ms */
  now?: () => number;
}>;

const SEGMENT_BYTES = 64 * 1024 * 1024;
const CACHE_BYTES = 24 * 1024 * 1024;
/** Ids skipped at each start: those that were given out and never committed leave no trace. */
const ID_GAP = 10_000;

/** Opens the queue in a folder: reads the log, cuts off what a crash left, and is ready to be written. */
export async function openSegmentLog(options: SegmentLogOptions): Promise<SegmentLogStore> {
  const now = options.now ?? Date.now;
  const started = now();
  const files = options.files ?? diskFiles;
  const folder = options.directory;
  await files.makeFolder(folder);
  const index = new MessageIndex();
  const findings: string[] = [];
  await openSegments(folder, files, index);
  await replayAll({ folder, files, index, findings });
  const firstId = Math.max(index.highestId + ID_GAP, now());
  index.highestId = firstId;
  const segmentHead = (): Buffer => Buffer.from(JSON.stringify({ format: 1, highestId: index.highestId }));
  const last =
    [...index.segments.values()].at(-1) ?? (await createSegment({ folder, files, segmentHead }, 1));
  index.segments.set(last.number, last);
  const recovery = { messages: index.entries.size, findings, elapsedMs: now() - started };
  const writer = new LogWriter({
    folder,
    files,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    segmentHead,
    current: last,
    onSegment: (segment) => index.segments.set(segment.number, segment),
  });
  return new SegmentLogStore(index, writer, recovery);
}

async function openSegments(folder: string, files: FileLayer, index: MessageIndex): Promise<void> {
  const numbers = (await files.list(folder)).map(segmentNumber).filter((number) => number !== null);
  for (const number of numbers.sort((a, b) => a - b)) {
    const file = await files.open(`${folder}/${segmentName(number)}`, false);
    const segment = new Segment({ number, folder, files, file, end: 0, fileBytes: await file.size() });
    index.segments.set(number, segment);
  }
}

async function replayAll(
  log: Readonly<{ folder: string; files: FileLayer; index: MessageIndex; findings: string[] }>,
): Promise<void> {
  const { folder, files, index, findings } = log;
  const segments = [...index.segments.values()];
  for (const segment of segments) {
    await replaySegment(segment, {
      files,
      folder,
      isLast: segment === segments.at(-1),
      visitor: {
        head: (_, payload) => {
          const head: { highestId: number } = JSON.parse(payload.toString('utf8'));
          index.highestId = Math.max(index.highestId, head.highestId);
        },
        transaction: (own, place, operations) => index.apply({ segment: own, ...place }, operations),
        finding: (text) => findings.push(text),
      },
    });
  }
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
  #nextId: number;
  #closing = false;

  constructor(index: MessageIndex, writer: LogWriter, recovery: RecoveryReport) {
    this.#index = index;
    this.#writer = writer;
    this.recovery = recovery;
    this.#nextId = index.highestId;
    this.#compactor = new Compactor(index, writer);
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  newBody(): LogBody {
    return new LogBody(this.#writer, release);
  }

  async commit(transaction: QueueTransaction): Promise<void> {
    const builder = new TransactionBuilder();
    const added: AddedBody[] = [];
    try {
      for (const message of transaction.add ?? []) added.push(await this.#add(builder, message));
      for (const { id, state } of transaction.update ?? []) builder.update(id, state);
      for (const id of transaction.remove ?? []) builder.remove(id);
      const needs = added.flatMap(({ places }) => places);
      const place = await this.#writer.append(RECORD_TYPES.transaction, builder.parts, true, needs);
      this.#index.apply(place, builder.operations);
    } catch (error) {
      throw storeError(error);
    } finally {
      // What was committed is counted by the index now; what was not is garbage.
      for (const { places } of added) for (const place of places) release(place);
    }
    for (const { id, content } of added) if (content !== null) this.#cache.set(id, content);
    for (const id of transaction.remove ?? []) this.#cache.delete(id);
    if (!this.#closing) this.#compactor.wake();
  }

  async #add(builder: TransactionBuilder, message: NewMessage): Promise<AddedBody> {
    const { facts, state, header, body } = message;
    if (!(body instanceof LogBody)) throw new Error('the body was not made by this store');
    const { inline, chunks, places } = await body.finish();
    builder.add({ facts, state, header, body: inline, chunks });
    return { id: facts.id, places, content: chunks.length === 0 ? [header, ...inline] : null };
  }

  *messages(): Iterable<StoredMessage> {
    for (const id of [...this.#index.entries.keys()].sort((a, b) => a - b)) {
      const entry = this.#index.entries.get(id);
      if (entry !== undefined) yield { facts: entry.facts, state: entry.state };
    }
  }

  read(id: number): ContentReader {
    return new LogContent(this.#index, id, this.#cache.get(id));
  }

  stats(): ReturnType<QueueStore['stats']> {
    return {
      messages: this.#index.entries.size,
      syncs: this.#writer.syncs,
      bytesWritten: this.#writer.bytesWritten,
      diskBytes: this.#index.diskBytes,
      liveBytes: this.#index.liveBytes,
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#compactor.idle();
    await this.#writer.idle();
    for (const segment of this.#index.segments.values()) await segment.file.close();
  }
}

function release(place: RecordPlace): void {
  place.segment.liveBytes -= place.bytes;
}

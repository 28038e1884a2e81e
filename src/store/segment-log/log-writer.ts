import { randomBytes } from 'node:crypto';
import { StoreFull, StoreUnavailable } from '../../queue/errors.ts';
import type { FileLayer, LogFile } from '../file-layer.ts';
import { isNoSpace } from '../no-space.ts';
import { encodeRecord, HEADER_BYTES, MARK_BYTES, type RecordType } from './record.ts';
import { encodeHead, HEAD_BYTES } from './segment-head.ts';
import { Segment, segmentName } from './segment.ts';

/** Where a record came to lie. `position` is that of its header. */
export type RecordPlace = Readonly<{ segment: Segment; position: number; bytes: number }>;

type Job = Readonly<{
  type: RecordType;
  payload: readonly Buffer[];
  bytes: number;
  /** Wait for the sync; a chunk only needs to be written, its transaction is what is synced. */
  durable: boolean;
  /** Chunks that the record refers to: it may not become durable without them. */
  needs: readonly RecordPlace[];
  resolve: (place: RecordPlace) => void;
  reject: (error: Error) => void;
}>;

export type LogWriterOptions = Readonly<{
  folder: string;
  files: FileLayer;
  segmentBytes: number;
  /** Goes into the head of each new segment. */
  highestId: () => number;
  onSegment: (segment: Segment) => void;
  current: Segment;
}>;

/** @property total octets of the records
 *  @property ahead zeros may follow
 *  @property durable the records are on stable storage afterwards */
type PutOptions = Readonly<{ total: number; ahead: boolean; durable: boolean }>;

/** A batch takes at most this much, so that one sync does not wait for everything that queued up behind it. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** IOV_MAX of Linux. */
const BATCH_BUFFERS = 1000;
/** Zeros written ahead with a small batch: the syncs that follow need not write a new file size. Measured: 1.3 to 1.7
 *  times as many syncs a second. A batch larger than SMALL_BATCH_BYTES gains nothing and would only write more. */
const AHEAD = Buffer.alloc(256 * 1024);
const SMALL_BATCH_BYTES = 128 * 1024;

/** Appends records: whatever gathered while the last batch was on its way is written and made durable with one writev to
 *  a descriptor that is synchronous (O_DSYNC). No timer: a single writer waits for nobody. */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #current: Segment;
  #jobs: Job[] = [];
  #running: Promise<void> | null = null;
  /** What the file holds behind `end` is not known: a write or a sync is under way, or failed and could not be cut off. */
  #suspect = false;
  /** Nothing more is written to the file: after a failed sync the page cache can lie, and behind what cannot be cut
   *  off a record would not be found. */
  #abandoned = false;
  #closed = false;
  syncs = 0;
  bytesWritten = 0;

  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#current = options.current;
  }

  get current(): Segment {
    return this.#current;
  }

  /** Resolves when the record is written and, where `durable`, on stable storage. Rejects with StoreFull or
   *  StoreUnavailable: then it is not in the log.
   *  @param needs chunk records of a durable record that refers to them */
  append(
    type: RecordType,
    payload: readonly Buffer[],
    durable: boolean,
    needs: readonly RecordPlace[] = [],
  ): Promise<RecordPlace> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('the queue is closed'));
    let bytes = HEADER_BYTES;
    for (const part of payload) bytes += part.length;
    return new Promise((resolve, reject) => {
      this.#jobs.push({ type, payload, bytes, durable, needs, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Finishes what is under way and takes no more: the folder may be another process's afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // What else is appended in this turn of the event loop's microtasks goes into the first batch.
    await Promise.resolve();
    while (this.#jobs.length > 0) await this.#writeOrSplit(this.#takeBatch());
    this.#running = null;
  }

  /** Where there is no space for a batch there may be for some of it: a removal must not fail for the large message
   *  beside it. Their order stays. */
  async #writeOrSplit(batch: readonly Job[]): Promise<void> {
    try {
      await this.#write(batch);
    } catch (error) {
      await this.#clearUp();
      const failure = storeError(error);
      if (failure instanceof StoreFull && batch.length > 1) {
        for (const job of batch) await this.#writeOrSplit([job]);
      } else for (const job of batch) job.reject(failure);
    }
  }

  #takeBatch(): Job[] {
    let bytes = 0;
    let buffers = 0;
    let count = 0;
    for (const job of this.#jobs) {
      bytes += job.bytes;
      buffers += job.payload.length + 1;
      if (count > 0 && (bytes > BATCH_BYTES || buffers > BATCH_BUFFERS)) break;
      count += 1;
    }
    return this.#jobs.splice(0, count);
  }

  async #write(jobs: readonly Job[]): Promise<void> {
    if (this.#abandoned || this.#current.end >= this.#options.segmentBytes) await this.#nextSegment();
    const segment = this.#current;
    const batch = jobs.filter((job) => this.#hasItsChunks(job));
    if (batch.length === 0) return;
    const buffers: Buffer[] = [];
    const places: RecordPlace[] = [];
    let position = segment.end;
    for (const job of batch) {
      for (const buffer of encodeRecord(segment.mark, job.type, job.payload)) buffers.push(buffer);
      places.push({ segment, position, bytes: job.bytes });
      position += job.bytes;
    }
    const synced = batch.some((job) => job.durable);
    // What a write makes durable is what it wrote: chunks before it that are not synced yet need a sync of the file.
    const atOnce = synced && segment.syncedEnd === segment.end;
    await this.#put(segment, buffers, { total: position - segment.end, ahead: synced, durable: atOnce });
    if (atOnce) this.syncs += 1;
    else if (synced) await this.#sync(segment);
    segment.end = position;
    if (synced) segment.syncedEnd = position;
    for (const [index, job] of batch.entries()) {
      const place = places[index];
      if (place !== undefined) job.resolve(place);
    }
  }

  async #put(segment: Segment, buffers: readonly Buffer[], how: PutOptions): Promise<void> {
    const { total, ahead, durable } = how;
    this.#suspect = true;
    const end = segment.end + total;
    const zeros = ahead && end > segment.fileBytes && total < SMALL_BATCH_BYTES ? this.#roomAhead(end) : null;
    const all = zeros === null ? buffers : [...buffers, zeros];
    try {
      const written = await writeAll(segment.file, all, { position: segment.end, needed: total, durable });
      segment.fileBytes = Math.max(segment.fileBytes, segment.end + written);
    } catch (error) {
      // Whether the write or its sync failed is not told. What lies before it is durable, so that where there is no space
      // cutting off is enough.
      if (durable && !(storeError(error) instanceof StoreFull)) this.#abandoned = true;
      throw error;
    }
    this.bytesWritten += total;
    this.#suspect = false;
  }

  /** No further than the segment will be used. */
  #roomAhead(end: number): Buffer | null {
    const room = this.#options.segmentBytes - end;
    return room > 0 ? AHEAD.subarray(0, room) : null;
  }

  /** Chunks in the current segment are made durable by the record's own sync; those in an earlier one were when that
   *  was left, unless its device failed: then the message is refused. */
  #hasItsChunks(job: Job): boolean {
    const isSafe = ({ segment, position, bytes }: RecordPlace): boolean =>
      segment === this.#current || position + bytes <= segment.syncedEnd;
    if (job.needs.every(isSafe)) return true;
    job.reject(new StoreUnavailable('a part of the message was lost with a failed write'));
    return false;
  }

  async #sync(segment: Segment): Promise<void> {
    this.#suspect = true;
    try {
      await segment.file.datasync();
    } catch (error) {
      this.#abandoned = true;
      throw error;
    }
    this.syncs += 1;
    this.#suspect = false;
  }

  /** Before a refusal, so that what is refused does not come back at the next start, in whatever way that comes about:
   *  what a failed write left is cut off; after a failed sync, or where that fails, the head of a new segment says where
   *  this one ends. Where the device refuses that, too, the next batch tries again. */
  async #clearUp(): Promise<void> {
    if (this.#suspect && !this.#abandoned) await this.#cutOff();
    if (this.#abandoned) await this.#nextSegment().catch(() => undefined);
  }

  async #cutOff(): Promise<void> {
    const segment = this.#current;
    try {
      await segment.file.truncate(segment.end);
      await segment.file.datasync();
      segment.fileBytes = segment.end;
      segment.syncedEnd = segment.end;
      this.#suspect = false;
    } catch {
      this.#abandoned = true;
    }
  }

  /** Chunks whose transaction will lie in the next segment are made durable before this one is left. */
  async #seal(): Promise<void> {
    const segment = this.#current;
    if (segment.syncedEnd === segment.end) return;
    await this.#sync(segment);
    segment.syncedEnd = segment.end;
  }

  async #nextSegment(): Promise<void> {
    if (!this.#abandoned) await this.#seal();
    const former = this.#current;
    const segment = await createSegment(this.#options, {
      number: former.number + 1,
      highestId: this.#options.highestId(),
      previousEnd: former.syncedEnd,
    });
    // Chunks behind that are lost; the message they belong to is refused.
    former.end = former.syncedEnd;
    this.#current = segment;
    this.#abandoned = false;
    this.#suspect = false;
    this.#options.onSegment(segment);
  }
}

/** A new segment with its head; its name is durable before anything is promised in it. */
export async function createSegment(
  { folder, files }: Readonly<{ folder: string; files: FileLayer }>,
  { number, highestId, previousEnd }: Readonly<{ number: number; highestId: number; previousEnd: number }>,
): Promise<Segment> {
  const path = `${folder}/${segmentName(number)}`;
  const file = await openFresh(files, path);
  try {
    const mark = randomBytes(MARK_BYTES);
    const head = [encodeHead({ number, mark, highestId, previousEnd })];
    await writeAll(file, head, { position: 0, needed: HEAD_BYTES, durable: false });
    await file.datasync();
    await files.syncFolder(folder);
    const segment = new Segment({ number, folder, files, file, fileBytes: HEAD_BYTES });
    segment.mark = mark;
    segment.end = HEAD_BYTES;
    segment.syncedEnd = HEAD_BYTES;
    return segment;
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(path).catch(() => undefined);
    throw error;
  }
}

/** Writes whole buffers, however short the system's writes are. Of what lies behind the first `needed` octets as much
 *  as there is space for.
 *  @returns how many octets */
async function writeAll(
  file: LogFile,
  buffers: readonly Buffer[],
  { position, needed, durable }: Readonly<{ position: number; needed: number; durable: boolean }>,
): Promise<number> {
  let rest = buffers;
  let written = 0;
  while (rest.length > 0 && written < needed) {
    const some = rest.slice(0, BATCH_BUFFERS);
    const at = position + written;
    const { bytesWritten } = await (durable ? file.writevDurable(some, at) : file.writev(some, at));
    if (bytesWritten === 0) throw new StoreUnavailable('a write to the queue wrote nothing');
    written += bytesWritten;
    rest = dropFront(rest, bytesWritten);
  }
  return written;
}

/** A file of that name can only be what a failed attempt left. */
async function openFresh(files: FileLayer, path: string): ReturnType<FileLayer['open']> {
  try {
    return await files.open(path, true);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await files.remove(path);
    return files.open(path, true);
  }
}

function dropFront(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  let index = 0;
  for (; index < buffers.length; index++) {
    const length = buffers[index]?.length ?? 0;
    if (left < length) break;
    left -= length;
  }
  const rest = buffers.slice(index);
  const first = rest[0];
  if (first !== undefined) rest[0] = first.subarray(left);
  return rest;
}

/** Full and broken are two things: the one asks the client to come back, the other calls the operator. */
export function storeError(error: unknown): StoreFull | StoreUnavailable {
  if (error instanceof StoreFull || error instanceof StoreUnavailable) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (isNoSpace(error))
    return new StoreFull(`there is no space left for the queue (${text})`, { cause: error });
  return new StoreUnavailable(`the queue could not be written (${text})`, { cause: error });
}

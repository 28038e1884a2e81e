import { StoreFull, StoreUnavailable } from '../../queue/errors.ts';
import type { FileLayer, LogFile } from '../file-layer.ts';
import { encodeRecord, HEADER_BYTES, RECORD_TYPES, type RecordType } from './record.ts';
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
  /** Written at the head of each new segment. */
  segmentHead: () => Buffer;
  onSegment: (segment: Segment) => void;
  current: Segment;
}>;

/** A batch takes at most this much, so that one sync does not wait for everything that queued up behind it. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** IOV_MAX of Linux. */
const BATCH_BUFFERS = 1000;

/** Appends records: whatever gathered while the last batch was on its way is written with one writev and made durable
 *  with one fdatasync. No timer: a single writer waits for nobody. */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #current: Segment;
  #jobs: Job[] = [];
  #running: Promise<void> | null = null;
  /** Set after a failed write or sync: what the file holds behind `end` is not known, so the next batch cuts it off or,
   *  where that fails, goes to a new segment. */
  #suspect = false;
  /** After a failed fdatasync the page cache can lie: nothing more is written to that file. */
  #abandoned = false;
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
    let bytes = HEADER_BYTES;
    for (const part of payload) bytes += part.length;
    return new Promise((resolve, reject) => {
      this.#jobs.push({ type, payload, bytes, durable, needs, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#jobs.length > 0) {
      const batch = this.#takeBatch();
      try {
        await this.#write(batch);
      } catch (error) {
        const failure = storeError(error);
        for (const job of batch) job.reject(failure);
      }
    }
    this.#running = null;
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
    await this.#prepare();
    const segment = this.#current;
    const batch = jobs.filter((job) => this.#hasItsChunks(job));
    if (batch.length === 0) return;
    const buffers: Buffer[] = [];
    const places: RecordPlace[] = [];
    let position = segment.end;
    for (const job of batch) {
      for (const buffer of encodeRecord(segment.number, job.type, job.payload)) buffers.push(buffer);
      places.push({ segment, position, bytes: job.bytes });
      position += job.bytes;
    }
    await this.#put(segment, buffers, position - segment.end);
    const synced = batch.some((job) => job.durable);
    if (synced) await this.#sync(segment);
    segment.end = position;
    if (synced) segment.syncedEnd = position;
    segment.fileBytes = Math.max(segment.fileBytes, position);
    for (const [index, job] of batch.entries()) {
      const place = places[index];
      if (place !== undefined) job.resolve(place);
    }
  }

  async #put(segment: Segment, buffers: readonly Buffer[], total: number): Promise<void> {
    this.#suspect = true;
    await writeAll(segment.file, buffers, segment.end);
    this.bytesWritten += total;
    this.#suspect = false;
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

  /** Makes the current segment fit to be appended to. */
  async #prepare(): Promise<void> {
    if (this.#suspect && !this.#abandoned) await this.#cutOff();
    if (this.#abandoned || this.#current.end >= this.#options.segmentBytes) await this.#nextSegment();
  }

  /** Removes what a failed write left, so that a refused message cannot come back at the next start. */
  async #cutOff(): Promise<void> {
    try {
      await this.#current.file.truncate(this.#current.end);
      this.#current.fileBytes = this.#current.end;
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
    // What was refused must not come back at the next start: best effort, for the device is failing.
    if (this.#abandoned) await this.#current.file.truncate(this.#current.end).catch(() => undefined);
    else await this.#seal();
    const segment = await createSegment(this.#options, this.#current.number + 1);
    this.#current = segment;
    this.#abandoned = false;
    this.#suspect = false;
    this.#options.onSegment(segment);
  }
}

/** A new segment with its head record; its name is durable before anything is promised in it. */
export async function createSegment(
  options: Readonly<{ folder: string; files: FileLayer; segmentHead: () => Buffer }>,
  number: number,
): Promise<Segment> {
  const { folder, files } = options;
  const path = `${folder}/${segmentName(number)}`;
  const file = await openFresh(files, path);
  try {
    const buffers = encodeRecord(number, RECORD_TYPES.segment, [options.segmentHead()]);
    const total = await writeAll(file, buffers, 0);
    await file.datasync();
    await files.syncFolder(folder);
    return new Segment({ number, folder, files, file, end: total, fileBytes: total });
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(path).catch(() => undefined);
    throw error;
  }
}

/** Writes whole buffers, however short the system's writes are. @returns how many octets */
async function writeAll(file: LogFile, buffers: readonly Buffer[], position: number): Promise<number> {
  let rest = buffers;
  let written = 0;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest.slice(0, BATCH_BUFFERS), position + written);
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

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Full and broken are two things: the one asks the client to come back, the other calls the operator. */
export function storeError(error: unknown): StoreFull | StoreUnavailable {
  if (error instanceof StoreFull || error instanceof StoreUnavailable) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  if (NO_SPACE.has(code))
    return new StoreFull(`there is no space left for the queue (${text})`, { cause: error });
  return new StoreUnavailable(`the queue could not be written (${text})`, { cause: error });
}

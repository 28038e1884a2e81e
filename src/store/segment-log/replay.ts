import type { FileLayer } from '../file-layer.ts';
import { HEADER_BYTES, isIntact, MAGIC, parseHeader, RECORD_TYPES } from './record.ts';
import type { Segment } from './segment.ts';
import { decodeTransaction, type Operation } from './transaction.ts';

export type ReplayVisitor = Readonly<{
  /** Payload of the segment's head record. */
  head: (segment: Segment, payload: Buffer) => void;
  transaction: (
    segment: Segment,
    place: Readonly<{ position: number; bytes: number }>,
    operations: readonly Operation[],
  ) => void;
  /** One plain sentence on what was found wrong and what was done. */
  finding: (text: string) => void;
}>;

export type ReplayOptions = Readonly<{
  files: FileLayer;
  folder: string;
  isLast: boolean;
  visitor: ReplayVisitor;
}>;

/** Reads this much at a time when looking for the next good record behind damage. */
const SCAN_BYTES = 1024 * 1024;

/** Reads one segment from its start, record by record. Stops at the clean end or at a torn tail; sets damaged records
 *  aside and goes on behind them. Sets `segment.end`. */
export async function replaySegment(segment: Segment, options: ReplayOptions): Promise<void> {
  let position = 0;
  for (;;) {
    const next = await replayRecord(segment, position, options);
    if (next !== null) {
      position = next;
      continue;
    }
    if (await isCleanEnd(segment, position)) break;
    const good = await findRecord(segment, position + 1);
    if (good === null) {
      await cutTail(segment, position, options);
      break;
    }
    await setAside(segment, { from: position, to: good }, options);
    position = good;
  }
  segment.end = position;
  segment.syncedEnd = position;
}

/** @returns where the next record begins, or null where this one is not intact */
async function replayRecord(
  segment: Segment,
  position: number,
  { visitor }: ReplayOptions,
): Promise<number | null> {
  const headerBytes = await segment.read(position, HEADER_BYTES);
  const header = parseHeader(headerBytes, segment.number);
  if (header === null || position + HEADER_BYTES + header.length > segment.fileBytes) return null;
  const payload = await segment.read(position + HEADER_BYTES, header.length);
  if (payload.length !== header.length || !isIntact(headerBytes, payload)) return null;
  const bytes = HEADER_BYTES + header.length;
  if (header.type === RECORD_TYPES.segment) visitor.head(segment, payload);
  if (header.type === RECORD_TYPES.transaction) {
    visitor.transaction(segment, { position, bytes }, decodeTransaction(payload));
  }
  return position + bytes;
}

/** Nothing but zeros follows, or nothing at all. */
async function isCleanEnd(segment: Segment, position: number): Promise<boolean> {
  for (let at = position; at < segment.fileBytes; at += SCAN_BYTES) {
    const bytes = await segment.read(at, Math.min(SCAN_BYTES, segment.fileBytes - at));
    if (bytes.some((octet) => octet !== 0)) return false;
  }
  return true;
}

const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32BE(MAGIC);

/** Start of the first intact record at or behind a position, or null. */
async function findRecord(segment: Segment, from: number): Promise<number | null> {
  let at = from;
  while (at + HEADER_BYTES <= segment.fileBytes) {
    const bytes = await segment.read(at, Math.min(SCAN_BYTES, segment.fileBytes - at));
    for (let found = bytes.indexOf(MAGIC_BYTES); found >= 0; found = bytes.indexOf(MAGIC_BYTES, found + 1)) {
      if (await isRecord(segment, at + found)) return at + found;
    }
    if (bytes.length < MAGIC_BYTES.length) return null;
    at += bytes.length - (MAGIC_BYTES.length - 1);
    if (bytes.length < SCAN_BYTES) return null;
  }
  return null;
}

async function isRecord(segment: Segment, position: number): Promise<boolean> {
  const headerBytes = await segment.read(position, HEADER_BYTES);
  const header = parseHeader(headerBytes, segment.number);
  if (header === null || position + HEADER_BYTES + header.length > segment.fileBytes) return false;
  return isIntact(headerBytes, await segment.read(position + HEADER_BYTES, header.length));
}

/** A write that a crash cut off: nobody was told 250 for it. The last segment goes on being written, so its tail is
 *  removed; an older one is only read. */
async function cutTail(
  segment: Segment,
  position: number,
  { isLast, visitor }: ReplayOptions,
): Promise<void> {
  const bytes = segment.fileBytes - position;
  visitor.finding(
    `An unfinished write of ${bytes} octets at the end of ${segment.path} was dropped: no reply had been given for it.`,
  );
  if (!isLast) return;
  await segment.file.truncate(position);
  await segment.file.datasync();
  segment.fileBytes = position;
}

async function setAside(
  segment: Segment,
  range: Readonly<{ from: number; to: number }>,
  options: ReplayOptions,
): Promise<void> {
  const folder = `${options.folder}/corrupt`;
  const path = `${folder}/${segment.number.toString(16).padStart(8, '0')}-${range.from}.bin`;
  const bytes = await segment.read(range.from, range.to - range.from);
  await options.files.makeFolder(folder);
  await options.files.writeAside(path, bytes);
  options.visitor.finding(
    `${bytes.length} octets at ${range.from} of ${segment.path} are damaged (checksum); they were copied to ${path} and left out, everything else is served.`,
  );
}

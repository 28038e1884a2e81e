import type { FileLayer } from '../file-layer.ts';
import {
  HEADER_BYTES,
  isIntact,
  MARK_BYTES,
  parseHeader,
  RECORD_TYPES,
  type RecordHeader,
} from './record.ts';
import { ReplayWindow } from './replay-window.ts';
import type { Segment } from './segment.ts';
import { decodeHead, HEAD_BYTES } from './segment-head.ts';
import { setAside } from './set-aside.ts';
import { decodeTransaction, type Operation } from './transaction.ts';

export type ReplayVisitor = Readonly<{
  head: (highestId: number) => void;
  transaction: (
    segment: Segment,
    place: Readonly<{ position: number; bytes: number }>,
    operations: readonly Operation[],
  ) => void;
  /** Octets of a segment that are no intact record. */
  damage: (segment: Segment, range: Readonly<{ from: number; to: number }>) => void;
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
 *  aside and goes on behind them. Sets the segment's mark and end.
 *  @returns false where not even its mark can be told: nothing of it was read */
export async function replaySegment(segment: Segment, options: ReplayOptions): Promise<boolean> {
  if (!(await readHead(segment, options.visitor))) return false;
  let position = HEAD_BYTES;
  for (;;) {
    position = await replayRecords(segment, position, options);
    if (await isCleanEnd(segment, position)) break;
    const good = await findRecord(segment, position + 1);
    if (good === null) {
      await cutTail(segment, position, options);
      break;
    }
    options.visitor.damage(segment, { from: position, to: good });
    const where = await setAside(segment, { from: position, to: good }, options);
    options.visitor.finding(
      `${good - position} octets at ${position} of ${segment.path} are damaged (checksum); ${where} and left out, everything else is served.`,
    );
    position = good;
  }
  segment.end = position;
  segment.syncedEnd = position;
  return true;
}

/** Where the head is damaged, the first record tells the mark. */
async function readHead(segment: Segment, visitor: ReplayVisitor): Promise<boolean> {
  const bytes = await segment.read(0, HEAD_BYTES);
  const head = decodeHead(bytes);
  if (head !== null && head.number === segment.number) {
    segment.mark = head.mark;
    visitor.head(head.highestId);
    return true;
  }
  const first = await segment.read(HEAD_BYTES, MARK_BYTES);
  if (first.length < MARK_BYTES || first.every((octet) => octet === 0)) return false;
  segment.mark = first;
  if (!(await isRecord(segment, HEAD_BYTES))) return false;
  visitor.finding(`The head of ${segment.path} is damaged; its records were read without it.`);
  return true;
}

/** @returns where the first record begins that is not intact, or the end */
async function replayRecords(segment: Segment, from: number, { visitor }: ReplayOptions): Promise<number> {
  const window = new ReplayWindow(segment);
  let position = from;
  let needed = HEADER_BYTES;
  while (needed > 0) {
    await window.load(position, needed);
    ({ position, needed } = replayLoaded(window, position, visitor));
  }
  return position;
}

/** Reads records as far as they are in memory, without a wait between them: there may be a million.
 *  @returns where it stopped and how many octets from there it needs to go on, 0 = no record is there */
function replayLoaded(
  window: ReplayWindow,
  from: number,
  visitor: ReplayVisitor,
): Readonly<{ position: number; needed: number }> {
  const { segment } = window;
  let position = from;
  for (;;) {
    const start = window.at(position, HEADER_BYTES);
    if (start.length < HEADER_BYTES) return { position, needed: window.available(position, HEADER_BYTES) };
    const header = parseHeader(start, segment.mark);
    if (header === null || !fits(segment, position, header)) return { position, needed: 0 };
    const bytes = HEADER_BYTES + header.length;
    const record = window.at(position, bytes);
    if (record.length < bytes) return { position, needed: window.available(position, bytes) };
    if (!isIntact(record)) return { position, needed: 0 };
    if (header.type === RECORD_TYPES.transaction) {
      const operations = decodeTransaction(record.subarray(HEADER_BYTES));
      visitor.transaction(segment, { position, bytes }, operations);
    }
    position += bytes;
  }
}

function fits(segment: Segment, position: number, { length }: RecordHeader): boolean {
  return position + HEADER_BYTES + length <= segment.fileBytes;
}

const ZEROS = Buffer.alloc(SCAN_BYTES);

/** Nothing but zeros follows, or nothing at all. */
async function isCleanEnd(segment: Segment, position: number): Promise<boolean> {
  for (let at = position; at < segment.fileBytes; at += SCAN_BYTES) {
    const bytes = await segment.read(at, Math.min(SCAN_BYTES, segment.fileBytes - at));
    if (bytes.compare(ZEROS, 0, bytes.length) !== 0) return false;
  }
  return true;
}

/** Start of the first intact record at or behind a position, or null. */
async function findRecord(segment: Segment, from: number): Promise<number | null> {
  for (let at = from; at + HEADER_BYTES <= segment.fileBytes; at += SCAN_BYTES - (MARK_BYTES - 1)) {
    const bytes = await segment.read(at, Math.min(SCAN_BYTES, segment.fileBytes - at));
    for (
      let found = bytes.indexOf(segment.mark);
      found >= 0;
      found = bytes.indexOf(segment.mark, found + 1)
    ) {
      if (await isRecord(segment, at + found)) return at + found;
    }
  }
  return null;
}

async function isRecord(segment: Segment, position: number): Promise<boolean> {
  const header = parseHeader(await segment.read(position, HEADER_BYTES), segment.mark);
  if (header === null || !fits(segment, position, header)) return false;
  return isIntact(await segment.read(position, HEADER_BYTES + header.length));
}

const BLOCK_BYTES = 4096;

/** Behind the last octet that is not zero. */
async function endOfOctets(segment: Segment, from: number): Promise<number> {
  let end = segment.fileBytes;
  while (end > from) {
    const start = Math.max(from, end - BLOCK_BYTES);
    const bytes = await segment.read(start, end - start);
    if (bytes.compare(ZEROS, 0, bytes.length) !== 0) {
      return start + bytes.findLastIndex((octet) => octet !== 0) + 1;
    }
    end = start;
  }
  return from;
}

/** What a crash left of a write: nobody was told 250 for it. A damaged last record looks the same, so a copy is kept. The
 *  last segment goes on being written, so its tail is removed; an older one is only read. */
async function cutTail(segment: Segment, position: number, options: ReplayOptions): Promise<void> {
  const range = { from: position, to: await endOfOctets(segment, position) };
  options.visitor.damage(segment, range);
  const where = await setAside(segment, range, options);
  options.visitor.finding(
    `The last ${range.to - position} octets of ${segment.path} are no whole record, as a crash leaves of a write for which no reply had been given; ${where} and dropped.`,
  );
  if (!options.isLast) return;
  await segment.file.truncate(position);
  await segment.file.datasync();
  segment.fileBytes = position;
}

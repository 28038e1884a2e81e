import { dirname } from 'node:path';
import type { FileLayer } from '../file-layer.ts';
import { createSegment } from './log-writer.ts';
import { type IndexEntry, MessageIndex } from './message-index.ts';
import { HEADER_BYTES } from './record.ts';
import { replaySegment, type ReplayVisitor } from './replay.ts';
import { Segment, segmentName, segmentNumber } from './segment.ts';
import { decodeHead, HEAD_BYTES } from './segment-head.ts';
import { setAside, setSegmentAside } from './set-aside.ts';
import type { ChunkPlace } from './transaction.ts';

/** Ids skipped at each start: those that were given out and never committed leave no trace. */
const ID_GAP = 1_000_000;

type LogPlace = Readonly<{ folder: string; files: FileLayer }>;
type Range = Readonly<{ from: number; to: number }>;
type Damage = Map<number, Range[]>;

export type RecoveredLog = Readonly<{ index: MessageIndex; current: Segment; findings: readonly string[] }>;

/** Reads the log in a folder and makes it fit to be appended to.
 *  @param now epoch ms: no id is smaller, so that a lost folder does not begin again with old ones */
export async function recoverLog({ folder, files, now }: LogPlace & { now: number }): Promise<RecoveredLog> {
  const place = { folder, files };
  await files.makeFolder(folder);
  await files.syncFolder(dirname(folder));
  const index = new MessageIndex();
  const findings: string[] = [];
  const damage: Damage = new Map();
  const newest = await openSegments(place, index);
  await replayAll(place, index, { findings, damage });
  await leaveOutIncomplete(place, index, { findings, damage });
  index.highestId = Math.max(index.highestId + ID_GAP, now);
  const last = index.segments.get(newest);
  // What a killed process had written and not synced counts from now on: it must not vanish later.
  await last?.file.datasync();
  const current =
    last ?? (await createSegment(place, { number: newest + 1, highestId: index.highestId, previousEnd: 0 }));
  index.segments.set(current.number, current);
  return { index, current, findings };
}

/** @returns number of the newest segment, 0 where there is none */
async function openSegments({ folder, files }: LogPlace, index: MessageIndex): Promise<number> {
  const numbers = (await files.list(folder)).map(segmentNumber).filter((number) => number !== null);
  let newest = 0;
  for (const number of numbers.sort((a, b) => a - b)) {
    const file = await files.open(`${folder}/${segmentName(number)}`, false);
    const segment = new Segment({ number, folder, files, file, fileBytes: await file.size() });
    const head = decodeHead(await segment.read(0, HEAD_BYTES));
    if (head === null && segment.fileBytes <= HEAD_BYTES) {
      // A crash while it was being made: nothing is written behind a head that is not durable.
      await segment.retire();
      continue;
    }
    const former = index.segments.get(number - 1);
    // What lies behind was refused: it is as if it were not there.
    if (head !== null && former !== undefined)
      former.fileBytes = Math.min(former.fileBytes, head.previousEnd);
    index.segments.set(number, segment);
    newest = number;
  }
  return newest;
}

async function replayAll(
  place: LogPlace,
  index: MessageIndex,
  { findings, damage }: Readonly<{ findings: string[]; damage: Damage }>,
): Promise<void> {
  const visitor: ReplayVisitor = {
    head: (highestId) => {
      index.highestId = Math.max(index.highestId, highestId);
    },
    transaction: (segment, at, operations) => index.apply({ segment, ...at }, operations),
    damage: (segment, range) => damage.set(segment.number, [...(damage.get(segment.number) ?? []), range]),
    finding: (text) => findings.push(text),
  };
  const segments = [...index.segments.values()];
  for (const segment of segments) {
    const isLast = segment === segments.at(-1);
    if (await replaySegment(segment, { ...place, isLast, visitor })) continue;
    index.segments.delete(segment.number);
    const path = await setSegmentAside(segment, place);
    findings.push(
      `${segment.path} cannot be read at all; it was moved to ${path}, everything else is served.`,
    );
  }
}

/** A large message of which a chunk is damaged or missing is set aside like one whose record is damaged. */
async function leaveOutIncomplete(
  place: LogPlace,
  index: MessageIndex,
  { findings, damage }: Readonly<{ findings: string[]; damage: Damage }>,
): Promise<void> {
  const isWhole = (chunk: ChunkPlace): boolean => {
    const end = index.segments.get(chunk.segment)?.end ?? 0;
    const from = chunk.position - HEADER_BYTES;
    const to = chunk.position + chunk.length;
    const ranges = damage.get(chunk.segment) ?? [];
    return to <= end && !ranges.some((range) => from < range.to && range.from < to);
  };
  const incomplete: IndexEntry[] = [];
  for (const entry of index.chunked) if (!entry.chunks.every(isWhole)) incomplete.push(entry);
  for (const { id, facts, segment, position, recordBytes } of incomplete) {
    index.remove(id);
    const where = await setAside(segment, { from: position, to: position + recordBytes }, place);
    findings.push(
      `Message ${id} (${facts.messageId}) has lost a part of its body; envelope and header: ${where}; it was left out, everything else is served.`,
    );
  }
}

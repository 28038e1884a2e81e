import { crc32 } from 'node:zlib';

/** One record of a segment: 20 octets of header, then the payload.
 *
 *      0  mark     8    drawn at random for each segment
 *      8  type     u32
 *     12  length   u32  octets of payload
 *     16  crc      u32  CRC-32 of octets 0 to 15 and the payload
 *
 *  The mark says two things: these octets were written as a record of this segment, not left there by something else;
 *  and nobody outside wrote them. When a start looks for the next good record behind damage it passes over bodies, and
 *  a sender who could guess how a record begins could make one there. Decision: ADR-0005.
 *  Zeros where a header would be are the clean end of a segment. */
export const HEADER_BYTES = 20;
export const MARK_BYTES = 8;

export const RECORD_TYPES = { head: 1, transaction: 2, chunk: 3 } as const;
export type RecordType = (typeof RECORD_TYPES)[keyof typeof RECORD_TYPES];

/** Larger lengths are damage, not data: a transaction holds at most a header, a small body and some states. */
const MAX_PAYLOAD: number = 512 * 1024 * 1024;

/** @returns the record as buffers to write in order: header, then the payload's parts (not copied) */
export function encodeRecord(mark: Buffer, type: RecordType, payload: readonly Buffer[]): Buffer[] {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  let length = 0;
  for (const part of payload) length += part.length;
  mark.copy(header, 0, 0, MARK_BYTES);
  header.writeUInt32BE(type, 8);
  header.writeUInt32BE(length, 12);
  header.writeUInt32BE(checksum(header, payload), 16);
  return [header, ...payload];
}

export type RecordHeader = Readonly<{ type: number; length: number }>;

/** @returns null where the octets are not the header of a record with this mark */
export function parseHeader(bytes: Buffer, mark: Buffer): RecordHeader | null {
  if (bytes.length < HEADER_BYTES || bytes.compare(mark, 0, MARK_BYTES, 0, MARK_BYTES) !== 0) return null;
  const header = { type: bytes.readUInt32BE(8), length: bytes.readUInt32BE(12) };
  return header.type >= 1 && header.type <= 3 && header.length <= MAX_PAYLOAD ? header : null;
}

/** Does the checksum hold?
 *  @param record header and payload as read */
export function isIntact(record: Buffer): boolean {
  return record.readUInt32BE(16) === checksum(record, [record.subarray(HEADER_BYTES)]);
}

function checksum(header: Buffer, payload: readonly Buffer[]): number {
  let crc = crc32(header.subarray(0, 16));
  for (const part of payload) crc = crc32(part, crc);
  return crc;
}

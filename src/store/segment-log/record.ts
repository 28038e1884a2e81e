import { crc32 } from 'node:zlib';

/** One record of a segment: 20 octets of header, then the payload.
 *
 *      0  magic    u32  'PSTR'
 *      4  segment  u32  number of the segment, so that what an earlier use of the file left is never taken for ours
 *      8  type     u32
 *     12  length   u32  octets of payload
 *     16  crc      u32  CRC-32 of octets 4 to 15 and the payload
 *
 *  A header of zeros is the clean end of a segment. */
export const HEADER_BYTES = 20;
export const MAGIC = 0x50535452;

export const RECORD_TYPES = { segment: 1, transaction: 2, chunk: 3 } as const;
export type RecordType = (typeof RECORD_TYPES)[keyof typeof RECORD_TYPES];

/** Larger lengths are damage, not data: a transaction holds at most a header, a small body and some states. */
const MAX_PAYLOAD: number = 512 * 1024 * 1024;

/** @returns the record as buffers to write in order: header, then the payload's parts (not copied) */
export function encodeRecord(segment: number, type: RecordType, payload: readonly Buffer[]): Buffer[] {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  let length = 0;
  for (const part of payload) length += part.length;
  header.writeUInt32BE(MAGIC, 0);
  header.writeUInt32BE(segment, 4);
  header.writeUInt32BE(type, 8);
  header.writeUInt32BE(length, 12);
  header.writeUInt32BE(checksum(header, payload), 16);
  return [header, ...payload];
}

export type RecordHeader = Readonly<{ segment: number; type: number; length: number; crc: number }>;

/** @returns null where the octets are not a record header of this segment */
export function parseHeader(bytes: Buffer, segment: number): RecordHeader | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(0) !== MAGIC || bytes.readUInt32BE(4) !== segment)
    return null;
  const header = {
    segment,
    type: bytes.readUInt32BE(8),
    length: bytes.readUInt32BE(12),
    crc: bytes.readUInt32BE(16),
  };
  return header.type >= 1 && header.type <= 3 && header.length <= MAX_PAYLOAD ? header : null;
}

/** @param header the 20 octets as read */
export function isIntact(header: Buffer, payload: Buffer): boolean {
  return header.readUInt32BE(16) === checksum(header, [payload]);
}

function checksum(header: Buffer, payload: readonly Buffer[]): number {
  let crc = crc32(header.subarray(4, 16));
  for (const part of payload) crc = crc32(part, crc);
  return crc;
}

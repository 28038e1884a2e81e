import { encodeRecord, HEADER_BYTES, isIntact, parseHeader, RECORD_TYPES } from './record.ts';

/** Each segment begins with a record that says whose it is; its other records begin behind it, in a block of the disk
 *  of their own, so that one bad block cannot take both. */
export const HEAD_BYTES = 4096;
/** Where a head has its mark. */
const MAGIC = Buffer.from('POSTERNQ', 'latin1');
const FORMAT = 3;

export type SegmentHead = Readonly<{
  number: number;
  /** Begins every other record of the segment. */
  mark: Buffer;
  /** No id above this one was given when the segment was made: holds also when the messages and their segments are
   *  long gone. */
  highestId: number;
  /** Where the segment before this one ends: what lies behind was refused, or never became durable. 0 where there is none. */
  previousEnd: number;
}>;

export function encodeHead({ number, mark, highestId, previousEnd }: SegmentHead): Buffer {
  const fields = JSON.stringify({
    format: FORMAT,
    number,
    mark: mark.toString('hex'),
    highestId,
    previousEnd,
  });
  const payload = Buffer.alloc(HEAD_BYTES - HEADER_BYTES, ' ');
  payload.write(fields, 'latin1');
  return Buffer.concat(encodeRecord(MAGIC, RECORD_TYPES.head, [payload]));
}

/** @param bytes the first octets of a segment
 *  @returns null where no intact head is there
 *  Throws where the head was written by another version. */
export function decodeHead(bytes: Buffer): SegmentHead | null {
  const header = parseHeader(bytes, MAGIC);
  if (header === null || header.length !== HEAD_BYTES - HEADER_BYTES || bytes.length < HEAD_BYTES)
    return null;
  if (!isIntact(bytes.subarray(0, HEAD_BYTES))) return null;
  const fields: { format: number; number: number; mark: string; highestId: number; previousEnd: number } =
    JSON.parse(bytes.toString('latin1', HEADER_BYTES, HEAD_BYTES));
  if (fields.format !== FORMAT) {
    throw new Error(
      `its format is ${fields.format}, and this version of Postern reads format ${FORMAT} only`,
    );
  }
  const { number, highestId, previousEnd } = fields;
  return { number, mark: Buffer.from(fields.mark, 'hex'), highestId, previousEnd };
}

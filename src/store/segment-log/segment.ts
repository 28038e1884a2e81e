import { join } from 'node:path';
import type { FileLayer, LogFile } from '../file-layer.ts';
import { MARK_BYTES } from './record.ts';

const NAME = /^([0-9a-f]{8})\.seg$/;

export function segmentName(number: number): string {
  return `${number.toString(16).padStart(8, '0')}.seg`;
}

/** Number of a segment's file name, or null for other files. */
export function segmentNumber(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** One file of the log. */
export class Segment {
  readonly number: number;
  readonly path: string;
  readonly #files: FileLayer;
  readonly #folder: string;
  readonly file: LogFile;
  /** Begins each record; known once the head was read. */
  mark: Buffer = Buffer.alloc(MARK_BYTES);
  /** Where the next record goes. */
  end = 0;
  /** Octets of the file on disk: zeros written ahead lie behind `end`. */
  fileBytes: number;
  /** Everything before this is on stable storage. */
  syncedEnd = 0;
  /** Octets of records that a stored message or a body under way needs. */
  liveBytes = 0;
  #readers = 0;
  #isRemoved = false;
  #retired = false;

  constructor(
    made: Readonly<{ number: number; folder: string; files: FileLayer; file: LogFile; fileBytes: number }>,
  ) {
    this.number = made.number;
    this.path = join(made.folder, segmentName(made.number));
    this.#files = made.files;
    this.#folder = made.folder;
    this.file = made.file;
    this.fileBytes = made.fileBytes;
  }

  /** Reads `length` octets; fewer only at the end of the file. */
  async read(position: number, length: number): Promise<Buffer> {
    return await this.readInto(Buffer.allocUnsafeSlow(length), position);
  }

  /** Fills a buffer. @returns the part of it that was filled: less than all only at the end of the file */
  async readInto(buffer: Buffer, position: number): Promise<Buffer> {
    const { length } = buffer;
    this.#readers += 1;
    try {
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await this.file.read(buffer, filled, length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      this.#readers -= 1;
      if (this.#retired && this.#readers === 0) await this.file.close();
    }
  }

  /** Deletes the file; readers under way finish first. Resolves when it cannot come back: only then may the next
   *  segment go, for that one holds what says "removed" of the messages in this. May be called again after a failure. */
  async retire(): Promise<void> {
    if (!this.#isRemoved) await this.#files.remove(this.path);
    this.#isRemoved = true;
    await this.#files.syncFolder(this.#folder);
    this.#retired = true;
    if (this.#readers === 0) await this.file.close();
  }
}

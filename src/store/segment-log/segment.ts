import { join } from 'node:path';
import type { FileLayer, LogFile } from '../file-layer.ts';

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
  /** Where the next record goes. */
  end: number;
  /** Octets of the file on disk (a preallocated file is longer than `end`). */
  fileBytes: number;
  /** Everything before this is on stable storage. */
  syncedEnd: number;
  /** Octets of records that a stored message or a body under way needs. */
  liveBytes = 0;
  #readers = 0;
  #retired = false;

  constructor(
    made: Readonly<{
      number: number;
      folder: string;
      files: FileLayer;
      file: LogFile;
      end: number;
      fileBytes: number;
    }>,
  ) {
    this.number = made.number;
    this.path = join(made.folder, segmentName(made.number));
    this.#files = made.files;
    this.#folder = made.folder;
    this.file = made.file;
    this.end = made.end;
    this.syncedEnd = made.end;
    this.fileBytes = made.fileBytes;
  }

  /** Reads exactly `length` octets; fewer only at the end of the file. */
  async read(position: number, length: number): Promise<Buffer> {
    this.#readers += 1;
    try {
      const buffer = Buffer.allocUnsafe(length);
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

  /** Deletes the file; readers under way finish first. */
  async retire(): Promise<void> {
    await this.#files.remove(this.path);
    // The next older segment may only go when this one cannot come back: it holds what says "removed".
    await this.#files.syncFolder(this.#folder);
    this.#retired = true;
    if (this.#readers === 0) await this.file.close();
  }
}

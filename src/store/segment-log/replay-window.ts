import type { Segment } from './segment.ts';

const WINDOW_BYTES = 1024 * 1024;

/** Reads a segment from front to back in large pieces, whatever the size of its records. */
export class ReplayWindow {
  readonly segment: Segment;
  /** One for the whole segment: new ones would leave holes behind in the memory of the process. */
  #space: Buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  #bytes: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(segment: Segment) {
    this.segment = segment;
  }

  /** Octets at a position as far as they are in memory; good until the next `load`. */
  at(position: number, length: number): Buffer {
    const start = position - this.#from;
    if (start < 0) return this.#bytes.subarray(0, 0);
    return this.#bytes.subarray(start, start + length);
  }

  /** Reads on from a position, at least `length` octets where the segment has them. */
  async load(position: number, length: number): Promise<void> {
    const left = Math.max(0, this.segment.fileBytes - position);
    if (length > this.#space.length) this.#space = Buffer.allocUnsafeSlow(length);
    const wanted = Math.min(left, this.#space.length);
    this.#bytes = await this.segment.readInto(this.#space.subarray(0, wanted), position);
    this.#from = position;
  }

  /** @returns `length` where the segment has so many octets behind a position, else 0 */
  available(position: number, length: number): number {
    return position + length <= this.segment.fileBytes ? length : 0;
  }
}

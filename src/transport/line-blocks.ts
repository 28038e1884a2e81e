/** Lines as octets, one behind the other, and how long each is, its line end included. */
export type LineBlock = Readonly<{ octets: Buffer<ArrayBuffer>; lengths: readonly number[] }>;

const FIRST_BYTES = 8 * 1024;
const NEXT_BYTES = 64 * 1024;

/** Lines that wait to be written. They lie outside the heap: hundreds of them are alive at any moment, and the garbage
 *  collector would copy each of them twice. */
export class LineBlocks {
  readonly #lineEnd: string;
  #blocks: { octets: Buffer<ArrayBuffer>; lengths: number[] }[] = [];
  /** Octets of the last block that are in use. */
  #used = 0;
  #count = 0;

  constructor(lineEnd: '\n' | '\r\n') {
    this.#lineEnd = lineEnd;
  }

  get count(): number {
    return this.#count;
  }

  /** @param text of one line, without its end */
  add(text: string): void {
    const line = text + this.#lineEnd;
    const block = this.#roomFor(line.length * 3);
    const length = block.octets.write(line, this.#used);
    block.lengths.push(length);
    this.#used += length;
    this.#count += 1;
  }

  /** All lines since the last time. */
  take(): readonly LineBlock[] {
    const blocks = this.#blocks;
    const last = blocks.at(-1);
    if (last !== undefined) last.octets = last.octets.subarray(0, this.#used);
    this.#blocks = [];
    this.#used = 0;
    this.#count = 0;
    return blocks;
  }

  /** A block with room for that many octets: UTF-8 has at most three for each unit of a text. */
  #roomFor(most: number): { octets: Buffer<ArrayBuffer>; lengths: number[] } {
    const last = this.#blocks.at(-1);
    if (last !== undefined) {
      if (last.octets.length - this.#used >= most) return last;
      last.octets = last.octets.subarray(0, this.#used);
    }
    const bytes = Math.max(last === undefined ? FIRST_BYTES : NEXT_BYTES, most);
    const block = { octets: Buffer.allocUnsafeSlow(bytes), lengths: [] };
    this.#blocks.push(block);
    this.#used = 0;
    return block;
  }
}

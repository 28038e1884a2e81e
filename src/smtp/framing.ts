/** What the framer found next. A line is given without its CRLF, as a view that stays valid. */
export type FramedLine =
  | Readonly<{ type: 'line'; line: Buffer }>
  | Readonly<{ type: 'lineTooLong' }>
  | Readonly<{ type: 'lineMalformed' }>;

const LF = 0x0a;
const CR = 0x0d;

const TOO_LONG: FramedLine = { type: 'lineTooLong' };
const MALFORMED: FramedLine = { type: 'lineMalformed' };

/** Cuts the octets of a connection into command lines, and hands them over raw where a body begins.
 *
 *  A line ends with CRLF and with nothing else (RFC 5321 §2.3.8). A line with a bare LF, a bare CR or a NUL is malformed:
 *  it is reported when the fault is seen, so that a client that never sends CRLF gets an answer, and dropped up to and
 *  including the next CRLF, so that no part of it is ever read as a command. A line beyond the limit is treated alike.
 *  Either way there is one report for all octets up to one CRLF, however the octets arrive in pieces, and a dropped line
 *  takes no memory. A line that arrives in pieces is gathered in one buffer of at most the limit. */
export class LineFramer {
  #maxLine: number;
  /** Octets not looked at yet, from `#at` on in the first chunk. */
  readonly #chunks: Buffer[] = [];
  #at = 0;
  /** Start of a line whose end has not arrived; its last octet may be a CR. */
  #partial: Buffer = Buffer.alloc(0);
  #partialLength = 0;
  /** The rest of a line that was reported is being dropped. `#dropSawCr`: its last octet was CR. */
  #dropping = false;
  #dropSawCr = false;
  #waiting = 0;

  /** @param maxLine octets of a line without its CRLF */
  constructor(maxLine: number) {
    this.#maxLine = maxLine;
  }

  setMaxLine(maxLine: number): void {
    this.#maxLine = maxLine;
  }

  /** Octets held: those waiting and those of a line begun. */
  get buffered(): number {
    return this.#waiting + this.#partialLength;
  }

  /** Keeps the chunk, which must not be changed afterwards. */
  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
  }

  /** @returns null until more octets arrive */
  next(): FramedLine | null {
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const found = this.#dropping ? this.#drop(chunk) : this.#scan(chunk);
      if (found !== null) return found;
    }
    return null;
  }

  /** Up to `maxBytes` octets as they stand, for a body that follows the line given last. */
  takeRaw(maxBytes: number): Buffer | null {
    this.#putBackPartial();
    const chunk = this.#chunks[0];
    if (chunk === undefined || maxBytes <= 0) return null;
    const start = this.#at;
    const end = Math.min(chunk.length, start + maxBytes);
    this.#consume(chunk, end);
    return chunk.subarray(start, end);
  }

  /** Puts octets back in front of all others: what followed a body in its last chunk. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#putBackPartial();
    this.#cutHead();
    this.#chunks.unshift(bytes);
    this.#waiting += bytes.length;
  }

  /** Drops everything that has arrived, the start of a line included. RFC 3207 §4.2: nothing that was sent before
   *  the handshake may be taken for what was sent after it.
   *  @returns how many octets were dropped */
  discard(): number {
    const dropped = this.buffered;
    this.#chunks.length = 0;
    this.#at = 0;
    this.#waiting = 0;
    this.#partialLength = 0;
    this.#dropping = false;
    this.#dropSawCr = false;
    return dropped;
  }

  /** Looks through the first chunk for the end of the line. */
  #scan(chunk: Buffer): FramedLine | null {
    const start = this.#at;
    let previous = this.#partialLength === 0 ? 0 : (this.#partial[this.#partialLength - 1] ?? 0);
    // The CR of the line end does not count, hence the one octet more; what it is shows in the octet after it.
    const room = Math.max(0, this.#maxLine + 1 - this.#partialLength);
    const limit = Math.min(chunk.length, start + room);
    for (let at = start; at < limit; at++) {
      const octet = chunk[at] ?? 0;
      if (previous === CR) {
        if (octet === LF) return this.#lineEndsAt(chunk, at);
        return this.#startDropping(MALFORMED);
      }
      if (octet === LF || octet === 0) return this.#startDropping(MALFORMED);
      previous = octet;
    }
    if (limit < chunk.length) return this.#atLimit(chunk, limit, previous);
    this.#keepPartial(chunk, start);
    return null;
  }

  /** The line has its `maxLine` octets and one more, which is right only where that one is the CR of its end. */
  #atLimit(chunk: Buffer, at: number, previous: number): FramedLine {
    if (previous !== CR) return this.#startDropping(TOO_LONG);
    return chunk[at] === LF ? this.#lineEndsAt(chunk, at) : this.#startDropping(MALFORMED);
  }

  /** @param lf index of the LF; the CR may be the last octet of the part kept */
  #lineEndsAt(chunk: Buffer, lf: number): FramedLine {
    const start = this.#at;
    this.#consume(chunk, lf + 1);
    if (this.#partialLength === 0) return { type: 'line', line: chunk.subarray(start, lf - 1) };
    const line = Buffer.allocUnsafe(this.#partialLength + (lf - start) - 1);
    this.#partial.copy(line, 0, 0, Math.min(this.#partialLength, line.length));
    if (lf - 1 > start) chunk.copy(line, this.#partialLength, start, lf - 1);
    this.#partialLength = 0;
    return { type: 'line', line };
  }

  #keepPartial(chunk: Buffer, start: number): void {
    const length = this.#partialLength + chunk.length - start;
    if (length > this.#partial.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(256, Math.min(2 * length, this.#maxLine + 1), length));
      this.#partial.copy(grown, 0, 0, this.#partialLength);
      this.#partial = grown;
    }
    chunk.copy(this.#partial, this.#partialLength, start);
    this.#partialLength = length;
    this.#consume(chunk, chunk.length);
  }

  /** The octets of the line are scanned anew for the CRLF that ends them. */
  #startDropping(report: FramedLine): FramedLine {
    this.#dropSawCr = this.#partialLength > 0 && this.#partial[this.#partialLength - 1] === CR;
    this.#partialLength = 0;
    this.#dropping = true;
    return report;
  }

  #drop(chunk: Buffer): null {
    let sawCr = this.#dropSawCr;
    for (let at = this.#at; at < chunk.length; at++) {
      const octet = chunk[at];
      if (sawCr && octet === LF) {
        this.#dropping = false;
        this.#dropSawCr = false;
        this.#consume(chunk, at + 1);
        return null;
      }
      sawCr = octet === CR;
    }
    this.#dropSawCr = sawCr;
    this.#consume(chunk, chunk.length);
    return null;
  }

  /** Everything before `end` of the first chunk is done with. */
  #consume(chunk: Buffer, end: number): void {
    this.#waiting -= end - this.#at;
    this.#at = end;
    if (end === chunk.length) {
      this.#chunks.shift();
      this.#at = 0;
    }
  }

  #putBackPartial(): void {
    if (this.#partialLength === 0) return;
    const begun = Buffer.from(this.#partial.subarray(0, this.#partialLength));
    this.#partialLength = 0;
    this.#cutHead();
    this.#chunks.unshift(begun);
    this.#waiting += begun.length;
  }

  /** Makes the first chunk begin with the next octet. */
  #cutHead(): void {
    const head = this.#chunks[0];
    if (head === undefined || this.#at === 0) return;
    this.#chunks[0] = head.subarray(this.#at);
    this.#at = 0;
  }
}

import type { ContentReader } from '../queue/ports.ts';
import { withoutFields } from './outbound-header.ts';
import type { FieldFilter } from './outbound-header.ts';

/** A stored message with some header fields left out, chunk by chunk; each chunk is a slice of what the store gave.
 *  @param headerBytes octets of the header with its empty line */
export async function* filteredContent(
  reader: ContentReader,
  headerBytes: number,
  isRemoved: FieldFilter,
): AsyncGenerator<Buffer> {
  let header: Buffer[] | null = [];
  let gathered = 0;
  for await (const chunk of reader.chunks()) {
    if (header === null) {
      yield chunk;
      continue;
    }
    header.push(chunk);
    gathered += chunk.length;
    if (gathered < headerBytes) continue;
    const bytes = header.length === 1 ? chunk : Buffer.concat(header);
    header = null;
    yield* withoutFields(bytes.subarray(0, headerBytes), isRemoved);
    if (bytes.length > headerBytes) yield bytes.subarray(headerBytes);
  }
  if (header !== null && gathered > 0) yield* withoutFields(Buffer.concat(header), isRemoved);
}

const DOT = Buffer.from('.');
const CRLF_DOT = Buffer.from('\r\n.');
const CR = 13;
const LF = 10;

/** Dot-stuffing over any cut of the content. RFC 5321 §4.5.2: a line that begins with a dot gets another one. */
export class DotStuffer {
  /** What came just before: the start counts as a line start. */
  #last: 'lineStart' | 'afterCr' | 'inLine' = 'lineStart';

  /** Whether the content so far ends with CRLF (or is empty). */
  get atLineStart(): boolean {
    return this.#last === 'lineStart';
  }

  /** Hands the chunk on in slices, with dots put in between; one slice, the chunk itself, when nothing is to stuff. */
  push(chunk: Buffer, write: (slice: Buffer) => void): void {
    if (chunk.length === 0) return;
    let from = 0;
    for (let at = this.#firstDot(chunk); at >= 0; at = nextDot(chunk, at)) {
      if (at > from) write(chunk.subarray(from, at));
      write(DOT);
      from = at;
    }
    write(from === 0 ? chunk : chunk.subarray(from));
    this.#last = this.#endOf(chunk);
  }

  /** Position of the first dot at the start of a line, -1 when there is none. */
  #firstDot(chunk: Buffer): number {
    if (this.#last === 'lineStart' && chunk[0] === DOT[0]) return 0;
    if (this.#last === 'afterCr' && chunk[0] === LF && chunk[1] === DOT[0]) return 1;
    const found = chunk.indexOf(CRLF_DOT);
    return found < 0 ? -1 : found + 2;
  }

  #endOf(chunk: Buffer): 'lineStart' | 'afterCr' | 'inLine' {
    const last = chunk.at(-1);
    if (last === CR) return 'afterCr';
    if (last !== LF) return 'inLine';
    const before = chunk.length > 1 ? chunk.at(-2) === CR : this.#last === 'afterCr';
    return before ? 'lineStart' : 'inLine';
  }
}

function nextDot(chunk: Buffer, after: number): number {
  const found = chunk.indexOf(CRLF_DOT, after);
  return found < 0 ? -1 : found + 2;
}

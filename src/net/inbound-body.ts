import { ChunkDecoder, DataDecoder } from '../smtp/data-decoder.ts';
import type { LineFramer } from '../smtp/framing.ts';

/** Where body octets go. A promise means: no more until it resolves. */
export type BodySink = (octets: Buffer) => Promise<void> | undefined;

/** What one move of a body came to. `blocked`: the sink must catch up first. */
export type BodyProgress = 'starved' | 'moved' | 'done' | Readonly<{ blocked: Promise<void>; done: boolean }>;

/** Faults of a body's line ends; receive-connectors.md §8.2. */
export type BodyFaults = Readonly<{ bareLf: boolean; bareCr: boolean; nul: boolean }>;

/** Octets taken from the framer at once. */
const MOVE_OCTETS = 65_536;

/** Moves the octets of one message from the connection to the sink: all of DATA, or the chunks of BDAT one after another.
 *  It holds at most one piece; while the sink is behind nothing is taken from the framer. */
export class InboundBody {
  readonly #framer: LineFramer;
  readonly #sink: BodySink;
  readonly #data: DataDecoder | null;
  readonly #chunks: ChunkDecoder | null;
  #remaining = 0;

  /** @param kind `data` up to CRLF.CRLF; `text` and `binary` are BDAT without and with BODY=BINARYMIME */
  constructor(framer: LineFramer, kind: 'data' | 'text' | 'binary', sink: BodySink) {
    this.#framer = framer;
    this.#sink = sink;
    this.#data = kind === 'data' ? new DataDecoder() : null;
    this.#chunks = kind === 'data' ? null : new ChunkDecoder({ binary: kind === 'binary' });
  }

  get faults(): BodyFaults {
    const decoder = this.#data ?? this.#chunks;
    return { bareLf: decoder?.bareLf ?? false, bareCr: decoder?.bareCr ?? false, nul: decoder?.nul ?? false };
  }

  /** The next BDAT chunk has this many octets. */
  expect(octets: number): void {
    this.#remaining = octets;
  }

  /** Moves one piece. */
  move(): BodyProgress {
    if (this.#chunks !== null && this.#remaining === 0) return 'done';
    const most = this.#chunks === null ? MOVE_OCTETS : Math.min(MOVE_OCTETS, this.#remaining);
    const piece = this.#framer.takeRaw(most);
    if (piece === null) return 'starved';
    return this.#data === null ? this.#moveChunk(piece) : this.#moveData(this.#data, piece);
  }

  /** The message is complete: what the decoder held back goes out. */
  finish(): Promise<void> | undefined {
    return this.#chunks === null ? undefined : this.#writeAll(this.#chunks.end());
  }

  #moveData(decoder: DataDecoder, piece: Buffer): BodyProgress {
    const { body, done, rest } = decoder.push(piece);
    if (rest !== null) this.#framer.unread(rest);
    return progress(this.#writeAll(body), done);
  }

  #moveChunk(piece: Buffer): BodyProgress {
    this.#remaining -= piece.length;
    return progress(this.#writeAll(this.#chunks?.push(piece) ?? []), this.#remaining === 0);
  }

  #writeAll(pieces: readonly Buffer[]): Promise<void> | undefined {
    for (const [index, piece] of pieces.entries()) {
      const blocked = this.#sink(piece);
      if (blocked !== undefined) return blocked.then(() => this.#writeAll(pieces.slice(index + 1)));
    }
    return undefined;
  }
}

function progress(blocked: Promise<void> | undefined, done: boolean): BodyProgress {
  if (blocked !== undefined) return { blocked, done };
  return done ? 'done' : 'moved';
}

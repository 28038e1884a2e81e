import { idOfText } from './message-text.ts';

/** A piece of memory outside the JavaScript heap that holds texts one after another, each behind its length. */
export class TextSlab {
  readonly bytes: Buffer;
  /** Where the next text goes. */
  end = 0;
  /** Octets of texts that somebody needs, lengths included. */
  liveBytes = 0;

  constructor(bytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(bytes);
  }

  /** Position of a text behind its length, and where it ends. */
  range(at: number): Readonly<{ from: number; to: number }> {
    const from = at + LENGTH_BYTES;
    return { from, to: from + this.bytes.readUInt32LE(at) };
  }

  text(at: number): string {
    const { from, to } = this.range(at);
    return this.bytes.toString('utf8', from, to);
  }
}

/** Whose text lies where; null where it has none yet. */
export type TextOwner = { slab: TextSlab | null; textAt: number };

const SLAB_BYTES = 256 * 1024;
const LENGTH_BYTES = 4;

/** The texts of all messages of the queue, out of the garbage collector's sight: as strings they would be half of the heap
 *  of a long queue, copied twice on their way to the old space and walked over at each full collection. A slab whose texts
 *  are mostly gone gives the others to the slab in use; with a short queue one slab is filled over and over. */
export class MessageTexts {
  readonly #owners: ReadonlyMap<number, TextOwner>;
  #current: TextSlab = new TextSlab(SLAB_BYTES);
  /** All slabs together, in octets. */
  #totalBytes = SLAB_BYTES;

  /** @param owners by the id that a text begins with */
  constructor(owners: ReadonlyMap<number, TextOwner>) {
    this.#owners = owners;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Copies a text; the owner has none yet, or one that is let go by this.
   *  @param text UTF-8 */
  set(owner: TextOwner, text: Buffer): void {
    const needed = LENGTH_BYTES + text.length;
    const left = this.#makeRoom(needed);
    const slab = this.#current;
    const { slab: former, textAt: formerAt } = owner;
    slab.bytes.writeUInt32LE(text.length, slab.end);
    text.copy(slab.bytes, slab.end + LENGTH_BYTES);
    owner.slab = slab;
    owner.textAt = slab.end;
    slab.end += needed;
    slab.liveBytes += needed;
    if (former !== null) this.#release(former, formerAt);
    // Not before: what it gives away takes room in the slab in use.
    if (left !== null) this.#thin(left);
  }

  delete(owner: TextOwner): void {
    const { slab, textAt } = owner;
    if (slab === null) return;
    owner.slab = null;
    this.#release(slab, textAt);
  }

  /** @returns the slab that was in use where another took its place */
  #makeRoom(needed: number): TextSlab | null {
    const former = this.#current;
    if (former.end + needed <= former.bytes.length) return null;
    this.#current = new TextSlab(Math.max(SLAB_BYTES, needed));
    this.#totalBytes += this.#current.bytes.length;
    return former;
  }

  #release(slab: TextSlab, at: number): void {
    slab.liveBytes -= slab.range(at).to - at;
    if (slab !== this.#current) this.#thin(slab);
    else if (slab.liveBytes === 0) slab.end = 0;
  }

  /** Lets go of a slab that is mostly dead, once what lives in it was copied: half of it at most. */
  #thin(slab: TextSlab): void {
    if (slab.end === 0 || slab.liveBytes * 2 > slab.bytes.length) return;
    const { end } = slab;
    // Whose text is copied out of it releases it: that must not come here again.
    slab.end = 0;
    this.#totalBytes -= slab.bytes.length;
    for (let at = 0; at < end; ) {
      const { from, to } = slab.range(at);
      const text = slab.bytes.subarray(from, to);
      const owner = this.#owners.get(idOfText(text));
      if (owner?.slab === slab && owner.textAt === at) this.set(owner, text);
      at = to;
    }
  }
}

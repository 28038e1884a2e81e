/** Contents of messages that were just stored: delivery follows at once, and need not read them back. */
export class ContentCache {
  readonly #limitBytes: number;
  readonly #entries = new Map<number, readonly Buffer[]>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** @param parts header first, then the body */
  set(id: number, parts: readonly Buffer[]): void {
    this.delete(id);
    this.#entries.set(id, parts);
    this.#bytes += octets(parts);
    if (this.#bytes <= this.#limitBytes) return;
    for (const [oldest] of this.#entries) {
      this.delete(oldest);
      if (this.#bytes <= this.#limitBytes) return;
    }
  }

  get(id: number): readonly Buffer[] | undefined {
    return this.#entries.get(id);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  delete(id: number): void {
    const parts = this.#entries.get(id);
    if (parts === undefined) return;
    this.#entries.delete(id);
    this.#bytes -= octets(parts);
  }
}

/** Memory that the parts keep: a small part of a large block keeps the whole block. */
function octets(parts: readonly Buffer[]): number {
  let sum = 0;
  let last: ArrayBufferLike | null = null;
  for (const { buffer } of parts) {
    if (buffer !== last) sum += buffer.byteLength;
    last = buffer;
  }
  return sum;
}

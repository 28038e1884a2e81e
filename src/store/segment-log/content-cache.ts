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
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= this.#limitBytes) break;
      this.delete(oldest);
    }
  }

  get(id: number): readonly Buffer[] | undefined {
    return this.#entries.get(id);
  }

  delete(id: number): void {
    const parts = this.#entries.get(id);
    if (parts === undefined) return;
    this.#entries.delete(id);
    this.#bytes -= octets(parts);
  }
}

function octets(parts: readonly Buffer[]): number {
  let sum = 0;
  for (const part of parts) sum += part.length;
  return sum;
}

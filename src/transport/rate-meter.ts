const BUCKET_MS = 5000;
const BUCKETS = 12;

/** Messages a second, averaged over the last minute. Exchange: Get-Queue IncomingRate, OutgoingRate */
export class RateMeter {
  readonly #counts = new Uint32Array(BUCKETS);
  #bucket = 0;

  /** @param now epoch ms */
  count(now: number): void {
    this.#advance(now);
    const slot = this.#bucket % BUCKETS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  rate(now: number): number {
    this.#advance(now);
    let total = 0;
    for (const count of this.#counts) total += count;
    return total / ((BUCKETS * BUCKET_MS) / 1000);
  }

  #advance(now: number): void {
    const bucket = Math.floor(now / BUCKET_MS);
    if (bucket <= this.#bucket) return;
    const steps = Math.min(bucket - this.#bucket, BUCKETS);
    for (let step = 0; step < steps; step += 1) this.#counts[(bucket - step) % BUCKETS] = 0;
    this.#bucket = bucket;
  }
}

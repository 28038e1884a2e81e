const BUCKETS = 60;
const BUCKET_MS = 1000;

/** What came in the last minute, second by second: its memory does not grow with it.
 *  Exchange: Set-TransportService -MaxConnectionRatePerMinute, -PickupDirectoryMaxMessagesPerMinute */
export class MinuteRate {
  readonly #counts = new Uint32Array(BUCKETS);
  #second = 0;
  #total = 0;

  /** Counts one more unless the minute has had `limit` of them.
   *  @param now epoch ms */
  enter(limit: number, now: number): boolean {
    this.#moveTo(Math.floor(now / BUCKET_MS));
    if (this.#total >= limit) return false;
    const at = this.#second % BUCKETS;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#total += 1;
    return true;
  }

  #moveTo(second: number): void {
    const steps = Math.min(Math.max(0, second - this.#second), BUCKETS);
    for (let step = 1; step <= steps; step += 1) {
      const at = (second - steps + step) % BUCKETS;
      this.#total -= this.#counts[at] ?? 0;
      this.#counts[at] = 0;
    }
    if (steps > 0) this.#second = second;
  }
}

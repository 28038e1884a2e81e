/** The first pause after a failed connection; it doubles with each further one. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 900_000;
/** Endpoints that are remembered; the oldest goes first. */
const MAX_REMEMBERED = 10_000;

type Trouble = Readonly<{ failures: number; until: number }>;

/** Which endpoints could not be connected to lately. Such an endpoint is not left out, it is tried after the others: a
 *  dead smart host would else cost every second session a time-out. RFC 5321 §4.5.4.1 */
export class HostHealth {
  readonly #troubles: Map<string, Trouble> = new Map();

  failed(endpoint: string, now: number): void {
    const failures = (this.#troubles.get(endpoint)?.failures ?? 0) + 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    this.#troubles.delete(endpoint);
    this.#troubles.set(endpoint, { failures, until: now + pauseMs });
    for (const oldest of this.#troubles.keys()) {
      if (this.#troubles.size <= MAX_REMEMBERED) return;
      this.#troubles.delete(oldest);
    }
  }

  works(endpoint: string): void {
    this.#troubles.delete(endpoint);
  }

  /** It failed lately and its pause is not over. */
  isPaused(endpoint: string, now: number): boolean {
    return (this.#troubles.get(endpoint)?.until ?? 0) > now;
  }
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Failures are forgotten after this time without another. */
const FORGET_MS = 30 * MINUTE_MS;
const MOST_KEYS = 10_000;

type Rule = Readonly<{
  /** Failures that cost nothing. */
  free: number;
  /** The longest wait. */
  mostMs: number;
}>;

/** The pair is held back longest: it is the one that guesses. The address alone allows more, for many may share it; the
 *  user alone is never held back long, or anybody could lock an administrator out. */
const RULES = {
  pair: { free: 3, mostMs: 15 * MINUTE_MS },
  address: { free: 20, mostMs: 15 * MINUTE_MS },
  user: { free: 30, mostMs: 10 * SECOND_MS },
} as const satisfies Record<string, Rule>;

type Failures = Readonly<{ count: number; lastAt: number; freeAt: number }>;

/** How long who failed to sign in must wait: 1, 2, 4, … seconds, by user and address. Bounded: the key that failed longest
 *  ago is forgotten first. */
export class SignInDelay {
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** @returns seconds until the next attempt may be made, 0 = now */
  wait(user: string, address: string): number {
    const now = this.#now();
    const waits = keys(user, address).map(({ key }) => (this.#failures.get(key)?.freeAt ?? 0) - now);
    return Math.max(0, Math.ceil(Math.max(...waits) / SECOND_MS));
  }

  /** Counts an attempt before its password is looked at, so that many at once do not all pass: success takes it back. */
  attempted(user: string, address: string): void {
    const now = this.#now();
    for (const { key, rule } of keys(user, address)) {
      const former = this.#failures.get(key);
      const count = former === undefined || now - former.lastAt > FORGET_MS ? 1 : former.count + 1;
      const over = count - rule.free;
      const waitMs = over < 0 ? 0 : Math.min(rule.mostMs, SECOND_MS * 2 ** Math.min(over, 20));
      this.#failures.delete(key);
      this.#failures.set(key, { count, lastAt: now, freeAt: now + waitMs });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= MOST_KEYS) break;
      this.#failures.delete(key);
    }
  }

  /** The address keeps its count: one known password must not buy guesses at others. */
  succeeded(user: string, address: string): void {
    for (const { key, name } of keys(user, address)) {
      const former = this.#failures.get(key);
      if (name !== 'address') this.#failures.delete(key);
      else if (former !== undefined)
        this.#failures.set(key, { ...former, count: former.count - 1, freeAt: this.#now() });
    }
  }
}

function keys(user: string, address: string): readonly Readonly<{ key: string; name: string; rule: Rule }>[] {
  const name = user.toLowerCase().slice(0, 256);
  return [
    { key: `pair ${address} ${name}`, name: 'pair', rule: RULES.pair },
    { key: `address ${address}`, name: 'address', rule: RULES.address },
    { key: `user ${name}`, name: 'user', rule: RULES.user },
  ];
}

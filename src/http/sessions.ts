import { createHash, randomBytes } from 'node:crypto';

const MINUTE_MS = 60_000;
/** A session nobody uses ends. */
const IDLE_MS: number = 30 * MINUTE_MS;
/** A session ends though it is used. */
const LIFE_MS: number = 12 * 60 * MINUTE_MS;
const MOST_SESSIONS = 1000;
const MOST_PER_USER = 20;

export type Session = Readonly<{
  /** guid of the administrator */
  administrator: string;
  /** Changes with the password and the second factor: a session does not outlive what it was opened with. */
  credential: string;
  /** Header X-Postern-CSRF of every request that changes something. */
  csrf: string;
  openedAt: number;
  /** Names it to its owner; opens nothing. */
  handle: string;
  /** Where the sign-in came from. */
  address: string;
}>;

/** What its owner sees of a live session. */
export type SessionFacts = Readonly<{ session: Session; usedAt: number }>;

type Kept = { readonly session: Session; usedAt: number };

/** Sessions of the admin center, in memory: they end with the server. The key is the hash of what the cookie holds, so that
 *  a look at the memory's keys opens nothing. Decision: ADR-0008 */
export class Sessions {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Opens a session under a fresh, random id, whatever the client sent. @returns what goes into the cookie */
  open(
    administrator: string,
    credential: string,
    address: string,
  ): Readonly<{ id: string; session: Session }> {
    this.#sweep();
    this.#makeRoom(administrator);
    const id = randomBytes(32).toString('base64url');
    const now = this.#now();
    const csrf = randomBytes(32).toString('base64url');
    const handle = randomBytes(9).toString('base64url');
    const session = { administrator, credential, csrf, openedAt: now, handle, address };
    this.#kept.set(keyOf(id), { session, usedAt: now });
    return { id, session };
  }

  /** The live session of an id, which counts as used. */
  use(id: string): Session | null {
    const kept = this.#live(keyOf(id));
    if (kept !== null) kept.usedAt = this.#now();
    return kept?.session ?? null;
  }

  /** The live session of an id, left as it is. */
  peek(id: string): Session | null {
    return this.#live(keyOf(id))?.session ?? null;
  }

  /** The live sessions of one administrator, the latest used first. */
  of(administrator: string): readonly SessionFacts[] {
    this.#sweep();
    const own = [...this.#kept.values()].filter((kept) => kept.session.administrator === administrator);
    return own.map((kept) => ({ ...kept })).toSorted((a, b) => b.usedAt - a.usedAt);
  }

  /** Closes those that the caller means. @returns how many */
  closeWhere(isMeant: (session: Session) => boolean): number {
    const meant = [...this.#kept].filter(([, { session }]) => isMeant(session));
    for (const [key] of meant) this.#kept.delete(key);
    return meant.length;
  }

  close(id: string): void {
    this.#kept.delete(keyOf(id));
  }

  #live(key: string): Kept | null {
    const kept = this.#kept.get(key);
    if (kept === undefined || !this.#isOver(kept)) return kept ?? null;
    this.#kept.delete(key);
    return null;
  }

  #isOver({ session, usedAt }: Kept): boolean {
    const now = this.#now();
    return now - usedAt >= IDLE_MS || now - session.openedAt >= LIFE_MS;
  }

  #sweep(): void {
    for (const [key, kept] of this.#kept) if (this.#isOver(kept)) this.#kept.delete(key);
  }

  /** The oldest session of the same administrator goes first, then the oldest of all. A Map keeps the order of opening. */
  #makeRoom(administrator: string): void {
    const own = [...this.#kept].filter(([, kept]) => kept.session.administrator === administrator);
    const [oldestOwn] = own;
    if (own.length >= MOST_PER_USER && oldestOwn !== undefined) this.#kept.delete(oldestOwn[0]);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_SESSIONS && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

import type { ReverseResolver } from '../transport/resolver-port.ts';

const TIMEOUT_MS = 5_000;
const MOST_UNDER_WAY = 8;
/** As many as there are devices; beyond, the name that was learned first is forgotten. */
const MOST_NAMES = 5_000;
const KNOWN_MS = 3_600_000;
const UNKNOWN_MS = 600_000;
/** RFC 1035 §2.3.4 */
const LONGEST_NAME = 253;

type Kept = Readonly<{ name: string | null; until: number }>;

/** Names of source addresses by reverse DNS, for the list of devices. They are looked up when somebody reads the list and
 *  never for a session: mail does not wait for them, nor does the list. A name is there the next time. */
export class DeviceNames {
  readonly #resolver: ReverseResolver;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #waiting = new Set<string>();
  #underWay = 0;

  constructor(resolver: ReverseResolver, now: () => number) {
    this.#resolver = resolver;
    this.#now = now;
  }

  /** What is known of the address now; an old answer counts until there is a new one. */
  nameOf(address: string): string | null {
    const kept = this.#kept.get(address);
    if ((kept === undefined || kept.until <= this.#now()) && this.#waiting.size < MOST_NAMES) {
      this.#waiting.add(address);
      this.#next();
    }
    return kept?.name ?? null;
  }

  #next(): void {
    if (this.#underWay >= MOST_UNDER_WAY) return;
    const [address] = this.#waiting;
    if (address === undefined) return;
    this.#waiting.delete(address);
    this.#underWay += 1;
    // Until the answer is there the address counts as looked up.
    this.#keep(address, { name: this.#kept.get(address)?.name ?? null, until: this.#now() + UNKNOWN_MS });
    void this.#lookUp(address).finally(() => {
      this.#underWay -= 1;
      this.#next();
    });
  }

  async #lookUp(address: string): Promise<void> {
    const name = await this.#ask(address);
    this.#keep(address, { name, until: this.#now() + (name === null ? UNKNOWN_MS : KNOWN_MS) });
  }

  async #ask(address: string): Promise<string | null> {
    try {
      const answer = await this.#resolver.names(address, AbortSignal.timeout(TIMEOUT_MS));
      const [name] = answer.kind === 'found' ? answer.records.filter(isHostName) : [];
      return name ?? null;
    } catch {
      return null;
    }
  }

  #keep(address: string, kept: Kept): void {
    this.#kept.delete(address);
    this.#kept.set(address, kept);
    const [oldest] = this.#kept.size > MOST_NAMES ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Whoever holds the address writes its name: what is no name of a host is not shown. */
function isHostName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^[\w-]+(?:\.[\w-]+)*$/.test(name);
}

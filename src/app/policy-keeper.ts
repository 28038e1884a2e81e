import type { PolicyFile } from '../store/policy-file.ts';
import type { Logger } from '../transport/events.ts';
import { MtaStsCache } from '../transport/mta-sts-policies.ts';
import type { MtaStsPolicies, PolicyFetcher } from '../transport/mta-sts-port.ts';
import type { Resolver } from '../transport/resolver-port.ts';

type World = Readonly<{
  fetch: PolicyFetcher;
  file: PolicyFile;
  /** Looks up policy hosts when policies are refreshed. */
  resolver: Resolver;
  logger: Logger;
  now: () => number;
}>;

const REFRESH_EVERY_MS = 3_600_000;

/** Keeps MTA-STS policies over a restart, and fresh while the server runs. */
export class PolicyKeeper {
  readonly #world: World;
  readonly #cache: MtaStsCache;
  #timer: NodeJS.Timeout | null = null;
  #saved: Promise<void> = Promise.resolve();
  #isSaveAhead = false;

  constructor(world: World) {
    this.#world = world;
    this.#cache = new MtaStsCache({ fetch: world.fetch, now: world.now, changed: () => this.#saveSoon() });
  }

  get policies(): MtaStsPolicies {
    return this.#cache;
  }

  async start(): Promise<void> {
    const { file, logger, resolver } = this.#world;
    try {
      this.#cache.restore(await file.load());
    } catch (error) {
      logger.warn('The MTA-STS policies could not be read and are fetched anew', { error: String(error) });
    }
    this.#timer = setInterval(() => void this.#cache.refreshAll(resolver), REFRESH_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#saved;
  }

  /** Changes that come while one save waits for another go with it. */
  #saveSoon(): void {
    if (this.#isSaveAhead) return;
    this.#isSaveAhead = true;
    this.#saved = this.#saved.then(() => this.#save());
  }

  async #save(): Promise<void> {
    this.#isSaveAhead = false;
    try {
      await this.#world.file.save(this.#cache.list());
    } catch (error) {
      this.#world.logger.warn('The MTA-STS policies could not be written', { error: String(error) });
    }
  }
}

import { generateKeyPairSync } from 'node:crypto';
import type { AcmeStatus } from '../admin/ports.ts';
import { certificateWishes, isRenewalDue } from '../config/acme.ts';
import type { AcmeAccount, AcmeConfig } from '../config/acme.ts';
import { parseBinding } from '../config/binding.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot, ConfigStore } from '../config/snapshot.ts';
import type { AcmeHttp } from '../net/acme-http.ts';
import type { Logger } from '../transport/events.ts';
import { isOf, withCertificate } from './acme-certificates.ts';

const HOUR_MS = 3_600_000;
const LONGEST_PAUSE_MS = 24 * HOUR_MS;
/** One certificate may take so long. */
const TIMEOUT_MS = 10 * 60_000;

type World = Readonly<{
  config: ConfigStore;
  http: AcmeHttp;
  portOffset: number;
  logger: Logger;
  now: () => number;
  /** Between two looks at what the authority does. */
  pollMs?: number;
}>;

/** Gets the server's certificates from an authority and renews them: at start, once an hour, after each change of the
 *  settings, and when told to. ADR-0019 */
export class AcmeKeeper {
  readonly #world: World;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> | null = null;
  #failures = 0;
  #lastError: string | null = null;
  #lastAttempt: number | null = null;
  #pausedUntil = 0;

  constructor(world: World) {
    this.#world = world;
    world.config.onChange((next, previous) => {
      if (sameWish(next.acme, previous.acme)) return;
      this.#forgetFailure();
      this.check();
    });
  }

  start(): void {
    this.check();
    this.#timer = setInterval(() => this.check(), HOUR_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stop.abort();
    await this.#work;
  }

  /** Begins where something is due; one at a time. */
  check(): void {
    if (this.#world.now() >= this.#pausedUntil) this.#begin(this.#due());
  }

  renewNow(): void {
    this.#forgetFailure();
    this.#begin(certificateWishes(this.#world.config.current.acme));
  }

  status(): AcmeStatus {
    const { acme } = this.#world.config.current;
    const state = this.#work !== null ? 'Asking' : this.#lastError !== null ? 'Failed' : 'Valid';
    return {
      state: acme.enabled ? state : 'Disabled',
      lastError: this.#lastError,
      lastAttempt: this.#lastAttempt,
      nextAttempt: acme.enabled && this.#lastError !== null ? this.#pausedUntil : null,
    };
  }

  /** For people: what does not work, with its remedy. */
  warnings(): readonly string[] {
    if (this.#lastError === null || !this.#world.config.current.acme.enabled) return [];
    return [
      `No certificate could be had from the authority: ${this.#lastError}. See Get-AcmeConfig; Update-AcmeCertificate tries at once.`,
    ];
  }

  #forgetFailure(): void {
    this.#failures = 0;
    this.#lastError = null;
    this.#pausedUntil = 0;
  }

  #due(): readonly (readonly string[])[] {
    const { acme, certificates } = this.#world.config.current;
    if (!acme.enabled || acme.directoryUrl === null) return [];
    return certificateWishes(acme).filter((names) =>
      certificates
        .filter((one) => isOf(one, names))
        .every((one) => isRenewalDue(one, acme.renewBeforeMs, this.#world.now())),
    );
  }

  #begin(wishes: readonly (readonly string[])[]): void {
    if (this.#work !== null || this.#stop.signal.aborted || wishes.length === 0) return;
    this.#lastAttempt = this.#world.now();
    this.#work = this.#attempt(wishes).finally(() => {
      this.#work = null;
    });
  }

  /** One certificate after another: what stands in the way of one leaves the others theirs. */
  async #attempt(wishes: readonly (readonly string[])[]): Promise<void> {
    const failures: string[] = [];
    for (const names of wishes) {
      const failure = await this.#attemptOne(names);
      if (failure !== null) failures.push(failure);
    }
    if (this.#stop.signal.aborted) return;
    if (failures.length === 0) this.#forgetFailure();
    else this.#failed(failures.join('; '), wishes);
  }

  /** @returns why it could not be had, null where it was */
  async #attemptOne(names: readonly string[]): Promise<string | null> {
    const { logger } = this.#world;
    try {
      const certificate = await this.#order(names);
      await this.#commit((current) => withCertificate(current, certificate, names), certificate.thumbprint);
      logger.info('A certificate came from the authority and is in use', {
        names,
        thumbprint: certificate.thumbprint,
        notAfter: new Date(certificate.notAfter).toISOString(),
      });
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** After an hour, then after twice as long each time, to a day: authorities count failures. */
  #failed(reason: string, wishes: readonly (readonly string[])[]): void {
    this.#lastError = reason;
    this.#pausedUntil = this.#world.now() + Math.min(HOUR_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
    this.#world.logger.warn('No certificate could be had from the authority', {
      event: 12_018,
      names: wishes.flat(),
      error: reason,
      nextAttempt: new Date(this.#pausedUntil).toISOString(),
    });
  }

  async #order(names: readonly string[]): Promise<Certificate> {
    const { acme } = this.#world.config.current;
    const { directoryUrl, contacts, externalAccount } = acme;
    if (directoryUrl === null) throw new Error('no DirectoryUrl is set');
    const { orderFromAuthority } = await import('./acme-order.ts');
    const account = await this.#account(directoryUrl);
    return await orderFromAuthority(
      { directoryUrl, account, externalAccount, contacts, names, bindings: this.#bindings(acme) },
      {
        http: this.#world.http,
        keepAccount: (kept) => this.#keepAccount(kept),
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        ...(this.#world.pollMs === undefined ? {} : { pollMs: this.#world.pollMs }),
      },
    );
  }

  #bindings({ challengeBindings }: AcmeConfig): readonly Readonly<{ address: string; port: number }>[] {
    return challengeBindings.flatMap((text) => {
      const binding = parseBinding(text);
      return binding === null
        ? []
        : [{ address: binding.address, port: binding.port + this.#world.portOffset }];
    });
  }

  /** An account belongs to one directory; its key is kept before the authority hears of it. */
  async #account(directoryUrl: string): Promise<AcmeAccount> {
    const { account } = this.#world.config.current.acme;
    if (account?.directoryUrl === directoryUrl && account.privateKeyPem !== '') return account;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const made = { directoryUrl, url: '', privateKeyPem };
    await this.#keepAccount(made);
    return made;
  }

  async #keepAccount(account: AcmeAccount | null): Promise<void> {
    await this.#commit((current) => ({ ...current, acme: { ...current.acme, account } }), 'Acme Settings');
  }

  /** Other changes may come in between. */
  async #commit(change: (current: ConfigSnapshot) => ConfigSnapshot, target: string): Promise<void> {
    const { config, now } = this.#world;
    for (let attempt = 1; ; attempt += 1) {
      const { current } = config;
      const next = { ...change(current), version: current.version + 1 };
      const audit = {
        runAt: new Date(now()).toISOString(),
        caller: 'Postern',
        command: 'Update-AcmeCertificate',
        parameters: {},
        objectModified: target,
        succeeded: true,
        error: null,
      };
      try {
        return await config.commit(current.version, next, audit);
      } catch (error) {
        if (attempt >= 5 || config.current.version === current.version) throw error;
      }
    }
  }
}

function sameWish(a: AcmeConfig, b: AcmeConfig): boolean {
  return JSON.stringify({ ...a, account: null }) === JSON.stringify({ ...b, account: null });
}

import { generateKeyPairSync } from 'node:crypto';
import type { AcmeStatus } from '../admin/ports.ts';
import { isRenewalDue } from '../config/acme.ts';
import type { AcmeAccount, AcmeConfig } from '../config/acme.ts';
import { parseBinding } from '../config/binding.ts';
import { certificateCovers, certificateName } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot, ConfigStore } from '../config/snapshot.ts';
import type { AcmeHttp } from '../net/acme-http.ts';
import type { Logger } from '../transport/events.ts';

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

/** Gets the server's certificate from an authority and renews it: at start, once an hour, after each change of the
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
    if (this.#world.now() >= this.#pausedUntil && this.#isDue()) this.#begin();
  }

  renewNow(): void {
    this.#forgetFailure();
    this.#begin();
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

  #isDue(): boolean {
    const { acme, certificates } = this.#world.config.current;
    if (!acme.enabled || acme.directoryUrl === null) return false;
    const current = certificates.filter(
      (one) => one.fromAcme === true && certificateCovers(one, acme.domainNames),
    );
    return current.every((one) => isRenewalDue(one, acme.renewBeforeMs, this.#world.now()));
  }

  #begin(): void {
    if (this.#work !== null || this.#stop.signal.aborted) return;
    this.#lastAttempt = this.#world.now();
    this.#work = this.#attempt().finally(() => {
      this.#work = null;
    });
  }

  async #attempt(): Promise<void> {
    const { config, logger } = this.#world;
    const { domainNames: names } = config.current.acme;
    try {
      const certificate = await this.#order();
      await this.#commit((current) => withCertificate(current, certificate), certificate.thumbprint);
      this.#forgetFailure();
      logger.info('A certificate came from the authority and is in use', {
        names,
        thumbprint: certificate.thumbprint,
        notAfter: new Date(certificate.notAfter).toISOString(),
      });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failed(error);
      logger.warn('No certificate could be had from the authority', {
        event: 12_018,
        names,
        error: this.#lastError,
        nextAttempt: new Date(this.#pausedUntil).toISOString(),
      });
    }
  }

  /** After an hour, then after twice as long each time, to a day: authorities count failures. */
  #failed(error: unknown): void {
    this.#lastError = error instanceof Error ? error.message : String(error);
    this.#pausedUntil = this.#world.now() + Math.min(HOUR_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
  }

  async #order(): Promise<Certificate> {
    const { acme } = this.#world.config.current;
    const { directoryUrl, domainNames: names, contacts } = acme;
    if (directoryUrl === null) throw new Error('no DirectoryUrl is set');
    const { orderFromAuthority } = await import('./acme-order.ts');
    const account = await this.#account(directoryUrl);
    return await orderFromAuthority(
      { directoryUrl, account, contacts, names, bindings: this.#bindings(acme) },
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

/** The new certificate takes the place of those that came before it in the same way: their services are its own, and
 *  connectors that name one of them name it. */
function withCertificate(current: ConfigSnapshot, made: Certificate): ConfigSnapshot {
  const replaced = current.certificates.filter(({ fromAcme }) => fromAcme === true);
  const services = [...new Set([...made.services, ...replaced.flatMap((one) => one.services)])];
  const names = new Set(replaced.map(certificateName));
  const renamed = <T extends Readonly<{ tlsCertificateName: string | null }>>(connector: T): T =>
    connector.tlsCertificateName !== null && names.has(connector.tlsCertificateName)
      ? { ...connector, tlsCertificateName: certificateName(made) }
      : connector;
  return {
    ...current,
    certificates: [...current.certificates.filter((one) => !replaced.includes(one)), { ...made, services }],
    receiveConnectors: current.receiveConnectors.map(renamed),
    sendConnectors: current.sendConnectors.map(renamed),
  };
}

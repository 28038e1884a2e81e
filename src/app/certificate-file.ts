import { randomUUID } from 'node:crypto';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateTools } from '../admin/ports.ts';
import type { CertificateMaterial } from '../config/certificate.ts';
import type { ConfigStore } from '../config/snapshot.ts';
import type { Logger } from '../transport/events.ts';
import { addCertificate } from './add-certificate.ts';
import { errorCode } from './startup-error.ts';

const LOOK_EVERY_MS = 10_000;

export type CertificateFileWorld = Readonly<{
  config: ConfigStore;
  /** Loaded where there is a file to read. */
  tools: () => Promise<CertificateTools>;
  /** `DATA/tls` */
  folder: string;
  logger: Logger;
  now: () => number;
  /** Between two looks. Default ten seconds. */
  lookEveryMs?: number;
}>;

/** `DATA/tls/server.pem`: key and chain that an administrator or a script puts there. It is taken into the configuration,
 *  enabled for SMTP, at the start and while the server runs, and renamed to `server.pem.imported` then. Connectors present
 *  it from the next STARTTLS on, and the admin center from the next connection on, where it is the best one for their
 *  names. A file that does not do is told once and looked at again when it changed. */
export class CertificateFile {
  readonly #world: CertificateFileWorld;
  readonly #path: string;
  #refused = '';
  #timer: NodeJS.Timeout | null = null;
  #look: Promise<void> = Promise.resolve();

  constructor(world: CertificateFileWorld) {
    this.#world = world;
    this.#path = join(world.folder, 'server.pem');
  }

  start(): void {
    const { lookEveryMs = LOOK_EVERY_MS, logger } = this.#world;
    this.#timer = setInterval(() => {
      this.#look = this.#look
        .then(() => this.take())
        .catch((error: unknown) => {
          logger.warn('A certificate file cannot be taken in', { path: this.#path, error: String(error) });
        });
    }, lookEveryMs).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#look;
  }

  /** Takes the file in where there is one. */
  async take(): Promise<void> {
    const stamp = await this.#stamp();
    if (stamp === '' || stamp === this.#refused) return;
    const material = this.#read(await readFile(this.#path), await this.#world.tools());
    if (material === null) {
      this.#refused = stamp;
      return;
    }
    const { config, now, logger } = this.#world;
    const { thumbprint } = material;
    if (!config.current.certificates.some((one) => one.thumbprint === thumbprint)) {
      const use = { guid: randomUUID(), friendlyName: 'server.pem', privateKeyExportable: false };
      await addCertificate({ ...material, ...use, services: ['SMTP'] }, { config, now });
      logger.info('A certificate file was taken in', { path: this.#path, thumbprint });
    }
    await rename(this.#path, `${this.#path}.imported`);
  }

  /** '' = there is none. */
  async #stamp(): Promise<string> {
    try {
      const { mtimeMs, size } = await stat(this.#path);
      return `${mtimeMs} ${size}`;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    }
  }

  #read(content: Buffer, tools: CertificateTools): CertificateMaterial | null {
    const { logger } = this.#world;
    const path = this.#path;
    try {
      const material = tools.read(content, null);
      if (material.privateKeyPem !== '') return material;
      logger.warn('A certificate file has no private key and was left alone', { path });
    } catch (error) {
      logger.warn('A certificate file cannot be read and was left alone', { path, error: String(error) });
    }
    return null;
  }
}

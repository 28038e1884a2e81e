import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { CertificateTools } from '../admin/ports.ts';
import { KEY_BITS, makeKey } from '../net/make-key.ts';
import { createLogger, heldLogger } from '../telemetry/logger.ts';
import type { Logger } from '../transport/events.ts';
import { type HeldFolder, holdFolder } from './held-folder.ts';
import { lazy } from './lazy.ts';
import type { ServerOptions } from './options.ts';
import type { Opened, runServer, RunningServer } from './server.ts';

/** The parts of the server that are large. */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('../net/inbound.ts'),
  () => import('../transport/settle.ts'),
  () => import('../transport/smtp-deliverer.ts'),
  () => import('../transport/delivery.ts'),
  () => import('./telemetry.ts'),
];

/** Opens the data folder, loads the server meanwhile, builds it and starts it. Nothing is listened on before the queue is
 *  recovered and the configuration is read. Rejects with StartupError where the world is not as it must be. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const startedAt = new Date();
  const logger = createLogger((line) => void process.stderr.write(line), Date.now);
  const key = keyOfFirstStart(options.dataFolder);
  const folder = holdFolder(options.dataFolder, logger);
  const [opened, run] = await Promise.all([open({ folder, options, logger, key }), loadServer()]);
  return await run({ ...opened, options, startedAt, logger, certificateTools });
}

type Opening = Readonly<{
  folder: HeldFolder;
  options: ServerOptions;
  logger: Logger;
  key: Promise<KeyObject> | undefined;
}>;

/** A key takes another thread longer than anything else of a first start, which therefore begins with it. */
function keyOfFirstStart(dataFolder: string): Promise<KeyObject> | undefined {
  return existsSync(join(dataFolder, 'postern.db')) ? undefined : makeKey(KEY_BITS);
}

/** Most of it is work of other threads: SQL, keys, hashes. */
async function open({ folder, options, logger, key }: Opening): Promise<Opened> {
  const { openStores } = await import('./stores.ts');
  const stores = await openStores(folder, options, logger);
  const { config } = stores;
  const { CertificateFile } = await import('./certificate-file.ts');
  const { ensureCertificate } = await import('./certificates.ts');
  const held = heldLogger();
  const certificates = { config, tools: certificateTools, logger: held.logger, now: Date.now };
  const certificateFile = new CertificateFile({ ...certificates, folder: join(options.dataFolder, 'tls') });
  await certificateFile.take();
  await ensureCertificate({ ...certificates, key });
  const { ensureFirstAdministrator } = await import('./first-administrator.ts');
  const initialPassword = await ensureFirstAdministrator({ ...options, config });
  return { stores, certificateFile, initialPassword, tell: held.tell };
}

/** Part by part: loading holds the main thread, and what the other threads answer is taken between two parts. */
async function loadServer(): Promise<typeof runServer> {
  for (const load of PARTS) {
    await load();
    await turn();
  }
  return (await import('./server.ts')).runServer;
}

const certificateTools = lazy(async (): Promise<CertificateTools> => {
  const { createCertificateTools } = await import('../net/certificate-tools.ts');
  return createCertificateTools();
});

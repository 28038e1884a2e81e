import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Dispatch } from '../admin/dispatch.ts';
import type { ConfigStore } from '../config/snapshot.ts';
import type { ApiHost } from '../http/api-host.ts';
import { LateHttpServer } from '../net/late-http-server.ts';
import type { Logger } from '../transport/events.ts';
import type { AdminAddress, ServerOptions } from './options.ts';
import { errorCode } from './startup-error.ts';

export type AdminCenterParts = Readonly<{
  options: ServerOptions;
  config: ConfigStore;
  dispatch: () => Promise<Dispatch>;
  verifyPassword: (phc: string, password: string) => Promise<boolean>;
  /** Key and certificates in PEM, as they are now. */
  pem: () => string;
  server: ApiHost['server'];
  reports: ApiHost['reports'];
  logger: Logger;
}>;

/** The web server, once it is loaded. */
type Built = Readonly<{ server: Server; close: () => Promise<void> }>;

/** How the admin center fares. */
export type AdminCenter = Readonly<{
  /** Where it answers, or null. */
  url: string | null;
  /** One line with the remedy, '' where it answers. */
  problem: string;
  close: () => Promise<void>;
}>;

const WEB_ROOT: string = resolve(import.meta.dirname, '../../web/dist');
const DEFAULT_PORT = 8080;

/** Opens the admin center and the API, which are loaded with the first connection. Mail does not depend on them: where the
 *  address cannot be had, the server runs on and says so. On any address that is not loopback they speak HTTPS only.
 *  design.md §2 */
export async function openAdminCenter(parts: AdminCenterParts): Promise<AdminCenter> {
  const { options, logger } = parts;
  const address = options.admin ?? { host: '127.0.0.1', port: DEFAULT_PORT + options.portOffset };
  let built: Built | null = null;
  let problem = '';
  try {
    const server = await LateHttpServer.listen({
      addresses: address.host === 'localhost' ? ['127.0.0.1', '::1'] : [address.host],
      port: address.port,
      load: async () => {
        built = await build(parts, address);
        return built.server;
      },
      failed: (error) => {
        problem = `The admin center cannot be loaded (${textOf(error)}). Install Postern anew: npm ci --ignore-scripts`;
        logger.error(problem, { error });
      },
    });
    return {
      url: urlOf(address, !isLoopback(address.host)),
      get problem() {
        return problem;
      },
      close: async () => {
        await server.close();
        await built?.close();
      },
    };
  } catch (error) {
    problem = listenProblem(address, error);
    logger.error(problem);
    return { url: null, problem, close: () => Promise.resolve() };
  }
}

async function build(parts: AdminCenterParts, { host }: AdminAddress): Promise<Built> {
  const { config, logger } = parts;
  const { buildHttpServer, replaceCertificate } = await import('../http/http-server.ts');
  const dispatch = await parts.dispatch();
  const pem = isLoopback(host) ? null : parts.pem();
  const app = await buildHttpServer({
    host: {
      specs: dispatch.specs,
      invoke: dispatch.invoke,
      permits: dispatch.permits,
      mayView: dispatch.mayView,
      refuseView: dispatch.refuseView,
      reports: parts.reports,
      administrators: () => config.current.administrators,
      verifyPassword: parts.verifyPassword,
      server: parts.server,
      logger,
      now: Date.now,
    },
    pem,
    names: () => [config.current.server.fqdn, config.current.server.name.toLowerCase(), host],
    webRoot: WEB_ROOT,
  });
  await app.ready();
  if (pem !== null) followCertificates(parts, pem, (next) => replaceCertificate(app, next));
  return { server: app.server, close: () => app.close() };
}

/** A certificate that is renewed or replaced is shown from the next connection on. */
function followCertificates(parts: AdminCenterParts, first: string, show: (pem: string) => void): void {
  let shown = first;
  parts.config.onChange((next, previous) => {
    if (next.certificates === previous.certificates && next.server === previous.server) return;
    const pem = parts.pem();
    if (pem === shown || pem === '') return;
    try {
      show(pem);
      shown = pem;
    } catch (error) {
      parts.logger.error('The admin center keeps its certificate: the new one cannot be used', {
        error: String(error),
      });
    }
  });
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

function urlOf({ host, port }: AdminAddress, secure: boolean): string {
  const shown = isIP(host) === 6 ? `[${host}]` : host;
  return `${secure ? 'https' : 'http'}://${shown}:${port}`;
}

function listenProblem({ host, port }: AdminAddress, error: unknown): string {
  const where = `The admin center cannot listen on ${host} port ${port}`;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `${where}: another program uses it. Choose another with --admin HOST:PORT`;
    case 'EACCES':
      return `${where}: this user may not use the port. Choose one above 1023 with --admin HOST:PORT`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${where}: this machine does not have the address. Choose one that it has with --admin HOST:PORT`;
    default:
      return `${where} (${textOf(error)})`;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

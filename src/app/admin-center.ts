import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { Server as TlsServer } from 'node:tls';
import type { Dispatch } from '../admin/dispatch.ts';
import type { ConfigStore } from '../config/snapshot.ts';
import type { ApiHost } from '../http/api-host.ts';
import type { Logger } from '../transport/events.ts';
import type { AdminAddress, ServerOptions } from './options.ts';
import { errorCode } from './startup-error.ts';

export type AdminCenterParts = Readonly<{
  options: ServerOptions;
  config: ConfigStore;
  dispatch: Dispatch;
  verifyPassword: (phc: string, password: string) => Promise<boolean>;
  /** Key and certificates in PEM. */
  pem: string;
  server: ApiHost['server'];
  reports: ApiHost['reports'];
  logger: Logger;
}>;

/** How the admin center fares. */
export type AdminCenter = Readonly<{
  /** Where it answers, or null. */
  url: string | null;
  /** One line with the remedy, '' where it answers. */
  problem: string;
  /** Takes another certificate, key and chain in PEM, from the next connection on. */
  renew: (pem: string) => void;
  close: () => Promise<void>;
}>;

const WEB_ROOT: string = resolve(import.meta.dirname, '../../web/dist');
const DEFAULT_PORT = 8080;

/** Opens the admin center and the API. Mail does not depend on it: where the address cannot be had, the server runs on and
 *  says so. On any address that is not loopback it speaks HTTPS only. design.md §2 */
export async function openAdminCenter(parts: AdminCenterParts): Promise<AdminCenter> {
  const { options, config, dispatch, logger } = parts;
  const address = options.admin ?? { host: '127.0.0.1', port: DEFAULT_PORT + options.portOffset };
  const pem = isLoopback(address.host) ? null : parts.pem;
  const { buildHttpServer } = await import('../http/http-server.ts');
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
    names: () => [config.current.server.fqdn, config.current.server.name.toLowerCase(), address.host],
    webRoot: WEB_ROOT,
  });
  const renew = (next: string): void => {
    const { server } = app;
    if (pem !== null && server instanceof TlsServer)
      server.setSecureContext({ key: next, cert: next, minVersion: 'TLSv1.2' });
  };
  try {
    await app.listen({ host: address.host, port: address.port });
    return { url: urlOf(address, pem !== null), problem: '', renew, close: () => app.close() };
  } catch (error) {
    const problem = listenProblem(address, error);
    logger.error(problem);
    return { url: null, problem, renew, close: () => app.close() };
  }
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
      return `${where} (${error instanceof Error ? error.message : String(error)})`;
  }
}

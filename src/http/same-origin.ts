import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendError } from './api-error.ts';

/** Refuses what a page of somebody else's made the browser send: a name that only DNS says is ours (DNS rebinding), and a
 *  change that was sent from another origin. Scripts send no Origin.
 *  @param names host names of the server, lower case */
export function sameOrigin(app: FastifyInstance, names: () => readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isOurs(hostName(request.headers.host ?? ''), names())) {
      const known = [...names(), 'localhost'].join(', ');
      const message = `This server answers to its IP address and to ${known}. Use one of these, or name it with --fqdn.`;
      return sendError(reply, 421, { code: 'MisdirectedRequest', message });
    }
    if (isForeign(request))
      return sendError(reply, 403, {
        code: 'ForeignOrigin',
        message: 'Pages of other origins may not use this API.',
      });
    return undefined;
  });
}

function hostName(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

function isOurs(name: string, names: readonly string[]): boolean {
  return isIP(name) !== 0 || name === 'localhost' || names.includes(name);
}

function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return false;
  return origin.replace(/^https?:\/\//, '') !== host;
}

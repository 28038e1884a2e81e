import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isReadingCommand } from './command-routes.ts';

const compressed = promisify(gzip);

/** Below this a packet or two carry the answer as it is. */
const SMALLEST = 1400;

/** Answers without a secret: the length of a compressed answer tells who watches the line how much of what he had put into
 *  it is in the secret beside it (BREACH). Sessions, and commands that make passwords, tokens and keys, are not among
 *  them, nor is anything that only another method than reading returns. Event streams pass Fastify by. */
const OPEN_VIEWS: ReadonlySet<string> = new Set([
  '/api/v1/specs',
  '/api/v1/overview',
  '/api/v1/history',
  '/api/v1/devices',
]);

/** Sends long JSON answers compressed to clients that can read it. RFC 9110 §8.4 */
export function compression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || typeof payload !== 'string' || payload.length < SMALLEST) return payload;
    if (!isOpen(request)) return payload;
    void reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? ''))
      return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compressed(payload);
  });
}

function isOpen({ routeOptions, url }: FastifyRequest): boolean {
  const path = routeOptions.url ?? '';
  if (OPEN_VIEWS.has(path)) return true;
  return path === '/api/v1/commands/:name' && isReadingCommand(url.slice('/api/v1/commands/'.length));
}

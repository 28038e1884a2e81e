import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { probeAnswer, type ProbeSources } from './probe-answer.ts';

const MOST_CONNECTIONS = 32;
const TIMEOUT_MS = 10_000;

/** Answers /metrics, /healthz and /readyz; it listens where it is told to. Nobody signs in, so that is on loopback. */
export function createProbeServer(sources: ProbeSources): Server {
  const server = createServer((request, response) => answer(request, response, sources));
  server.maxConnections = MOST_CONNECTIONS;
  server.requestTimeout = TIMEOUT_MS;
  server.headersTimeout = TIMEOUT_MS;
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse, sources: ProbeSources): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const found = probeAnswer(request.method ?? '', path, sources) ?? NOT_FOUND;
  const body = Buffer.from(found.body);
  response.writeHead(found.status, {
    'content-type': found.type,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const NOT_FOUND = {
  status: 404,
  type: 'text/plain; charset=utf-8',
  body: 'There are /metrics, /healthz and /readyz\n',
} as const;

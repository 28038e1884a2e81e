import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { probeAnswer, type ProbeSources } from './probe-answer.ts';

const MOST_CONNECTIONS = 32;
const TIMEOUT_MS = 10_000;

/** Serves /metrics, /healthz and /readyz on one address. Nobody signs in, so the address is on loopback. */
export class ProbeServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Rejects where the address cannot be listened on. */
  static async listen(
    at: Readonly<{ address: string; port: number }>,
    sources: ProbeSources,
  ): Promise<ProbeServer> {
    const server = createServer((request, response) => answer(request, response, sources));
    server.maxConnections = MOST_CONNECTIONS;
    server.requestTimeout = TIMEOUT_MS;
    server.headersTimeout = TIMEOUT_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: at.address, port: at.port, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.unref();
    return new ProbeServer(server);
  }

  /** The port that is open, also where 0 was asked for. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
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

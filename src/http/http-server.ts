import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { apiDocs } from './api-docs.ts';
import type { ApiContext } from './api-context.ts';
import { sendError } from './api-error.ts';
import type { ApiHost } from './api-host.ts';
import { commandRoutes } from './command-routes.ts';
import { compression } from './compress.ts';
import { eventRoutes } from './event-routes.ts';
import { sameOrigin } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { ownSessionRoutes } from './own-sessions.ts';
import { sessionRoutes } from './session-routes.ts';
import { Sessions } from './sessions.ts';
import { SignInDelay } from './sign-in-delay.ts';
import { staticFiles } from './static-files.ts';
import { UsedCodes } from './used-codes.ts';
import { viewRoutes } from './view-routes.ts';

export type HttpServerOptions = Readonly<{
  host: ApiHost;
  /** Key and certificates in PEM; null = plain HTTP, for loopback alone. */
  pem: string | null;
  /** Host names this server is called by, lower case. */
  names: () => readonly string[];
  /** Files of the admin center. */
  webRoot: string;
}>;

const MEBIBYTE = 1_048_576;
/** A thousand address ranges fit many times. */
const BODY_LIMIT = MEBIBYTE;
const MOST_CONNECTIONS = 256;
/** Requests of one address in a minute: scripts are quick, loops are quicker. */
const MOST_REQUESTS = 3000;

/** Builds the API and the admin center; nothing listens yet. */
export async function buildHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { host, pem } = options;
  const app = fastify({
    serverFactory: (handler) => createServer(pem, handler),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: false },
  });
  app.removeContentTypeParser('text/plain');
  errors(app, host);
  compression(app);
  securityHeaders(app, pem !== null);
  sameOrigin(app, options.names);
  await app.register(cookie);
  await app.register(rateLimit, { max: MOST_REQUESTS, timeWindow: 60_000, cache: 5000 });
  const context: ApiContext = {
    host,
    sessions: new Sessions(host.now),
    delay: new SignInDelay(host.now),
    usedCodes: new UsedCodes(),
    secure: pem !== null,
    identities: new WeakMap(),
  };
  await app.register(
    async (api) => {
      sessionRoutes(api, context);
      ownSessionRoutes(api, context);
      commandRoutes(api, context);
      viewRoutes(api, context);
      eventRoutes(api, context);
    },
    { prefix: '/api/v1' },
  );
  apiDocs(app, host.specs, host.server().version);
  await staticFiles(app, options.webRoot);
  return app;
}

/** Puts another key and certificate in the place of those that new connections are shown; sessions that stand go on.
 *  Does nothing for plain HTTP. @throws where the two do not belong together: what was there then stays */
export function replaceCertificate({ server }: FastifyInstance, pem: string): void {
  if (server instanceof HttpsServer) server.setSecureContext({ key: pem, cert: pem, minVersion: 'TLSv1.2' });
}

/** Time limits end clients that send slowly; a full house refuses the next connection. */
function createServer(pem: string | null, handler: RequestListener): Server {
  const limits = {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: 2000,
  };
  const server =
    pem === null
      ? createHttpServer(limits, handler)
      : createHttpsServer(
          { ...limits, key: pem, cert: pem, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 },
          handler,
        );
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** Every error has the same form. What went wrong inside is told to the operator's log, not to the client. */
function errors(app: FastifyInstance, host: ApiHost): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return sendError(reply, status, { code: error.code ?? 'BadRequest', message: remedy(error, status) });
    host.logger.error('A request to the API failed', {
      method: request.method,
      url: request.url,
      error: String(error),
    });
    return sendError(reply, 500, {
      code: 'InternalError',
      message: 'The server could not do this. Its log on standard error says why.',
    });
  });
}

function remedy(error: FastifyError, status: number): string {
  if (status === 413) return 'The request is too large: at most 1 MiB. Split the command into several.';
  if (status === 415) return 'Send the body as JSON, with "Content-Type: application/json".';
  if (status === 429) return 'Too many requests from this address. Wait a minute and try again.';
  return error.message;
}

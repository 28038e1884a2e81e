import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** Answers the authority while a certificate is asked for, and nobody else anything. */
export type ChallengeListener = Readonly<{
  show: (token: string, content: string) => void;
  close: () => Promise<void>;
}>;

const PREFIX = '/.well-known/acme-challenge/';

/** Opens all bindings, or none and rejects with the first that cannot be had. RFC 8555 §8.3 */
export async function openChallengeListener(
  bindings: readonly Readonly<{ address: string; port: number }>[],
): Promise<ChallengeListener> {
  const contents = new Map<string, string>();
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  };
  try {
    for (const binding of bindings) servers.push(await listen(binding, contents));
  } catch (error) {
    await close();
    throw error;
  }
  return { show: (token, content) => void contents.set(token, content), close };
}

async function listen(
  { address, port }: Readonly<{ address: string; port: number }>,
  contents: ReadonlyMap<string, string>,
): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    const url = request.url ?? '';
    const content = url.startsWith(PREFIX) ? contents.get(url.slice(PREFIX.length)) : undefined;
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve());
  });
  return server;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendError } from './api-error.ts';

/** Files of the admin center. Whatever is no file and no part of the API is a screen of the app: it gets index.html.
 *  @param folder `web/dist`; may be missing in a checkout where it was not built */
export async function staticFiles(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      dotfiles: 'deny',
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        const named = /[.-][\w-]{8,}\.\w+$/.test(path) && path.includes(`${folder}/assets/`);
        response.setHeader('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || !isScreen(request.url))
      return sendError(reply, 404, { code: 'NotFound', message: 'There is nothing at this address.' });
    return built
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : reply.type('text/html').send(NOT_BUILT);
  });
}

/** A missing file is missing. A screen's address may end in an IP address, and its query in anything. */
function isScreen(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  return !path.startsWith('/api/') && !/\.[a-z]\w*$/i.test(path);
}

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Postern</title>' +
  '<h1>The admin center has not been built</h1><p>Run <code>npm start</code> in the folder of Postern once, ' +
  'or use the management shell: <code>bin/postern shell</code>. The API answers at <a href="/api/docs">/api/docs</a>.</p></html>';

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { LateHttpServer, type LateHttpOptions } from './late-http-server.ts';

type Opened = AsyncDisposable & Readonly<{ late: LateHttpServer; loads: () => number; failures: unknown[] }>;

async function open(load: () => Promise<Server>, more: Partial<LateHttpOptions> = {}): Promise<Opened> {
  let loads = 0;
  const failures: unknown[] = [];
  const late = await LateHttpServer.listen({
    addresses: ['127.0.0.1'],
    port: 0,
    load: () => {
      loads += 1;
      return load();
    },
    failed: (error) => failures.push(error),
    ...more,
  });
  return { late, loads: () => loads, failures, [Symbol.asyncDispose]: () => late.close() };
}

const greeter = async (): Promise<Server> =>
  createServer({ headersTimeout: 200, connectionsCheckingInterval: 50 }, (asked, response) =>
    response.end(`${asked.method} ${asked.socket.remoteAddress}`),
  );

function get(port: number, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, agent: false, timeout: 5000 }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(5000, () => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('an HTTP server that is loaded late', () => {
  it('loads once, with the first connection, and answers that and all later ones', async () => {
    await using server = await open(greeter);
    assert.equal(server.loads(), 0);
    const answers = await Promise.all([get(server.late.port), get(server.late.port)]);
    assert.deepEqual(new Set([...answers, await get(server.late.port)]), new Set(['GET 127.0.0.1']));
    assert.equal(server.loads(), 1);
  });

  it('loses nothing that a client sends while the server is loaded', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using server = await open(() => promise.then(greeter));
    const socket = await connected(server.late.port);
    socket.end('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab');
    setTimeout(resolve, 50);
    const [answer]: unknown[] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 200 .*PUT 127\.0\.0\.1/s);
  });

  it('ends clients that send slowly, those that came first too', async () => {
    await using server = await open(greeter);
    const first = await connected(server.late.port);
    first.write('GET / HT');
    assert.equal(await get(server.late.port), 'GET 127.0.0.1');
    const later = await connected(server.late.port);
    later.write('GET / HT');
    const answers = await Promise.all([once(first, 'data'), once(later, 'data')]);
    for (const [answer] of answers) assert.match(String(answer), /^HTTP\/1\.1 408 /);
  });

  it('closes connections where the server cannot be loaded, and says so once', async () => {
    await using server = await open(() => Promise.reject(new Error('no such module')));
    for (let attempt = 0; attempt < 2; attempt++) await assert.rejects(get(server.late.port));
    assert.deepEqual(server.failures.map(String), ['Error: no such module']);
  });

  it('listens on the other addresses too, and does without those it cannot have', async () => {
    await using server = await open(greeter, { addresses: ['127.0.0.1', '127.0.0.2', '192.0.2.1'] });
    assert.equal(await get(server.late.port, '127.0.0.2'), 'GET 127.0.0.1');
    assert.equal(await get(server.late.port), 'GET 127.0.0.1');
  });

  it('rejects where the first address cannot be had', async () => {
    await assert.rejects(open(greeter, { addresses: ['192.0.2.1'] }), { code: 'EADDRNOTAVAIL' });
  });

  it('closing ends every connection, waiting and answered', async () => {
    const loaded = await open(greeter);
    const { port } = loaded.late;
    const held = await connected(port);
    held.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(held, 'data');
    const never = await open(greeter);
    const waiting = await connected(never.late.port);
    await Promise.all([once(held, 'close'), once(waiting, 'close'), loaded.late.close(), never.late.close()]);
    await assert.rejects(connected(port));
  });
});

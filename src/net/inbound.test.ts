import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import { InboundServer } from '../../test/support/inbound-server.ts';
import { sampleConnector, sampleSnapshot } from '../../test/support/receive-fixture.ts';
import { SmtpDialogue } from '../../test/support/smtp-dialogue.ts';

const PER_SOURCE =
  '421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel';

async function firstReply(port: number, from?: string): Promise<string> {
  const client = await SmtpDialogue.open({ port, from });
  const reply = await client.reply();
  if (!reply.startsWith('220')) assert.equal(await client.closed(), true);
  client.close();
  return reply;
}

test('V20: the session beyond MaxInboundConnectionPerSource is refused, another source is not', async () => {
  await using server = await InboundServer.start({ connector: { maxInboundConnectionPerSource: 3 } });
  const open = [await server.connect(), await server.connect(), await server.connect()];
  assert.equal(await firstReply(server.port), PER_SOURCE);
  assert.match(await firstReply(server.port, '127.0.5.10'), /^220 /);
  open[0]?.close();
  await delay(30);
  assert.match(await firstReply(server.port), /^220 /);
  for (const client of open) client.close();
});

test('Exchange: MaxInboundConnection counts all sources', async () => {
  await using server = await InboundServer.start({
    connector: { maxInboundConnection: 2, maxInboundConnectionPercentagePerSource: 100 },
  });
  const open = [await server.connect('127.0.0.1'), await server.connect('127.0.0.2')];
  assert.equal(
    await firstReply(server.port, '127.0.0.3'),
    '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
  );
  assert.equal(server.logger.warnings.length, 1);
  for (const client of open) client.close();
});

test('receive-connectors.md §1.8: a peer that no connector takes gets 421 and is closed', async () => {
  const remoteIPRanges = [{ family: 4, low: 0x0a000001n, high: 0x0a000001n, text: '10.0.0.1' }] as const;
  await using server = await InboundServer.start({ connector: { remoteIPRanges } });
  assert.equal(await firstReply(server.port), '421 4.3.2 Service not available');
});

test('V19: MessageRateLimit drops the connection at the MAIL that is too much, for a minute', async () => {
  await using server = await InboundServer.start({ connector: { messageRateLimit: 2 } });
  for (let count = 0; count < 2; count += 1) assert.match(await server.deliver('A: b\r\n\r\nbody'), /^250 /);
  const third = await server.greet();
  assert.equal(
    await third.command('MAIL FROM:<chris@contoso.com>'),
    '421 4.4.2 Message submission rate for this client has exceeded the configured limit',
  );
  assert.equal(await third.closed(), true);
  server.clockAheadMs = 60_000;
  assert.match(await server.deliver('A: b\r\n\r\nbody'), /^250 /);
});

test('Design D8: rights are read anew at each MAIL, and a connector that is gone ends its sessions there', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  await client.command('MAIL FROM:<chris@contoso.com>');
  await server.set({ entries: [] });
  assert.equal(await client.command('RCPT TO:<kate@fabrikam.com>'), '250 2.1.5 Recipient OK');
  await client.command('RSET');
  assert.equal(
    await client.command('MAIL FROM:<chris@contoso.com>'),
    '530 5.7.1 Client was not authenticated',
  );
  await server.set({ enabled: false });
  assert.equal(await client.command('MAIL FROM:<chris@contoso.com>'), '421 4.3.2 Service not active');
  assert.equal(await client.closed(), true);
});

test('Listeners: a change of another property keeps the socket and its sessions, a new binding opens, an old one closes', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  const next = await freePort();
  await server.set({ bindings: [{ family: 4, address: '127.0.0.1', port: next }] });
  assert.equal(await client.command('NOOP'), '250 2.0.0 OK');
  assert.match(await firstReply(next), /^220 /);
  await assert.rejects(SmtpDialogue.open({ port: server.port }));
  assert.deepEqual(
    server.inbound.listeners.status().map(({ port, state }) => ({ port, state })),
    [{ port: next, state: 'listening' }],
  );
  client.close();
});

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

test('Listeners: a binding that fails says so with its remedy, the others run, and the next apply tries again', async () => {
  await using server = await InboundServer.start();
  const busy = await freePort();
  const occupant = await occupy(busy);
  const bindings = [
    { family: 4, address: '127.0.0.1', port: busy },
    { family: 4, address: '192.0.2.77', port: busy },
    { family: 4, address: '127.0.0.1', port: server.port },
  ] as const;
  await server.set({ bindings });
  const [first, second, third] = server.inbound.listeners.status();
  assert.match(first?.error ?? '', /^127\.0\.0\.1:\d+ could not be opened: another program uses port \d+\. /);
  assert.match(second?.error ?? '', /this host has no address 192\.0\.2\.77/);
  assert.equal(third?.state, 'listening');
  await new Promise((resolve) => occupant.close(resolve));
  await server.set({ comment: 'again' });
  assert.equal(server.inbound.listeners.status()[0]?.state, 'listening');
  assert.match(await firstReply(busy), /^220 /);
});

test('Listeners: a wildcard covers the addresses of its port, and both ways of changing between them work', async () => {
  const port = await freePort();
  const wildcard = { family: 4, address: '0.0.0.0', port } as const;
  const specific = { family: 4, address: '127.0.0.1', port } as const;
  await using server = await InboundServer.start();
  for (const bindings of [[specific], [wildcard, specific], [specific]]) {
    await server.set({ bindings });
    assert.match(await firstReply(port), /^220 /);
  }
  await server.set({ bindings: [wildcard, specific] });
  assert.deepEqual(
    server.inbound.listeners.status().map(({ state }) => state),
    ['listening', 'covered'],
  );
});

test('Port offset: the connector is chosen by the port of its binding, the socket by the real one', async () => {
  const real = await freePort();
  const offset = 1000;
  await using server = await InboundServer.start({ inbound: { portOffset: offset } });
  await server.set({ bindings: [{ family: 4, address: '127.0.0.1', port: real - offset }] });
  assert.match(await firstReply(real), /^220 /);
  assert.equal(server.inbound.listeners.status()[0]?.port, real);
});

test('IPv6: `::` is IPv6 alone and sits beside 0.0.0.0 on one port', async () => {
  const port = await freePort();
  await using server = await InboundServer.start();
  const v6 = sampleConnector(port, {
    guid: 'v6',
    name: 'Six',
    bindings: [{ family: 6, address: '::', port }],
    remoteIPRanges: [{ family: 6, low: 1n, high: 1n, text: '::1' }],
    banner: '220 six',
  });
  const v4 = sampleConnector(port, {
    guid: 'v4',
    bindings: [{ family: 4, address: '0.0.0.0', port }],
    banner: '220 four',
  });
  server.snapshot = sampleSnapshot([v4, v6]);
  await server.inbound.listeners.apply(server.snapshot);
  assert.equal(await firstReply(port), '220 four');
  const six = await SmtpDialogue.open({ port, host: '::1' });
  assert.equal(await six.reply(), '220 six');
  assert.match(await six.command('EHLO a'), /Hello \[::1\]/);
  six.close();
});

test('Stop: idle sessions get 421, a transaction may end, new sessions are refused', async () => {
  const server = await InboundServer.start();
  const idle = await server.greet();
  const busy = await server.begin();
  await busy.command('DATA');
  const stopped = server.inbound.stop(5000);
  assert.equal(await idle.reply(), '421 4.3.2 Service not active');
  assert.equal(await idle.closed(), true);
  assert.match(await busy.command('A: b\r\n\r\nbody\r\n.'), /^250 2\.6\.0 </);
  assert.equal(await busy.reply(), '421 4.3.2 Service not active');
  await stopped;
  assert.equal(server.inbound.sessions(), 0);
  assert.equal(server.accepted.length, 1);
  await assert.rejects(SmtpDialogue.open({ port: server.port }));
});

test('Stop: what does not end within the grace is cut off', async () => {
  const server = await InboundServer.start();
  const busy = await server.begin();
  await busy.command('DATA');
  const started = performance.now();
  await server.inbound.stop(100);
  assert.ok(performance.now() - started < 2000);
  assert.equal(server.store.held.size, 0);
  assert.equal(await busy.closed(), true);
});

test('A large body takes bounded memory: the client waits for the store', async () => {
  await using server = await InboundServer.start();
  server.store.keepBodies = false;
  server.store.writeDelayMs = 1;
  const client = await server.begin();
  await client.command('DATA');
  client.write('Subject: large\r\n\r\n');
  const block = Buffer.from(`${'x'.repeat(1022)}\r\n`.repeat(1024));
  let most = 0;
  for (let count = 0; count < 20; count += 1) {
    if (!client.socket.write(block)) await new Promise((resolve) => client.socket.once('drain', resolve));
    most = Math.max(most, count * block.length - server.store.octetsWritten);
  }
  client.write('.\r\n');
  assert.match(await client.reply(), /^250 2\.6\.0 </);
  assert.equal(server.store.octetsWritten, 20 * block.length);
  assert.ok(most < 12_000_000, `${most} octets were under way at once`);
  client.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectivityLine, Events } from '../../../src/transport/events.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import { freePort } from '../../support/free-port.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';

type Collected = Readonly<{ lines: ConnectivityLine[]; events: Events }>;

function collector(): Collected {
  const lines: ConnectivityLine[] = [];
  const observe: NonNullable<Events['observe']> = (observation) => {
    if (observation.kind === 'connectivity') lines.push(observation);
  };
  return { lines, events: { track: () => undefined, protocol: () => undefined, observe } };
}

function shown({ lines }: Collected): string[] {
  return lines.map(({ direction, description }) => `${direction} ${description}`);
}

for (const [host, extensions] of [
  ['with DSN', ['PIPELINING', 'DSN']],
  ['without DSN', ['PIPELINING']],
] as const) {
  test(`mail-flow.md §6.8: a connection to a host ${host} is its queue, hosts, outcome and what was taken`, async () => {
    const sink = await startSmtpSink({ extensions });
    const collected = collector();
    const connector = sendConnector({ port: sink.port });
    const harness = startHarness(snapshotWith({ sendConnectors: [connector] }), { events: collected.events });
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await until(() => harness.store.stats().messages === 0, 'the store is empty');
    await harness.stop();
    await sink.close();
    const [begun = '', hosts, connected = '', ended = ''] = shown(collected);
    assert.match(begun, /^\+ SmartHostConnectorDelivery \S+;QueueLength=1$/);
    assert.equal(hosts, '> The Send connector names 1 host(s): [127.0.0.1]');
    assert.match(connected, /^> Established connection to 127\.0\.0\.1.*; SMTP session [\dA-F]{16}$/);
    assert.match(ended, new RegExp(`^- Messages: 1 Bytes: ${MESSAGE.length}`));
    assert.equal(new Set(collected.lines.map(({ sessionId }) => sessionId)).size, 1);
    assert.equal(collected.lines[0]?.destination, '[127.0.0.1]');
  });
}

test('mail-flow.md §6.8: a connection that failed says so, and took nothing', async () => {
  const collected = collector();
  const connector = sendConnector({ port: await freePort() });
  const harness = startHarness(snapshotWith({ sendConnectors: [connector] }), { events: collected.events });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => collected.lines.some(({ direction }) => direction === '-'), 'the connection is given up');
  await harness.stop();
  const lines = shown(collected);
  assert.ok(lines.some((line) => line.startsWith('> Failed connection to 127.0.0.1')));
  assert.match(lines.at(-1) ?? '', /^- Messages: 0 Bytes: 0/);
});

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import type { QueueView } from '../../../src/transport/queue-control.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';
import { freePort } from '../../support/free-port.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const MINUTE = 60_000;

function startWith(connectors: readonly SendConnector[]): Harness {
  return startHarness(snapshotWith({ sendConnectors: connectors }));
}

function queueNamed(harness: Harness, name: string): QueueView {
  const found = harness.delivery.control.queues().find((queue) => queue.name === name);
  if (found === undefined) throw new Error(`no queue ${name}`);
  return found;
}

/** '' while there is no such queue. */
function statusOf(harness: Harness, name: string): string {
  return harness.delivery.control.queues().find((queue) => queue.name === name)?.status ?? '';
}

async function emptied(harness: Harness): Promise<void> {
  await until(() => harness.store.stats().messages === 0, 'the store is empty');
}

test('F1, F2: without a connector a message waits in Unreachable; a new connector delivers it', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([]);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => queueNamed(harness, 'Unreachable').messageCount === 1, 'Unreachable');
  const [waiting] = harness.delivery.control.messages();
  assert.equal(waiting?.lastError, 'A matching connector cannot be found to route the external recipient');
  assert.equal(queueNamed(harness, 'Unreachable').lastError, waiting.lastError);
  assert.equal(harness.events.length, 0);
  harness.setSnapshot(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }));
  await emptied(harness);
  assert.equal(sink.messages.length, 1);
  const again = harness.events.find(({ eventId }) => eventId === 'RESUBMIT');
  assert.deepEqual([again?.source, again?.sourceContext], ['ROUTING', 'Unreachable;[127.0.0.1]']);
  await harness.stop();
  await sink.close();
});

test('RESUBMIT: who stays in Unreachable after a change is not tracked; by an administrator it is', async () => {
  const harness = startWith([]);
  const { control } = harness.delivery;
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => queueNamed(harness, 'Unreachable').messageCount === 1, 'Unreachable');
  harness.setSnapshot(snapshotWith());
  await until(() => queueNamed(harness, 'Unreachable').messageCount === 1, 'Unreachable again');
  assert.equal(harness.events.length, 0);
  control.retryQueue(queueNamed(harness, 'Unreachable').number, true);
  await until(() => harness.events.some(({ eventId }) => eventId === 'RESUBMIT'), 'RESUBMIT');
  assert.deepEqual(
    harness.events.map(({ eventId, source }) => [eventId, source]),
    [['RESUBMIT', 'ADMIN']],
  );
  await harness.stop();
});

test('F8: a dead host: attempts at 1–4, 9 … 34, 44 minutes, one delay DSN at 4 h, 550 4.4.7 at 48 h', async () => {
  const attempts: number[] = [];
  let minute = 0;
  const dead = await freePort();
  const connectors = [
    sendConnector({
      name: 'Dead',
      port: dead,
      addressSpaces: [{ type: 'SMTP', domain: 'fabrikam.com', cost: 1 }],
    }),
    sendConnector({
      name: 'Drop',
      dropDirectory: 'drop',
      addressSpaces: [{ type: 'SMTP', domain: 'client.example', cost: 1 }],
    }),
  ];
  const harness = startHarness(snapshotWith({ sendConnectors: connectors }), {
    dialer: {
      async dial() {
        attempts.push(minute);
        throw Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
      },
    },
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => attempts.length === 1, 'the first attempt');
  const settled = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 2));
  await settled();
  for (minute = 1; minute <= 60; minute += 1) {
    harness.advance(MINUTE);
    await settled();
  }
  assert.deepEqual(attempts, [0, 1, 2, 3, 4, 9, 14, 19, 24, 29, 34, 44, 54]);
  const queue = queueNamed(harness, '[127.0.0.1]');
  assert.equal(queue.status, 'Retry');
  assert.equal(queue.retryCount, 13);
  assert.match(
    queue.lastError,
    /^\[\{LRT=.*\};\{LED=441 4\.4\.1 Error encountered while communicating with primary target IP address: "Failed to connect\. ECONNREFUSED: connect refused"/,
  );
  assert.equal(harness.drops.length, 0);
  harness.advance(3 * 60 * MINUTE);
  await until(() => harness.drops.length === 1, 'the delay DSN');
  assert.match(harness.drops[0]?.content ?? '', /^Action: delayed\r\nStatus: 4\.4\.7\r$/m);
  assert.match(harness.drops[0]?.content ?? '', /^Subject: Delivery delayed: Test\r$/m);
  assert.match(harness.drops[0]?.content ?? '', /^Will-Retry-Until: /m);
  harness.advance(10 * 60 * MINUTE);
  await settled();
  assert.equal(harness.drops.length, 1);
  harness.advance(34 * 60 * MINUTE);
  await until(() => harness.drops.length === 2, 'the failed DSN');
  const report = harness.drops[1]?.content ?? '';
  assert.match(
    report,
    /^Action: failed\r\nStatus: 4\.4\.7\r\nDiagnostic-Code: smtp;550 4\.4\.7 QUEUE\.Expired; message expired\r$/m,
  );
  await emptied(harness);
  const failure = harness.events.find(({ eventId }) => eventId === 'FAIL');
  assert.equal(failure?.source, 'QUEUE');
  await harness.stop();
});

test('connection refused: the queue is in Retry, its messages too, and Retry-Queue connects at once', async () => {
  const port = await freePort();
  const harness = startWith([sendConnector({ port })]);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => statusOf(harness, '[127.0.0.1]') === 'Retry', 'Retry');
  assert.equal(harness.delivery.control.messages()[0]?.status, 'Retry');
  assert.ok(harness.events.some(({ eventId }) => eventId === 'DEFER'));
  const sink = await startSmtpSink({ port });
  harness.delivery.control.retryQueue(queueNamed(harness, '[127.0.0.1]').number, false);
  await emptied(harness);
  assert.equal(queueNamed(harness, '[127.0.0.1]').status, 'Ready');
  assert.equal(queueNamed(harness, '[127.0.0.1]').lastError, '');
  await harness.stop();
  await sink.close();
});

test('a queue whose connector changed goes through the categorizer again', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([sendConnector({ port: await freePort() })]);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => statusOf(harness, '[127.0.0.1]') === 'Retry', 'Retry');
  harness.setSnapshot(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }));
  await emptied(harness);
  assert.equal(sink.messages.length, 1);
  await harness.stop();
  await sink.close();
});

test('F12: a suspended queue keeps what is sent to it; Resume lets it go', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([sendConnector({ port: sink.port })]);
  const { control } = harness.delivery;
  await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await emptied(harness);
  const { number } = queueNamed(harness, '[127.0.0.1]');
  await control.suspendQueue(number);
  await harness.send(MESSAGE, [pending('b@fabrikam.com')]);
  await until(() => queueNamed(harness, '[127.0.0.1]').messageCount === 1, 'it waits');
  assert.equal(queueNamed(harness, '[127.0.0.1]').status, 'Suspended');
  assert.equal(control.messages(number)[0]?.status, 'Ready');
  assert.equal(sink.messages.length, 1);
  await control.resumeQueue(number);
  await emptied(harness);
  await harness.stop();
  await sink.close();
});

test('F12: a suspended Submission queue holds what arrives', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([sendConnector({ port: sink.port })]);
  const { control } = harness.delivery;
  await control.suspendQueue(queueNamed(harness, 'Submission').number);
  await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await until(() => control.messages().length === 1, 'it is held');
  assert.equal(control.messages()[0]?.queueName, 'Submission');
  await control.resumeQueue(queueNamed(harness, 'Submission').number);
  await emptied(harness);
  assert.equal(sink.messages.length, 1);
  await harness.stop();
  await sink.close();
});

test('a suspended message stays, also over a restart, until it is resumed', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([]);
  const { control } = harness.delivery;
  const { facts } = await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await until(() => control.messages().length === 1, 'it waits');
  const { number } = queueNamed(harness, 'Unreachable');
  await control.suspendMessage(facts.id, number);
  assert.equal(control.messages()[0]?.status, 'Suspended');
  assert.equal([...harness.store.held.values()][0]?.message?.state.suspended, true);
  harness.setSnapshot(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }));
  await until(() => queueNamed(harness, 'Unreachable').messageCount === 1, 'it stays');
  await control.resumeMessage(facts.id, number);
  control.retryQueue(number, true);
  await emptied(harness);
  assert.equal(sink.messages.length, 1);
  await harness.stop();
  await sink.close();
});

test('F13: Remove-Message gives an NDR, without it none', async () => {
  const drop = sendConnector({
    name: 'Drop',
    dropDirectory: 'drop',
    addressSpaces: [{ type: 'SMTP', domain: 'client.example', cost: 1 }],
  });
  const harness = startWith([drop]);
  const { control } = harness.delivery;
  const first = await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  const second = await harness.send(MESSAGE, [pending('b@fabrikam.com')]);
  await until(() => control.messages().length === 2, 'both wait');
  const { number } = queueNamed(harness, 'Unreachable');
  await control.removeMessage(first.facts.id, number, true);
  await control.removeMessage(second.facts.id, number, false);
  await emptied(harness);
  assert.equal(harness.drops.length, 1);
  assert.match(harness.drops[0]?.content ?? '', /^Final-Recipient: rfc822;a@fabrikam\.com\r$/m);
  assert.deepEqual(
    harness.events
      .map(({ eventId, source }) => `${eventId}/${source}`)
      .filter((text) => text.endsWith('/ADMIN')),
    ['FAIL/ADMIN', 'DROP/ADMIN'],
  );
  await harness.stop();
});

test('Export-Message: envelope, then the content with its stamps', async () => {
  const harness = startWith([]);
  const content = `X-MS-Exchange-Organization-AuthAs: Anonymous\r\n${MESSAGE}`;
  const { facts } = await harness.send(content, [pending('a@fabrikam.com', ['NEVER'])]);
  await until(() => harness.delivery.control.messages().length === 1, 'it waits');
  const exported = (await harness.delivery.control.exportMessage(facts.id)).toString();
  assert.ok(
    exported.startsWith(
      'X-Sender: <sender@client.example>\r\nX-Receiver: <a@fabrikam.com> NOTIFY=NEVER\r\nX-CreatedBy: MSExchange15\r\n',
    ),
  );
  assert.ok(exported.endsWith(content));
  await harness.stop();
});

test('messages found in the store at start are delivered', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([]);
  await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await harness.stop();
  const again = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }), {
    store: harness.store,
  });
  await until(() => harness.store.stats().messages === 0, 'it is delivered');
  assert.equal(sink.messages.length, 1);
  await again.stop();
  await sink.close();
});

test('an empty delivery queue goes after three minutes; Submission and Unreachable stay, Poison is hidden', async () => {
  const sink = await startSmtpSink();
  const harness = startWith([sendConnector({ port: sink.port })]);
  await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await emptied(harness);
  harness.advance(10_000);
  await until(() => harness.delivery.status().sessions === 0, 'the session is ended');
  assert.equal(queueNamed(harness, '[127.0.0.1]').messageCount, 0);
  harness.advance(180_000);
  assert.deepEqual(
    harness.delivery.control.queues().map(({ name }) => name),
    ['Submission', 'Unreachable'],
  );
  await harness.stop();
  await sink.close();
});

/** Next hops that take a connection and say nothing, `slow0.example` and on. */
async function startSilentHops(
  count: number,
): Promise<Readonly<{ connectors: SendConnector[]; close: () => void }>> {
  const silent = createServer();
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve());
  });
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const connectors = Array.from({ length: count }, (_, index) =>
    sendConnector({
      name: `Slow${index}`,
      port: address.port,
      smartHosts: [`[127.0.0.${index + 2}]`, '[127.0.0.1]'],
      addressSpaces: [{ type: 'SMTP', domain: `slow${index}.example`, cost: 1 }],
    }),
  );
  return { connectors, close: () => silent.close() };
}

test('hosts that do not answer hold up nobody else', async () => {
  const sink = await startSmtpSink();
  const silent = await startSilentHops(30);
  const snapshot = snapshotWith({
    sendConnectors: [...silent.connectors, sendConnector({ port: sink.port })],
  });
  const transportService = { ...snapshot.transportService, maxOutboundConnections: 20 };
  const harness = startHarness({ ...snapshot, transportService });
  await harness.send(MESSAGE, [pending('first@fabrikam.com')]);
  await sink.received(1);
  for (let index = 0; index < 30; index += 1)
    await harness.send(MESSAGE, [pending(`a@slow${index}.example`)]);
  for (let index = 0; index < 50; index += 1) await harness.send(MESSAGE, [pending(`${index}@fabrikam.com`)]);
  await sink.received(51);
  assert.ok(harness.delivery.status().sessions <= 20);
  await harness.delivery.stop(50);
  silent.close();
  await sink.close();
});

test('hosts that do not answer do not take the connections of those that do', async () => {
  const sink = await startSmtpSink();
  const silent = await startSilentHops(10);
  const snapshot = snapshotWith({
    sendConnectors: [...silent.connectors, sendConnector({ port: sink.port })],
  });
  const transportService = { ...snapshot.transportService, maxOutboundConnections: 5 };
  const harness = startHarness({ ...snapshot, transportService });
  await harness.send(MESSAGE, [pending('first@fabrikam.com')]);
  await sink.received(1);
  for (let index = 0; index < 10; index += 1)
    await harness.send(MESSAGE, [pending(`a@slow${index}.example`)]);
  await until(() => harness.delivery.status().sessions >= 3, 'they have their share');
  for (let round = 2; round < 7; round += 1) {
    await harness.send(MESSAGE, [pending('next@fabrikam.com')]);
    await sink.received(round);
    const own = ({ key }: QueueView): boolean => key.nextHopConnector === 'guid-Out';
    await until(() => harness.delivery.control.queues().find(own)?.messageCount === 0, 'it is done');
  }
  assert.equal(sink.connections(), 1);
  await harness.delivery.stop(50);
  silent.close();
  await sink.close();
});

test('a message that crashes the categorizer twice waits in Poison until it is resumed', async () => {
  let crash = true;
  const sink = await startSmtpSink();
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }), {
    directory: {
      find() {
        if (crash) throw new Error('the directory has a bug');
        return null;
      },
      members: () => [],
      displayName: () => null,
      checkCredentials: async () => null,
    },
  });
  const { facts } = await harness.send(MESSAGE, [pending('a@fabrikam.com')]);
  await until(() => harness.delivery.control.queues().some(({ name }) => name === 'Poison'), 'Poison');
  assert.equal(harness.delivery.control.messages()[0]?.status, 'Suspended');
  crash = false;
  await harness.delivery.control.resumeMessage(facts.id, queueNamed(harness, 'Poison').number);
  await emptied(harness);
  assert.equal(sink.messages.length, 1);
  await harness.stop();
  await sink.close();
});

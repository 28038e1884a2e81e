import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { MessageView, QueueView } from '../../../src/transport/queue-control.ts';
import {
  type Harness,
  pending,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import { freePort } from '../../support/free-port.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';

function queueOf({ delivery }: Harness): QueueView | undefined {
  return delivery.control.queues().find(({ name }) => name === '[127.0.0.1]');
}

function messageOf({ delivery }: Harness): MessageView | undefined {
  return delivery.control.messages()[0];
}

type Held = Readonly<{ harness: Harness; answer: (reply: string) => void }>;

/** A next hop that takes everything up to the end of DATA and says nothing more until it is told to. Reports become files. */
async function withSilentHop(run: (held: Held) => Promise<void>): Promise<void> {
  let socket: Socket | null = null;
  let isSilent = false;
  const server = createServer((one) => {
    socket = one;
    one.write('220 hop\r\n');
    one.on('error', () => undefined);
    one.on('data', (chunk: Buffer) => {
      for (const line of String(chunk).split('\r\n')) {
        if (/^(EHLO|MAIL|RCPT|RSET)/.test(line)) one.write('250 ok\r\n');
        else if (line === 'DATA') one.write('354 go on\r\n');
        else if (line === '.') isSilent = true;
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const space = [{ type: 'SMTP', domain: 'client.example', cost: 1 }];
  const reports = sendConnector({ name: 'Reports', dropDirectory: 'drop', addressSpaces: space });
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port }), reports] }));
  try {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await until(() => isSilent, 'the content was sent');
    await run({ harness, answer: (reply) => void socket?.write(`${reply}\r\n`) });
  } finally {
    await harness.stop();
    server.close();
  }
}

describe('a message on its way. mail-flow.md §4.3', () => {
  it('queue and message are Active; PendingRemove is no removal where the next hop takes it', async () => {
    await withSilentHop(async ({ harness, answer }) => {
      assert.equal(queueOf(harness)?.status, 'Active');
      const message = messageOf(harness);
      assert.equal(message?.status, 'Active');
      await harness.delivery.control.removeMessage(message?.id ?? 0, message?.queueNumber ?? 0, true);
      assert.equal(messageOf(harness)?.status, 'PendingRemove');
      answer('250 taken');
      await until(() => harness.store.stats().messages === 0, 'it is gone');
      assert.deepEqual(harness.drops, []);
      assert.equal(queueOf(harness)?.status, 'Ready');
    });
  });

  it('PendingRemove ends the message when it comes back, with a report', async () => {
    await withSilentHop(async ({ harness, answer }) => {
      const message = messageOf(harness);
      await harness.delivery.control.removeMessage(message?.id ?? 0, message?.queueNumber ?? 0, true);
      answer('451 4.3.0 later');
      await until(() => harness.store.stats().messages === 0, 'it is gone');
      assert.equal(harness.drops.length, 1);
    });
  });

  it('PendingSuspend is Suspended when the message comes back', async () => {
    await withSilentHop(async ({ harness, answer }) => {
      const message = messageOf(harness);
      await harness.delivery.control.suspendMessage(message?.id ?? 0, message?.queueNumber ?? 0);
      assert.equal(messageOf(harness)?.status, 'PendingSuspend');
      answer('451 4.3.0 later');
      await until(() => messageOf(harness)?.status === 'Suspended', 'Suspended');
    });
  });
});

it('mail-flow.md §4.3: while a host is connected to the queue is Connecting', async () => {
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector()] }), {
    dialer: { dial: () => new Promise(() => undefined) },
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => queueOf(harness)?.status === 'Connecting', 'Connecting');
  await harness.stop();
});

describe("a queue's LastError. mail-flow.md §4.7", () => {
  const FAILOVER =
    'Attempted failover to alternate host, but that did not succeed\\. Either there are no alternate hosts, or delivery failed to all alternate hosts\\. The last endpoint attempted was 127\\.0\\.0\\.1:\\d+';

  async function lastError(port: number): Promise<string> {
    const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port })] }));
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await until(() => queueOf(harness)?.status === 'Retry', 'Retry');
    const text = queueOf(harness)?.lastError ?? '';
    await harness.stop();
    return text;
  }

  const whole = (detail: string): RegExp =>
    new RegExp(
      `^\\[\\{LRT=\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\};\\{LED=${detail} ${FAILOVER}\\};\\{FQDN=127\\.0\\.0\\.1\\};\\{IP=127\\.0\\.0\\.1\\}\\]$`,
    );

  it('the reply of a host that refuses at the greeting', async () => {
    const sink = await startSmtpSink({
      reply: (line) => (line === 'CONNECT' ? '421 4.3.2 Service not available' : null),
    });
    const said =
      '451 4\\.4\\.0 Primary target IP address responded with: "421 4\\.3\\.2 Service not available[^"]*"';
    assert.match(await lastError(sink.port), whole(said));
    await sink.close();
  });

  it('a host that cannot be connected to', async () => {
    const said =
      '441 4\\.4\\.1 Error encountered while communicating with primary target IP address: "Failed to connect\\. [^"]*ECONNREFUSED[^"]*"';
    assert.match(await lastError(await freePort()), whole(said));
  });
});

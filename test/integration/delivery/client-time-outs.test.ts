import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { newSendConnector } from '../../../src/config/defaults.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const MINUTE = 60_000;

/** Sends to a host that falls silent, under a ConnectionInactivityTimeOut of 200 ms; resolves when the message waits. */
async function givesUp(port: number, content = MESSAGE): Promise<void> {
  const made = sendConnector({ port, connectionInactivityTimeoutMs: 200 });
  const harness = startHarness(snapshotWith({ sendConnectors: [made] }));
  await harness.send(content, [pending('kate@fabrikam.com')]);
  await until(() => harness.delivery.control.queues().some(({ status }) => status === 'Retry'), 'Retry');
  assert.equal(harness.store.stats().messages, 1);
  await harness.stop();
}

describe('RFC 5321 §4.5.3.2: a silent server is given up, and the message waits', () => {
  for (const [stage, at] of [
    ['§4.5.3.2.1 the initial 220', 'CONNECT'],
    ['§4.5.3.2.2 MAIL', 'MAIL'],
    ['§4.5.3.2.3 RCPT', 'RCPT'],
    ['§4.5.3.2.4 the initiation of DATA', 'DATA'],
    ['§4.5.3.2.6 the end of DATA', '.'],
  ] as const) {
    it(stage, async () => {
      const reply = (line: string): string | null => (line.startsWith(at) ? 'silent' : null);
      const sink = await startSmtpSink({ extensions: [], reply });
      await givesUp(sink.port);
      await sink.close();
    });
  }

  it('§4.5.3.2.5 a block of the content that is not taken', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 slow\r\n');
      socket.on('data', (chunk: Buffer) => {
        const isData = chunk.toString('latin1').startsWith('DATA');
        socket.write(isData ? '354 go\r\n' : '250 ok\r\n');
        if (isData) socket.pause();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address: AddressInfo | string | null = server.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    await givesUp(port, `${MESSAGE}${`${'x'.repeat(70)}\r\n`.repeat(400_000)}`);
    server.close();
  });
});

it('RFC 5321 §4.5.3.2: the default is no shorter than any of the least times, ten minutes for the end of DATA', () => {
  const { connectionInactivityTimeoutMs } = newSendConnector({
    guid: 'g',
    name: 'Out',
    serverName: 'EX1',
    whenCreated: '',
  });
  assert.ok(connectionInactivityTimeoutMs >= 10 * MINUTE);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DirectoryEntry } from '../../../src/config/recipient.ts';
import type { TransportService } from '../../../src/config/organization.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { freePort } from '../../support/free-port.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

function change(
  harness: Harness,
  settings: Partial<TransportService>,
  connectors = snapshotWith().sendConnectors,
): void {
  const base = snapshotWith({ sendConnectors: connectors });
  harness.setSnapshot({ ...base, transportService: { ...base.transportService, ...settings } });
}

/** The minutes of the attempts at a dead host; the setting changes behind the first one, while the queue waits. */
async function attempts(settings: Partial<TransportService>, minutes: number): Promise<readonly number[]> {
  const found: number[] = [];
  let minute = 0;
  const connectors = [sendConnector({ port: await freePort() })];
  const harness = startHarness(snapshotWith({ sendConnectors: connectors }), {
    dialer: {
      async dial() {
        found.push(minute);
        throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      },
    },
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => found.length === 1, 'the first attempt');
  await settled();
  change(harness, settings, connectors);
  for (minute = 1; minute <= minutes; minute += 1) {
    harness.advance(MINUTE);
    await settled();
  }
  await harness.stop();
  return found;
}

describe('intervals hold from the next failure of a queue that waits already', () => {
  const CASES: readonly (readonly [Partial<TransportService>, number, readonly number[]])[] = [
    [{}, 35, [0, 1, 2, 3, 4, 9, 14, 19, 24, 29, 34]],
    [{ queueGlitchRetryIntervalMs: 3 * MINUTE }, 15, [0, 1, 4, 7, 10, 15]],
    [{ queueGlitchRetryCount: 1 }, 12, [0, 1, 6, 11]],
    [{ transientFailureRetryIntervalMs: 7 * MINUTE }, 20, [0, 1, 2, 3, 4, 11, 18]],
    [{ transientFailureRetryCount: 1 }, 30, [0, 1, 2, 3, 4, 9, 19, 29]],
    [
      {
        queueGlitchRetryCount: 0,
        transientFailureRetryCount: 0,
        outboundConnectionFailureRetryIntervalMs: 20 * MINUTE,
      },
      45,
      [0, 1, 21, 41],
    ],
  ];
  for (const [settings, minutes, expected] of CASES) {
    it(`Set-TransportService ${JSON.stringify(settings)}`, async () => {
      assert.deepEqual(await attempts(settings, minutes), expected);
    });
  }
});

it('MessageRetryInterval holds from the next 4xx of a message that waits already', async () => {
  const sink = await startSmtpSink({ reply: (line) => (line.startsWith('RCPT') ? '451 4.7.1 later' : null) });
  const connectors = [sendConnector({ port: sink.port })];
  const harness = startHarness(snapshotWith({ sendConnectors: connectors }));
  const tries = (): number => sink.lines.filter((line) => line.startsWith('RCPT')).length;
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.events.length === 1, 'the first 451');
  change(harness, { messageRetryIntervalMs: 20 * MINUTE }, connectors);
  harness.advance(5 * MINUTE);
  await until(() => harness.events.length === 2, 'the second, at the old time');
  harness.advance(19 * MINUTE);
  await settled();
  assert.equal(tries(), 2);
  harness.advance(MINUTE);
  await until(() => tries() === 3, 'the third, at the new time');
  await harness.stop();
  await sink.close();
});

it('MailboxDeliveryQueueRetryInterval holds from the next failure of a mailbox', async () => {
  const mailbox: DirectoryEntry = {
    kind: 'mailbox',
    ...{ guid: 'kate', name: 'kate', alias: 'kate', displayName: 'Kate' },
    ...{ emailAddresses: ['kate@contoso.com'], whenCreated: '', whenChanged: '' },
  };
  let tries = 0;
  const directory = [mailbox];
  const harness = startHarness(snapshotWith({ directory }), {
    mailboxes: {
      async deliver() {
        tries += 1;
        throw new Error('the disk is full');
      },
    },
  });
  await harness.send(MESSAGE, [pending('kate@contoso.com')]);
  await until(() => tries === 1 && harness.events.length === 1, 'the first try');
  harness.setSnapshot({
    ...snapshotWith({ directory }),
    transportService: { ...snapshotWith().transportService, mailboxDeliveryQueueRetryIntervalMs: 9 * MINUTE },
  });
  harness.advance(5 * MINUTE);
  await until(() => tries === 2 && harness.events.length === 2, 'the second, at the old time');
  harness.advance(8 * MINUTE);
  await settled();
  assert.equal(tries, 2);
  harness.advance(MINUTE);
  await until(() => tries === 3, 'the third, at the new time');
  await harness.stop();
});

it('DelayNotificationTimeout holds for mail that waits already', async () => {
  const harness = startHarness(snapshotWith());
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.delivery.control.messages().length === 1, 'Unreachable');
  change(harness, { delayNotificationTimeoutMs: HOUR });
  await until(() => harness.delivery.control.messages().length === 1, 'Unreachable again');
  harness.advance(HOUR + MINUTE);
  await until(() => harness.events.some(({ eventId }) => eventId === 'DSN'), 'the delay notice');
  await harness.stop();
});

it('QueueMaxIdleTime holds for a queue that is empty already', async () => {
  const sink = await startSmtpSink();
  const connectors = [sendConnector({ port: sink.port })];
  const harness = startHarness(snapshotWith({ sendConnectors: connectors }));
  const exists = (): boolean => harness.delivery.control.queues().some(({ name }) => name === '[127.0.0.1]');
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.store.stats().messages === 0, 'the message is settled');
  harness.advance(10_000);
  await until(() => harness.delivery.status().sessions === 0, 'the session is ended');
  change(harness, { queueMaxIdleTimeMs: 10 * MINUTE }, connectors);
  harness.advance(9 * MINUTE);
  assert.equal(exists(), true);
  harness.advance(2 * MINUTE);
  assert.equal(exists(), false);
  await harness.stop();
  await sink.close();
});

it('MaxIdleTimeBeforeResubmit holds for a queue in Retry', async () => {
  const connectors = [sendConnector({ port: await freePort() })];
  const harness = startHarness(snapshotWith({ sendConnectors: connectors }));
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.events.length === 1, 'the first failure');
  change(harness, { maxIdleTimeBeforeResubmitMs: 30 * MINUTE }, connectors);
  for (let minute = 0; minute < 32; minute += 1) {
    harness.advance(MINUTE);
    await settled();
  }
  await until(
    () => harness.events.some(({ eventId, source }) => eventId === 'RESUBMIT' && source === 'QUEUE'),
    'RESUBMIT',
  );
  await harness.stop();
});

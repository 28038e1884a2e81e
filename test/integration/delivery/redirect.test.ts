import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDialer } from '../../../src/net/dialer.ts';
import {
  pending,
  resolverOf,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';

test('Exchange: Redirect-Message drains to another server what waits and is not suspended; no new mail meanwhile', async () => {
  const sink = await startSmtpSink();
  const real = createDialer();
  let reachable = false;
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector()] }), {
    resolver: resolverOf({
      addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '192.0.2.77' }] }),
    }),
    dialer: {
      async dial(target, signal) {
        if (!reachable || target.address !== '192.0.2.77')
          throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
        return await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal);
      },
    },
  });
  const { control } = harness.delivery;
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  const held = await harness.send(MESSAGE, [pending('joe@fabrikam.com')]);
  await until(() => control.queues().some(({ status }) => status === 'Retry'), 'Retry');
  const queue = control.queues().find(({ status }) => status === 'Retry');
  await control.suspendMessage(held.facts.id, queue?.number ?? 0);
  assert.equal(harness.delivery.status().draining, false);
  reachable = true;
  control.redirect(['ex2.contoso.com']);
  assert.equal(harness.delivery.status().draining, true);
  await until(() => sink.messages.length === 1, 'the redirected message');
  await until(() => !harness.delivery.status().draining, 'the end of the drain');
  const redirected = harness.events.filter(({ eventId }) => eventId === 'REDIRECT');
  assert.deepEqual(
    redirected.map(({ source, reference, recipients }) => [source, reference, recipients]),
    [['ADMIN', 'ex2.contoso.com', ['kate@fabrikam.com']]],
  );
  assert.deepEqual(
    control.messages().map(({ id, status }) => [id, status]),
    [[held.facts.id, 'Suspended']],
  );
  await harness.stop();
  await sink.close();
});

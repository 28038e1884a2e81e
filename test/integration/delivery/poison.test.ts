import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_TRANSPORT_SERVICE } from '../../../src/config/defaults.ts';
import type { ContentReader } from '../../../src/queue/ports.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const RETRY = DEFAULT_TRANSPORT_SERVICE.messageRetryIntervalMs;

function dropOut(): ReturnType<typeof snapshotWith> {
  return snapshotWith({ sendConnectors: [sendConnector({ dropDirectory: 'drop' })] });
}

/** From now on the content of one message throws where it is read. */
function spoil(harness: Harness, id: number): void {
  const { store } = harness;
  const read = store.read.bind(store);
  store.read = (wanted: number): ContentReader => {
    const reader = read(wanted);
    if (wanted !== id) return reader;
    return {
      ...reader,
      sizeBytes: reader.sizeBytes,
      header: () => Promise.reject(new Error('a bug')),
      async *chunks() {
        yield Buffer.alloc(0);
        throw new Error('a bug');
      },
    };
  };
}

function poisoned(harness: Harness): number | undefined {
  return harness.delivery.control.queues().find(({ name }) => name === 'Poison')?.messageCount;
}

test('a message that crashes the delivery to a folder twice waits in Poison; the others go out meanwhile', async () => {
  const harness = startHarness(dropOut());
  await harness.delivery.stop(0);
  const bad = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  spoil(harness, bad.facts.id);
  const again = startHarness(dropOut(), { store: harness.store });
  await again.send(MESSAGE, [pending('joe@fabrikam.com')]);
  await until(() => again.drops.length === 1, 'the other message');
  assert.ok(again.delivery.control.queues().every(({ status }) => status !== 'Retry'));
  await until(() => harness.store.held.get(bad.facts.id)?.message.state.crashes === 1, 'one crash');
  again.advance(RETRY);
  await until(() => poisoned(again) === 1, 'Poison');
  assert.deepEqual(
    again.events.map(({ eventId }) => eventId).filter((one) => one === 'POISONMESSAGE' || one === 'SEND'),
    ['SEND', 'POISONMESSAGE'],
  );
  await again.stop();
});

test('a crash of the SMTP session ends that session alone; what it sent is in Poison at the second', async () => {
  const sink = await startSmtpSink();
  const snapshot = snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] });
  const harness = startHarness(snapshot);
  await harness.delivery.stop(0);
  const bad = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  spoil(harness, bad.facts.id);
  const again = startHarness(snapshot, { store: harness.store });
  await until(() => harness.store.held.get(bad.facts.id)?.message.state.crashes === 1, 'one crash');
  again.advance(RETRY);
  await again.send(MESSAGE, [pending('joe@fabrikam.com')]);
  await until(() => poisoned(again) === 1, 'Poison');
  again.advance(RETRY);
  await until(() => sink.messages.length === 1, 'the other message');
  await again.stop();
  await sink.close();
});

test('Exchange: PoisonMessageDetectionEnabled $false: it waits like any other', async () => {
  const transportService = { ...DEFAULT_TRANSPORT_SERVICE, poisonMessageDetectionEnabled: false };
  const harness = startHarness({ ...dropOut(), transportService });
  await harness.delivery.stop(0);
  const bad = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  spoil(harness, bad.facts.id);
  const again = startHarness({ ...dropOut(), transportService }, { store: harness.store });
  for (let crashes = 1; crashes <= 3; crashes += 1) {
    await until(
      () => again.delivery.control.messages().some(({ retryCount }) => retryCount === crashes),
      `crash ${crashes}`,
    );
    again.advance(RETRY);
  }
  assert.equal(poisoned(again), undefined);
  await again.stop();
});

test('PoisonMessageDetectionEnabled and PoisonThreshold hold at the next crash', async () => {
  const service = { ...DEFAULT_TRANSPORT_SERVICE, poisonMessageDetectionEnabled: false };
  const harness = startHarness(dropOut());
  await harness.delivery.stop(0);
  const bad = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  spoil(harness, bad.facts.id);
  const again = startHarness({ ...dropOut(), transportService: service }, { store: harness.store });
  const crashed = async (count: number): Promise<void> =>
    await until(
      () => again.delivery.control.messages().some(({ retryCount }) => retryCount === count),
      `crash ${count}`,
    );
  for (const count of [1, 2]) {
    await crashed(count);
    again.advance(RETRY);
  }
  await crashed(3);
  const transportService = { ...service, poisonMessageDetectionEnabled: true, poisonThreshold: 5 };
  again.setSnapshot({ ...dropOut(), version: 2, transportService });
  again.advance(RETRY);
  await crashed(4);
  assert.equal(poisoned(again), undefined);
  again.advance(RETRY);
  await until(() => poisoned(again) === 1, 'Poison');
  await again.stop();
});

test('a report that cannot be written keeps its message no longer than PoisonThreshold says', async () => {
  const snapshot = snapshotWith({ sendConnectors: [] });
  let fails = 0;
  const harness = startHarness(snapshot, {
    directory: {
      find: () => null,
      members: () => [],
      displayName: () => {
        fails += 1;
        throw new Error('a bug');
      },
      checkCredentials: async () => null,
    },
  });
  const { facts } = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.delivery.control.messages().length === 1, 'Unreachable');
  const [waiting] = harness.delivery.control.messages();
  await harness.delivery.control.removeMessage(facts.id, waiting?.queueNumber ?? 0, true);
  await until(() => harness.store.stats().messages === 0, 'the message is gone');
  assert.ok(fails >= 2);
  await harness.stop();
});

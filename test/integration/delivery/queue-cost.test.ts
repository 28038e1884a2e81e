import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fillQueue } from '../../../bench/fill-queue.ts';
import type { QueueStore } from '../../../src/queue/ports.ts';
import { openSegmentLog } from '../../../src/store/segment-log/store.ts';
import { snapshotWith, startHarness, until, type Harness } from '../../support/delivery-harness.ts';

/** What a long queue costs, in octets and counts: both are the same on every machine. */
const MESSAGES = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function heapUsed(): number {
  if (typeof collectGarbage === 'function') for (let n = 0; n < 3; n++) collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe(`a queue of ${MESSAGES} waiting messages`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-cost-'));
  let store: QueueStore;
  let harness: Harness;
  let lookUps = 0;
  let heapBefore = 0;

  before(async () => {
    await fillQueue({ directory, messages: MESSAGES, bodyOctets: 100 });
    heapBefore = heapUsed();
    const log = await openSegmentLog({ directory });
    store = log;
    const get = (id: number): ReturnType<QueueStore['get']> => {
      lookUps += 1;
      return log.get(id);
    };
    const counted: QueueStore = {
      recovery: log.recovery,
      nextId: () => log.nextId(),
      newBody: () => log.newBody(),
      commit: async (transaction) => await log.commit(transaction),
      ids: () => log.ids(),
      get,
      read: (id) => log.read(id),
      stats: () => log.stats(),
      close: async () => await log.close(),
    };
    // What is tracked goes to a database; kept in an array it would count as memory of the queue.
    const events = { track: () => undefined, protocol: () => undefined };
    harness = startHarness(snapshotWith(), { store: counted, events });
    await until(() => waiting('Unreachable') === MESSAGES, 'all are in their queue', 60_000);
  });

  after(async () => {
    await harness.stop();
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const waiting = (name: string): number =>
    harness.delivery.control.queues().find((queue) => queue.name === name)?.messageCount ?? 0;

  it('takes at most 1 KB of heap a message', () => {
    const octets = (heapUsed() - heapBefore) / MESSAGES;
    assert.ok(octets < 1024, `${octets.toFixed(0)} octets a message`);
  });

  it('Get-Queue looks at no message', () => {
    lookUps = 0;
    assert.equal(waiting('Unreachable'), MESSAGES);
    assert.equal(lookUps, 0);
  });

  it('a tick looks at no message before its time', () => {
    lookUps = 0;
    harness.advance(1000);
    assert.equal(lookUps, 0);
  });

  it('what an action names is found without a look at the others', async () => {
    const [id = 0] = store.ids();
    lookUps = 0;
    await harness.delivery.control.suspendMessage(id, 2);
    assert.ok(lookUps <= 4, `${lookUps} look-ups`);
  });
});

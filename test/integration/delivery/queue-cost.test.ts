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
import type { TrackingEvent } from '../../../src/transport/events.ts';
import { snapshotWith, startHarness, until, type Harness } from '../../support/delivery-harness.ts';

/** What a long queue costs, in octets and counts: both are the same on every machine. */
const MESSAGES = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Octets of the heap, and of what lies outside it. */
function memoryUsed(): number {
  if (typeof collectGarbage === 'function') for (let n = 0; n < 3; n++) collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe(`a queue of ${MESSAGES} waiting messages`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-cost-'));
  let store: QueueStore;
  let harness: Harness;
  let lookUps = 0;
  let loadsTold = 0;
  let submissionAtStart = -1;
  let memoryBefore = 0;

  before(async () => {
    await fillQueue({ directory, messages: MESSAGES, bodyOctets: 100 });
    memoryBefore = memoryUsed();
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
    const track = ({ eventId }: TrackingEvent): void => {
      if (eventId === 'LOAD') loadsTold += 1;
    };
    const events = { track, protocol: () => undefined };
    harness = startHarness(snapshotWith(), { store: counted, events });
    submissionAtStart = harness.delivery.status().submission;
    await until(() => waiting('Unreachable') === MESSAGES, 'all are in their queue', 60_000);
  });

  after(async () => {
    await harness.stop();
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const waiting = (name: string): number =>
    harness.delivery.control.queues().find((queue) => queue.name === name)?.messageCount ?? 0;

  it('takes at most 1 KB of memory a message', () => {
    const octets = (memoryUsed() - memoryBefore) / MESSAGES;
    assert.ok(octets < 1024, `${octets.toFixed(0)} octets a message`);
  });

  it('Get-Queue looks at no message', () => {
    lookUps = 0;
    assert.equal(waiting('Unreachable'), MESSAGES);
    assert.equal(lookUps, 0);
  });

  it('a start does not count what it found as a long Submission queue: no sender is slowed down', () => {
    assert.equal(submissionAtStart, 0);
  });

  it('LOAD is told of 500 messages a second: all at once would keep the tracking thread from new mail', () => {
    const before = loadsTold;
    assert.ok(before < MESSAGES, 'all were told at once');
    harness.advance(1000);
    assert.equal(loadsTold - before, 500);
  });

  it('a tick looks at no message before its time', () => {
    for (let second = 0; second < MESSAGES / 500; second++) harness.advance(1000);
    assert.equal(loadsTold, MESSAGES);
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

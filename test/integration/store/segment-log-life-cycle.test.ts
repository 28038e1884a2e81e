import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StoreUnavailable } from '../../../src/queue/errors.ts';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { add, contentOf, ids, sampleMessage } from './sample-message.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const openOn = (files: SimulatedDisk, segmentBytes = 1 << 26): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes });

describe('bodies of the segment log', () => {
  for (const bytes of [1000, 700_000]) {
    it(`an abort while the commit is under way comes too late: nothing is cut from ${bytes} octets`, async () => {
      const disk = new SimulatedDisk();
      const store = await openOn(disk);
      const body = Buffer.alloc(bytes, 120);
      const message = await sampleMessage(store, body);
      const commit = store.commit({ add: [message] });
      message.body.abort();
      await commit;
      const { id } = message.facts;
      const whole = `Subject: ${id}\r\n\r\n${body.toString()}`;
      assert.equal(await contentOf(store, id), whole);
      assert.equal(await contentOf(await openOn(disk.afterKill()), id), whole);
    });

    it(`a body of ${bytes} octets is taken once: a second commit, or one after an abort, is refused, not stored empty`, async () => {
      const store = await openOn(new SimulatedDisk());
      const twice = await sampleMessage(store, Buffer.alloc(bytes));
      await store.commit({ add: [twice] });
      await assert.rejects(
        store.commit({ add: [{ ...twice, facts: { ...twice.facts, id: store.nextId() } }] }),
      );
      const aborted = await sampleMessage(store, Buffer.alloc(bytes));
      aborted.body.abort();
      await assert.rejects(store.commit({ add: [aborted] }));
      assert.deepEqual(ids(store), [twice.facts.id]);
    });
  }

  it('nothing counts as live that no message needs: after aborts, refusals and failed copies', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk, 400_000);
    const open = await sampleMessage(store, Buffer.alloc(300_000));
    open.body.abort();
    const refused = await sampleMessage(store, Buffer.alloc(300_000));
    disk.fault = (what) => (what === 'sync' ? Object.assign(new Error('EIO'), { code: 'EIO' }) : null);
    await assert.rejects(store.commit({ add: [refused] }));
    disk.fault = () => null;
    await store.commit({ remove: [await add(store, 'x'.repeat(500_000))] });
    await store.close();
    assert.equal(store.stats().liveBytes, 0);
  });
});

describe('the end of a segment log', () => {
  it('closing waits for commits that were asked for, also for those whose body is still being written', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const large = await sampleMessage(store, Buffer.alloc(700_000));
    const commit = store.commit({ add: [large] });
    await store.close();
    await commit;
    assert.deepEqual(ids(await openOn(disk.afterKill())), [large.facts.id]);
  });

  it('after closing nothing is written any more: the folder may belong to another server', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const body = store.newBody();
    await store.close();
    const before = disk.operations;
    await body.write(Buffer.alloc(700_000));
    await assert.rejects(store.commit({ remove: [1] }), StoreUnavailable);
    assert.equal(disk.operations, before);
  });
});

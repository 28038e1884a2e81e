import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { add, contentOf, ids } from './sample-message.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const SEGMENT_BYTES = 20_000;

/** Compaction begins as soon as half of the log is dead. */
const openOn = (files: SimulatedDisk): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes: SEGMENT_BYTES, compactAboveBytes: 0 });

const segments = (disk: SimulatedDisk): string[] =>
  [...disk.files.keys()].filter((path) => path.endsWith('.seg'));

/** Messages of 1000 octets, of which every tenth is kept; the others are removed.
 *  @param first octets of the first one
 *  @returns the kept ones */
async function sparse(store: SegmentLogStore, count: number, first = 1000): Promise<Map<number, string>> {
  const kept = new Map<number, string>();
  for (let n = 0; n < count; n++) {
    const body = `${n}:`.padEnd(n === 0 ? first : 1000, 'y');
    const id = await add(store, body);
    if (n % 10 === 0) kept.set(id, body);
    else await store.commit({ remove: [id] });
  }
  return kept;
}

async function holds(store: SegmentLogStore, kept: ReadonlyMap<number, string>): Promise<void> {
  assert.deepEqual(
    ids(store),
    [...kept.keys()].toSorted((a, b) => a - b),
  );
  for (const [id, body] of kept) assert.equal(await contentOf(store, id), `Subject: ${id}\r\n\r\n${body}`);
}

describe('space of the segment log', () => {
  it('nothing that was removed keeps its segment', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    for (let n = 0; n < 200; n++) await store.commit({ remove: [await add(store, 'y'.repeat(1000))] });
    await store.close();
    assert.ok(segments(disk).length <= 2, `${segments(disk).length} segments are left`);
    assert.equal(store.stats().liveBytes, 0);
  });

  it('a log in which nothing is dead is not copied, however small its messages', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    for (let n = 0; n < 300; n++) await add(store, 'x');
    const { bytesWritten, diskBytes, liveBytes } = store.stats();
    await store.close();
    assert.equal(store.stats().bytesWritten, bytesWritten);
    assert.ok(bytesWritten < diskBytes && bytesWritten === liveBytes, 'every message was written once');
    assert.ok(liveBytes > 0.7 * diskBytes, `${liveBytes} of ${diskBytes} octets count as live`);
  });

  it('what is left in a log that is mostly dead is copied forward and reads the same, before and after a restart', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const kept = await sparse(store, 400, 150_000);
    await store.close();
    const { diskBytes, liveBytes } = store.stats();
    assert.ok(liveBytes * 2 >= diskBytes - 2 * SEGMENT_BYTES, `${liveBytes} of ${diskBytes} is live`);
    assert.ok(!segments(disk).includes(`${FOLDER}/00000001.seg`));
    await holds(store, kept);
    const again = await openOn(disk.afterKill());
    assert.deepEqual(again.recovery.findings, []);
    await holds(again, kept);
  });

  it('a copied message can be read without reading its neighbours', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const kept = await sparse(store, 400);
    const again = await openOn(disk.afterKill());
    let most = 0;
    for (const [id] of kept) {
      if ((again.get(id)?.facts.sizeBytes ?? 0) > 2000) continue;
      const before = disk.operations;
      await contentOf(again, id);
      most = Math.max(most, disk.operations - before);
    }
    assert.ok(most <= 1);
  });

  it('a message that is being read while it moves reads the same to its end', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const body = 'L'.repeat(900_000);
    const large = await add(store, body);
    const parts: Buffer[] = [];
    for await (const part of store.read(large).chunks()) {
      parts.push(part);
      await store.commit({ remove: [await add(store, 'd'.repeat(1_200_000))] });
      await sparse(store, 10);
    }
    await store.close();
    assert.ok(!segments(disk).includes(`${FOLDER}/00000001.seg`), 'it has moved');
    assert.equal(Buffer.concat(parts).toString(), `Subject: ${large}\r\n\r\n${body}`);
  });

  it('what changes while it moves stays changed: removals and updates at any moment of a compaction', async () => {
    // The disk is asked to let a change in at its n-th operation after the compaction began.
    for (let at = 1; at <= 60; at++) {
      const disk = new SimulatedDisk();
      const store = await openOn(disk);
      const kept = await sparse(store, 60);
      const picked = [...kept.keys()].slice(-4);
      const changes: Promise<void>[] = [];
      let seen = 0;
      disk.fault = () => {
        seen += 1;
        if (seen !== at) return null;
        const [removed = 0, updated = 0] = picked;
        kept.delete(removed);
        const state = { recipients: [], suspended: true, crashes: 0 };
        changes.push(store.commit({ remove: [removed] }), store.commit({ update: [{ id: updated, state }] }));
        return null;
      };
      for (const [id, body] of await sparse(store, 40)) kept.set(id, body);
      await Promise.all(changes);
      assert.equal(changes.length, 2);
      await store.close();
      for (const opened of [
        store,
        await openOn(disk.afterKill()),
        await openOn(disk.afterPowerCut(() => 0)),
      ]) {
        await holds(opened, kept);
        assert.equal(opened.get(picked[1] ?? 0)?.state.suspended, true, `updated at ${at}`);
      }
    }
  });

  for (const operation of ['remove', 'syncFolder'] as const) {
    it(`a segment that once could not be taken away (${operation} fails) goes before those that say what was removed from it`, async () => {
      const disk = new SimulatedDisk();
      const store = await openOn(disk);
      const kept = await sparse(store, 15);
      let failed = 0;
      let removed = operation === 'remove';
      disk.fault = (what) => {
        const isIt = what === operation && removed && failed === 0;
        removed ||= what === 'remove';
        failed += isIt ? 1 : 0;
        return isIt ? Object.assign(new Error('simulated EIO'), { code: 'EIO' }) : null;
      };
      for (const id of kept.keys()) await store.commit({ remove: [id] });
      // Enough that it is tried again.
      for (let n = 0; n < 40; n++) await store.commit({ remove: [await add(store, 'z'.repeat(150_000))] });
      const last = await add(store, 'last');
      await store.close();
      assert.equal(failed, 1);
      for (const opened of [await openOn(disk.afterKill()), await openOn(disk.afterPowerCut(() => 0))]) {
        assert.deepEqual(ids(opened), [last]);
      }
    });
  }

  it('after a failure it goes on by itself', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    disk.fault = (what) =>
      what === 'remove' ? Object.assign(new Error('simulated'), { code: 'EIO' }) : null;
    await sparse(store, 60);
    const stuck = segments(disk).length;
    disk.fault = () => null;
    const body = 'w'.repeat(150_000);
    for (let n = 0; n < 40; n++) await store.commit({ remove: [await add(store, body)] });
    await store.close();
    assert.ok(segments(disk).length < stuck, `${segments(disk).length} of ${stuck} segments are left`);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { add, ids, sampleMessage } from './sample-message.ts';
import { type Operation, SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const openOn = (files: SimulatedDisk): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes: 12_000 });

type Cut = Readonly<{ disk: SimulatedDisk; acknowledged: readonly number[]; refused: readonly number[] }>;

/** A part of what was not synced survives: a different one each time. */
const KEEPS: readonly (() => number)[] = [() => 0, () => 1, everySecond(0), everySecond(1)];

function everySecond(first: number): () => number {
  let next = first;
  return () => {
    next = 1 - next;
    return next;
  };
}

/** Commits while the n-th operation of a kind fails, and cuts the power right behind each answer. */
async function cutsBehindAnswers(operation: Operation, at: number): Promise<readonly Cut[]> {
  const disk = new SimulatedDisk();
  const store = await openOn(disk);
  let seen = 0;
  disk.fault = (what) =>
    what === operation && ++seen === at ? Object.assign(new Error('simulated'), { code: 'EIO' }) : null;
  const acknowledged: number[] = [];
  const refused: number[] = [];
  const cuts: Cut[] = [];
  for (let n = 0; n < 8; n++) {
    const batch = await Promise.all(
      [300, n % 4 === 3 ? 200_000 : 300].map((size) => sampleMessage(store, Buffer.alloc(size, 98))),
    );
    const answers = await Promise.allSettled(batch.map((message) => store.commit({ add: [message] })));
    for (const [index, { facts }] of batch.entries())
      (answers[index]?.status === 'fulfilled' ? acknowledged : refused).push(facts.id);
    if (refused.length === 0) continue;
    for (const keep of KEEPS)
      cuts.push({ disk: disk.afterPowerCut(keep), acknowledged: [...acknowledged], refused: [...refused] });
  }
  return cuts;
}

describe('what the segment log refused', () => {
  for (const operation of ['write', 'sync'] as const) {
    it(`after a failed ${operation} it is not there either when the power goes right behind the answer`, async () => {
      let looked = 0;
      for (let at = 1; at <= 14; at++) {
        for (const { disk, acknowledged, refused } of await cutsBehindAnswers(operation, at)) {
          const there = ids(await openOn(disk));
          for (const id of acknowledged) assert.ok(there.includes(id), `${operation} ${at}: ${id} is lost`);
          for (const id of refused) assert.ok(!there.includes(id), `${operation} ${at}: ${id} is back`);
          looked += 1;
        }
      }
      assert.ok(looked > 100, `${looked} cuts`);
    });
  }

  it('a removal that was refused does not take effect later on: updates of the message behind it count', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const id = await add(store, 'x');
    let failing = true;
    disk.fault = (what) =>
      failing && (what === 'sync' || what === 'truncate')
        ? Object.assign(new Error('simulated'), { code: 'EIO' })
        : null;
    await assert.rejects(store.commit({ remove: [id] }));
    failing = false;
    await store.commit({ update: [{ id, state: { recipients: [], suspended: true, crashes: 0 } }] });
    for (const keep of KEEPS) assert.deepEqual(ids(await openOn(disk.afterPowerCut(keep))), [id]);
    assert.deepEqual(ids(await openOn(disk.afterKill())), [id]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StoreFull, StoreUnavailable } from '../../../src/queue/errors.ts';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { add, contentOf, ids, sampleMessage, storedMessages } from './sample-message.ts';
import { type Operation, SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const openOn = (files: SimulatedDisk): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes: 12_000 });

const fail = (code: string): Error => Object.assign(new Error(`simulated ${code}`), { code });

/** Commits bodies of several sizes one after the other; notes what was acknowledged and what was refused. */
async function work(
  store: SegmentLogStore,
  count: number,
): Promise<{ acknowledged: Map<number, string>; refused: Map<number, unknown> }> {
  const acknowledged = new Map<number, string>();
  const refused = new Map<number, unknown>();
  for (let n = 0; n < count; n++) {
    const body = `${n}:`.padEnd(n % 7 === 6 ? 200_000 : 300, 'b');
    const message = await sampleMessage(store, Buffer.from(body));
    try {
      await store.commit({ add: [message] });
      acknowledged.set(message.facts.id, body);
    } catch (error) {
      refused.set(message.facts.id, error);
    }
  }
  return { acknowledged, refused };
}

async function holds(store: SegmentLogStore, acknowledged: ReadonlyMap<number, string>): Promise<void> {
  assert.deepEqual(
    ids(store),
    [...acknowledged.keys()].toSorted((a, b) => a - b),
  );
  for (const [id, body] of acknowledged)
    assert.equal(await contentOf(store, id), `Subject: ${id}\r\n\r\n${body}`);
}

describe('faults of the disk under the segment log', () => {
  const cases: readonly (readonly [Operation, string, typeof StoreFull | typeof StoreUnavailable])[] = [
    ['write', 'ENOSPC', StoreFull],
    ['write', 'EIO', StoreUnavailable],
    ['sync', 'EIO', StoreUnavailable],
    ['sync', 'ENOSPC', StoreFull],
    ['open', 'EMFILE', StoreUnavailable],
    ['syncFolder', 'EIO', StoreUnavailable],
  ];
  for (const [operation, code, kind] of cases) {
    it(`${code} at any ${operation}: what was acknowledged stays, what was refused is gone, later commits succeed`, async () => {
      for (let at = 1; at <= 30; at++) {
        const disk = new SimulatedDisk();
        const store = await openOn(disk);
        let seen = 0;
        disk.fault = (what) => (what === operation && ++seen === at ? fail(code) : null);
        const { acknowledged, refused } = await work(store, 15);
        for (const error of refused.values()) assert.ok(error instanceof kind, String(error));
        disk.fault = () => null;
        acknowledged.set(await add(store, 'later'), 'later');
        await holds(store, acknowledged);
        await holds(await openOn(disk.afterKill()), acknowledged);
      }
    });
  }

  it('short writes are completed', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    let writes = 0;
    disk.fault = (what) => (what === 'write' && ++writes % 2 === 1 ? 'short' : null);
    const { acknowledged, refused } = await work(store, 15);
    assert.equal(refused.size, 0);
    await holds(await openOn(disk.afterKill()), acknowledged);
  });

  it('where there is no space for a large message, the removal beside it succeeds', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const old = await add(store, 'old');
    disk.free = 10_000;
    const large = [
      await sampleMessage(store, Buffer.alloc(90_000)),
      await sampleMessage(store, Buffer.alloc(50_000)),
    ];
    const [first, removal, second, small] = await Promise.allSettled([
      store.commit({ add: large.slice(0, 1) }),
      store.commit({ remove: [old] }),
      store.commit({ add: large.slice(1) }),
      add(store, 'small'),
    ]);
    assert.deepEqual(
      [first.status, removal.status, second.status, small.status],
      ['rejected', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.ok(first.status === 'rejected' && first.reason instanceof StoreFull);
    disk.free = Number.POSITIVE_INFINITY;
    const kept = small.status === 'fulfilled' ? [small.value] : [];
    assert.deepEqual(ids(store), kept);
    assert.deepEqual(ids(await openOn(disk.afterKill())), kept);
    assert.deepEqual(ids(await openOn(disk.afterPowerCut(() => 0))), kept);
  });

  it('on a full disk the reserve is for what becomes of stored mail, and new mail has no part in it', async () => {
    const disk = new SimulatedDisk();
    const spare = {
      isSpent: false,
      more: async (): Promise<boolean> => {
        if (spare.isSpent) return true;
        spare.isSpent = true;
        disk.free += 20_000;
        return true;
      },
    };
    const store = await openSegmentLog({ directory: FOLDER, files: disk, segmentBytes: 12_000, spare });
    const { acknowledged } = await work(store, 12);
    disk.free = 0;
    // What was written ahead of a segment is taken first.
    const full = await work(store, 40);
    for (const [id, body] of full.acknowledged) acknowledged.set(id, body);
    assert.ok(full.refused.size > 0);
    assert.equal(spare.isSpent, false);
    const [removed, reported, ...others] = acknowledged.keys();
    assert.ok(removed !== undefined && reported !== undefined);
    for (const id of others.slice(0, -3)) {
      acknowledged.delete(id);
      await store.commit({ remove: [id] });
    }
    await store.commit({ remove: [removed] });
    assert.equal(spare.isSpent, true);
    const report = await sampleMessage(store, Buffer.from('a report'));
    await store.commit({ remove: [reported], add: [report] });
    const after = await work(store, 1);
    for (const error of after.refused.values()) assert.ok(error instanceof StoreFull);
    assert.equal(after.acknowledged.size, 0);
    acknowledged.delete(removed);
    acknowledged.delete(reported);
    acknowledged.set(report.facts.id, 'a report');
    await holds(await openOn(disk.afterKill()), acknowledged);
  });

  it('an error at any operation of any kind, also while space is given back: nothing acknowledged is lost', async () => {
    for (let at = 1; at <= 150; at++) {
      const disk = new SimulatedDisk();
      const store = await openSegmentLog({
        directory: FOLDER,
        files: disk,
        segmentBytes: 12_000,
        compactAboveBytes: 0,
      });
      let seen = 0;
      disk.fault = () => (++seen === at ? fail('EIO') : null);
      const { acknowledged } = await work(store, 10);
      for (const id of [...acknowledged.keys()].slice(2)) {
        // A removal that was refused may be asked for again.
        await store.commit({ remove: [id] }).catch(() => store.commit({ remove: [id] }));
        acknowledged.delete(id);
      }
      const more = await work(store, 10);
      for (const [id, body] of more.acknowledged) acknowledged.set(id, body);
      await store.close();
      disk.fault = () => null;
      await holds(store, acknowledged);
      await holds(await openOn(disk.afterKill()), acknowledged);
      await holds(await openOn(disk.afterPowerCut(() => 0)), acknowledged);
    }
  });

  it('a disk that stays full refuses everything, and takes again when there is space', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const before = await work(store, 3);
    disk.fault = (what) => (what === 'write' ? fail('ENOSPC') : null);
    const during = await work(store, 5);
    assert.equal(during.refused.size, 5);
    disk.fault = () => null;
    const after = await work(store, 3);
    await holds(await openOn(disk.afterKill()), new Map([...before.acknowledged, ...after.acknowledged]));
  });
});

type Step =
  | Readonly<{ kind: 'add'; size: number }>
  | Readonly<{ kind: 'remove'; pick: number }>
  | Readonly<{ kind: 'update'; pick: number }>
  | Readonly<{ kind: 'kill' }>
  | Readonly<{ kind: 'cut' }>;

describe('the segment log against a model', () => {
  it('after any commands, kills and power cuts it holds exactly what was acknowledged', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('add' as const),
          size: fc.constantFrom(10, 500, 3000, 150_000),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('remove' as const, 'update' as const),
          pick: fc.nat(100),
        }),
      },
      { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'kill' }, { kind: 'cut' }) },
    );
    const shares = fc.infiniteStream(fc.constantFrom(0, 0.3, 0.7, 1));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), shares, async (steps, keep) => {
        let disk = new SimulatedDisk();
        let store = await openOn(disk);
        const model = new Map<number, { body: string; crashes: number }>();
        for (const one of steps) {
          if (one.kind === 'add') {
            const body = 'm'.repeat(one.size);
            model.set(await add(store, body), { body, crashes: 0 });
          } else if (one.kind === 'kill' || one.kind === 'cut') {
            // A commit that was not answered may or may not survive; here every one was.
            disk = one.kind === 'kill' ? disk.afterKill() : disk.afterPowerCut(() => keep.next().value ?? 0);
            store = await openOn(disk);
          } else {
            const picked = [...model.keys()][one.pick % Math.max(1, model.size)];
            if (picked === undefined) continue;
            const held = model.get(picked);
            if (one.kind === 'remove') {
              await store.commit({ remove: [picked] });
              model.delete(picked);
            } else if (held !== undefined) {
              held.crashes += 1;
              await store.commit({
                update: [{ id: picked, state: { recipients: [], suspended: false, crashes: held.crashes } }],
              });
            }
          }
          assert.deepEqual(
            ids(store),
            [...model.keys()].toSorted((a, b) => a - b),
          );
        }
        for (const { facts, state } of storedMessages(store)) {
          assert.equal(state.crashes, model.get(facts.id)?.crashes);
          assert.equal(
            await contentOf(store, facts.id),
            `Subject: ${facts.id}\r\n\r\n${model.get(facts.id)?.body}`,
          );
        }
      }),
      { numRuns: process.env['POSTERN_LONG'] === '1' ? 1000 : 60 },
    );
  });
});

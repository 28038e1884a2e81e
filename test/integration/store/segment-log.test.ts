import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DataFolderLocked, FolderLock } from '../../../src/store/folder-lock.ts';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { queueStoreConformance } from './queue-store-conformance.ts';
import { add, contentOf, ids } from './sample-message.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const FIRST = `${FOLDER}/00000001.seg`;

queueStoreConformance('the segment log on a real disk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-queue-'));
  return { open: () => openSegmentLog({ directory }), dispose: () => rmSync(directory, { recursive: true }) };
});

queueStoreConformance('the segment log in small segments', () => {
  const files = new SimulatedDisk();
  return {
    open: () => openSegmentLog({ directory: FOLDER, files, segmentBytes: 4096 }),
    dispose: () => undefined,
  };
});

const openOn = (files: SimulatedDisk, segmentBytes = 1 << 26): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes });

/** A disk whose first segment was changed. */
function withSegment(disk: SimulatedDisk, change: (bytes: Buffer) => Buffer): SimulatedDisk {
  const next = disk.afterKill();
  const file = next.files.get(FIRST);
  assert.ok(file !== undefined);
  const bytes = change(Buffer.from(file.current));
  next.files.set(FIRST, { durable: bytes, current: bytes, pending: [], nameDurable: true });
  return next;
}

describe('the segment log after damage', () => {
  it('a tail torn at any octet costs only what was not whole', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const first = await add(store, 'first');
    const whole = disk.files.get(FIRST)?.current.length ?? 0;
    await add(store, 'second, which is cut');
    const full = disk.files.get(FIRST)?.current.length ?? 0;
    for (let length = whole; length < full; length++) {
      const torn = await openOn(withSegment(disk, (bytes) => bytes.subarray(0, length)));
      assert.deepEqual(ids(torn), [first], `cut at ${length}`);
      assert.equal(torn.recovery.findings.length, length === whole ? 0 : 1, `cut at ${length}`);
      const later = await add(torn, 'later');
      assert.deepEqual(ids(torn), [first, later]);
    }
  });

  it('a flipped bit anywhere in a record sets that record aside, tells so, and the rest is served', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const places: number[] = [];
    const made: number[] = [];
    for (const body of ['first', 'second', 'third']) {
      places.push(disk.files.get(FIRST)?.current.length ?? 0);
      made.push(await add(store, body));
    }
    const [, from = 0, to = 0] = places;
    for (let at = from; at < to; at += 7) {
      const damaged = withSegment(disk, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ 0x10;
        return bytes;
      });
      const opened = await openOn(damaged);
      assert.deepEqual(ids(opened), [made[0], made[2]], `flipped at ${at}`);
      assert.match(opened.recovery.findings.join(' '), /damaged .* left out/);
      assert.equal(await contentOf(opened, made[2] ?? 0), `Subject: ${made[2]}\r\n\r\nthird`);
      assert.ok(
        [...damaged.files.keys()].some((path) => path.includes('/corrupt/')),
        'the octets are kept for a look',
      );
    }
  });

  it('a folder in which a crash left only an empty segment file opens', async () => {
    const disk = new SimulatedDisk();
    disk.files.set(FIRST, {
      durable: Buffer.alloc(0),
      current: Buffer.alloc(0),
      pending: [],
      nameDurable: true,
    });
    const store = await openOn(disk);
    const id = await add(store, 'x');
    assert.deepEqual(ids(await openOn(disk.afterKill())), [id]);
  });

  it('space is given back: nothing that was removed keeps its segment', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk, 16_384);
    for (let n = 0; n < 200; n++) await store.commit({ remove: [await add(store, 'y'.repeat(1000))] });
    await store.close();
    assert.ok(disk.files.size <= 2, `${disk.files.size} segments are left`);
    assert.equal(store.stats().liveBytes, 0);
  });
});

describe('the lock of a data folder', () => {
  it('is held by one, and free again when released', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-lock-'));
    const lock = FolderLock.acquire(folder);
    assert.throws(() => FolderLock.acquire(folder), DataFolderLocked);
    lock.release();
    FolderLock.acquire(folder).release();
    rmSync(folder, { recursive: true });
  });
});

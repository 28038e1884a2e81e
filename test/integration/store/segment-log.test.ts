import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { StoreCorrupt } from '../../../src/queue/errors.ts';
import { DataFolderLocked, FolderLock } from '../../../src/store/folder-lock.ts';
import { encodeRecord, HEADER_BYTES, RECORD_TYPES } from '../../../src/store/segment-log/record.ts';
import { HEAD_BYTES } from '../../../src/store/segment-log/segment-head.ts';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { TransactionBuilder } from '../../../src/store/segment-log/transaction.ts';
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
    open: () => openSegmentLog({ directory: FOLDER, files, segmentBytes: 12_000 }),
    dispose: () => undefined,
  };
});

const openOn = (files: SimulatedDisk, segmentBytes = 1 << 26): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes });

/** A disk whose first segment was changed. */
function withSegment(disk: SimulatedDisk, change: (bytes: Buffer) => Buffer): SimulatedDisk {
  const next = disk.afterKill();
  next.put(FIRST, change(Buffer.from(next.content(FIRST))));
  return next;
}

/** Where the records of the first segment end: behind the last octet that is not zero. */
const recordsEnd = (disk: SimulatedDisk): number =>
  disk.content(FIRST).findLastIndex((octet) => octet !== 0) + 1;

const flip = (disk: SimulatedDisk, at: number): SimulatedDisk =>
  withSegment(disk, (bytes) => {
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    return bytes;
  });

const copies = (disk: SimulatedDisk): string[] =>
  [...disk.files.keys()].filter((path) => path.includes('/corrupt/'));

describe('the segment log after damage', () => {
  for (const behind of ['the end of the file', 'zeros written ahead']) {
    it(`a tail torn at any octet before ${behind} costs only what was not whole`, async () => {
      const disk = new SimulatedDisk();
      const store = await openOn(disk);
      const first = await add(store, 'first');
      const whole = recordsEnd(disk);
      await add(store, 'second, which is cut');
      const full = recordsEnd(disk);
      assert.ok(full > whole + 100);
      for (let length = whole; length < full; length++) {
        const torn = withSegment(disk, (bytes) =>
          behind === 'the end of the file' ? bytes.subarray(0, length) : bytes.fill(0, length, full),
        );
        const opened = await openOn(torn);
        assert.deepEqual(ids(opened), [first], `cut at ${length}`);
        assert.equal(opened.recovery.findings.length, length === whole ? 0 : 1, `cut at ${length}`);
        const later = await add(opened, 'later');
        assert.deepEqual(ids(opened), [first, later]);
        const again = await openOn(torn.afterKill());
        assert.deepEqual([ids(again), again.recovery.findings], [[first, later], []]);
      }
    });
  }

  it('a flipped bit anywhere in a record sets that record aside, tells so, and the rest is served', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const ends: number[] = [];
    const made: number[] = [];
    for (const body of ['first', 'second', 'third']) {
      made.push(await add(store, body));
      ends.push(recordsEnd(disk));
    }
    const [from = 0, to = 0] = ends;
    for (let at = from; at < to; at++) {
      const damaged = flip(disk, at);
      const opened = await openOn(damaged);
      assert.deepEqual(ids(opened), [made[0], made[2]], `flipped at ${at}`);
      assert.match(opened.recovery.findings.join(' '), /damaged .* left out/);
      assert.equal(await contentOf(opened, made[2] ?? 0), `Subject: ${made[2]}\r\n\r\nthird`);
      assert.equal(copies(damaged).length, 1, 'the octets are kept for a look');
    }
  });

  it('a flipped bit in the last record: it is told apart from nothing, so a copy is kept', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const first = await add(store, 'first');
    const from = recordsEnd(disk);
    await add(store, 'second');
    const damaged = flip(disk, from + 30);
    const opened = await openOn(damaged);
    assert.deepEqual(ids(opened), [first]);
    assert.equal(opened.recovery.findings.length, 1);
    assert.deepEqual(copies(damaged), [`${FOLDER}/corrupt/00000001-${from}.bin`]);
    assert.deepEqual(
      damaged.content(copies(damaged)[0] ?? ''),
      flip(disk, from + 30)
        .content(FIRST)
        .subarray(from, recordsEnd(disk)),
    );
  });

  it('a flipped bit in any octet of the head: the records are read without it', async () => {
    const disk = new SimulatedDisk();
    const id = await add(await openOn(disk), 'x');
    for (let at = 0; at < HEAD_BYTES; at += 61) {
      const opened = await openOn(flip(disk, at));
      assert.deepEqual(ids(opened), [id], `flipped at ${at}`);
      assert.match(opened.recovery.findings.join(' '), /head of .* is damaged/);
    }
  });

  it('a flipped bit in an update or a removal undoes that one alone', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const [a, b] = [await add(store, 'a'), await add(store, 'b')];
    const atUpdate = recordsEnd(disk);
    const state = { recipients: [], suspended: true, crashes: 0 };
    await store.commit({ update: [{ id: a, state }] });
    const atRemoval = recordsEnd(disk);
    await store.commit({ remove: [b] });
    await add(store, 'c');
    const updateLost = await openOn(flip(disk, atUpdate + 25));
    assert.deepEqual([updateLost.get(a)?.state.suspended, updateLost.get(b)], [false, undefined]);
    const removalLost = await openOn(flip(disk, atRemoval + 22));
    assert.deepEqual([removalLost.get(a)?.state.suspended, removalLost.get(b)?.facts.id], [true, b]);
  });

  it('a flipped bit in a chunk sets the message of that chunk aside, and the rest is served', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const small = await add(store, 'small');
    const from = recordsEnd(disk);
    const large = await add(store, 'L'.repeat(700_000));
    const last = await add(store, 'last');
    for (const at of [from + 3, from + 17, from + 5000, from + 600_000]) {
      const damaged = flip(disk, at);
      const opened = await openOn(damaged);
      assert.deepEqual(ids(opened), [small, last], `flipped at ${at}`);
      assert.match(opened.recovery.findings.join(' '), new RegExp(`Message ${large} .* lost a part`));
      assert.equal(copies(damaged).length, 2, 'the chunk, and the record with envelope and header');
    }
  });

  it('a chunk that is damaged while the server runs is StoreCorrupt when it is read', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const large = await add(store, 'L'.repeat(700_000));
    const file = disk.files.get(FIRST);
    assert.ok(file !== undefined);
    file.current = flip(disk, HEAD_BYTES + 5000).content(FIRST);
    await assert.rejects(contentOf(store, large), StoreCorrupt);
  });

  it('a segment of which not even the mark is left is moved away whole, and the rest is served', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk, 8000);
    await add(store, 'x'.repeat(5000));
    const kept = await add(store, 'in the next segment');
    const damaged = withSegment(disk, (bytes) => bytes.fill(0xff, 0, HEAD_BYTES + 100));
    const opened = await openOn(damaged, 8000);
    assert.deepEqual(ids(opened), [kept]);
    assert.match(opened.recovery.findings.join(' '), /cannot be read at all/);
    assert.deepEqual(copies(damaged), [`${FOLDER}/corrupt/00000001.seg`]);
  });

  it('a damaged log on a disk that is full, so that no copy can be kept, is served all the same', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const first = await add(store, 'first');
    const from = recordsEnd(disk);
    await add(store, 'second');
    const third = await add(store, 'third');
    const damaged = flip(disk, from + 30);
    damaged.fault = (what) =>
      what === 'writeAside' ? Object.assign(new Error('full'), { code: 'ENOSPC' }) : null;
    const opened = await openOn(damaged);
    assert.deepEqual(ids(opened), [first, third]);
    assert.match(opened.recovery.findings.join(' '), /could not be copied \(full\)/);
  });

  it('a record that a sender put into a body is never taken for one, wherever the tail is torn', async () => {
    const disk = new SimulatedDisk();
    const store = await openOn(disk);
    const victim = await add(store, 'victim');
    const from = recordsEnd(disk);
    const removal = new TransactionBuilder();
    removal.remove(victim);
    // All that a sender can know: how a record is made, and every mark but this segment's.
    const forged = ['POSTERNQ', '\0'.repeat(8), '\xff'.repeat(8)].flatMap((mark) =>
      encodeRecord(Buffer.from(mark, 'latin1'), RECORD_TYPES.transaction, removal.parts),
    );
    await add(store, Buffer.concat([...forged, Buffer.alloc(500, 120)]));
    for (let length = from + 1; length < recordsEnd(disk); length += 3) {
      const opened = await openOn(withSegment(disk, (bytes) => bytes.subarray(0, length)));
      assert.deepEqual(ids(opened), [victim], `cut at ${length}`);
    }
  });

  it('a log of another version is refused, not misread', async () => {
    const disk = new SimulatedDisk();
    await add(await openOn(disk), 'x');
    const payload = Buffer.alloc(HEAD_BYTES - HEADER_BYTES, ' ');
    payload.write(JSON.stringify({ format: 99 }));
    const head = Buffer.concat(encodeRecord(Buffer.from('POSTERNQ'), RECORD_TYPES.head, [payload]));
    const later = withSegment(disk, (bytes) => Buffer.concat([head, bytes.subarray(HEAD_BYTES)]));
    await assert.rejects(openOn(later), /format is 99/);
  });

  it('a segment file that a crash left before its head was whole is taken away', async () => {
    for (const length of [0, 1, HEADER_BYTES, HEAD_BYTES - 1, HEAD_BYTES]) {
      const disk = new SimulatedDisk();
      disk.put(FIRST, Buffer.alloc(length));
      const store = await openOn(disk);
      const id = await add(store, 'x');
      const again = await openOn(disk.afterKill());
      assert.deepEqual([ids(again), again.recovery.findings], [[id], []]);
    }
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

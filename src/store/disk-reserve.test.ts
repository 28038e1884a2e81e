import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DiskReserve, withSpare } from './disk-reserve.ts';

const BYTES = 3_000_000;

let folder = '';
let changes: boolean[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-reserve-'));
  changes = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const make = (bytes = BYTES): DiskReserve =>
  new DiskReserve(folder, (isSpent) => changes.push(isSpent), bytes);
const bytesOf = (): number => statSync(join(folder, 'reserve')).size;

test('the reserve takes real space, is given up once, and is made again when there is space', async () => {
  const reserve = make();
  await reserve.keep();
  assert.equal(bytesOf(), BYTES);
  assert.ok(statSync(join(folder, 'reserve')).blocks * 512 >= BYTES, 'it is no hole');
  assert.equal(reserve.isSpent, false);
  assert.deepEqual(await Promise.all([reserve.more(), reserve.more()]), [true, true]);
  assert.equal(bytesOf(), 0);
  assert.equal(reserve.isSpent, true);
  await reserve.keep();
  assert.equal(bytesOf(), BYTES);
  assert.equal(reserve.isSpent, false);
  assert.deepEqual(changes, [true, false]);
});

test('a disk without room for twice the reserve gets none, and it counts as spent', async () => {
  const reserve = make(2 ** 52);
  await reserve.keep();
  assert.equal(reserve.isSpent, true);
});

test('what an earlier run left is taken over; a part of it is made whole', async () => {
  await make().keep();
  const found = make();
  await found.keep();
  assert.equal(found.isSpent, false);
  writeFileSync(join(folder, 'reserve'), 'torn');
  await make().keep();
  assert.equal(bytesOf(), BYTES);
  assert.deepEqual(changes, []);
});

test('a write is tried once more where it failed for want of space, and only then', async () => {
  const reserve = make();
  await reserve.keep();
  const isFull = (error: unknown): boolean => error instanceof RangeError;
  let tries = 0;
  const failing = (error: Error) => async (): Promise<string> => {
    tries += 1;
    if (tries === 1) throw error;
    return 'written';
  };
  await assert.rejects(withSpare(reserve, isFull, failing(new TypeError('broken'))), /broken/);
  assert.equal(reserve.isSpent, false);
  tries = 0;
  await assert.rejects(withSpare(null, isFull, failing(new RangeError('full'))), /full/);
  tries = 0;
  assert.equal(await withSpare(reserve, isFull, failing(new RangeError('full'))), 'written');
  assert.equal(reserve.isSpent, true);
});

test('where there was no reserve nothing is gained', async () => {
  const reserve = make();
  assert.equal(await reserve.more(), false);
});

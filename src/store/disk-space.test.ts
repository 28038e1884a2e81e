import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { diskSpace } from './disk-space.ts';

test('the space of the device that holds a folder', async () => {
  const space = await diskSpace(tmpdir());
  assert.ok(space !== null);
  assert.ok(space.totalBytes > 0);
  assert.ok(space.usedPercent >= 0 && space.usedPercent <= 100);
});

test('where there is no folder there is no answer', async () => {
  assert.equal(await diskSpace('/nowhere/at/all'), null);
});

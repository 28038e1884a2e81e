import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nextDiskLevel } from './disk-space.ts';

const MB = 1024 * 1024;

it('mail-flow.md §7.1: falling thresholds lie above rising ones, so that the level does not flap', () => {
  assert.equal(nextDiskLevel('low', 500 * MB), 'low');
  assert.equal(nextDiskLevel('low', 127 * MB), 'medium');
  assert.equal(nextDiskLevel('medium', 150 * MB), 'medium');
  assert.equal(nextDiskLevel('medium', 193 * MB), 'low');
  assert.equal(nextDiskLevel('medium', 63 * MB), 'high');
  assert.equal(nextDiskLevel('high', 80 * MB), 'high');
  assert.equal(nextDiskLevel('high', 100 * MB), 'medium');
});

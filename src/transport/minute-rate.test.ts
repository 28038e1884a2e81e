import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MinuteRate } from './minute-rate.ts';

const AT = Date.UTC(2026, 10, 24, 8, 0, 0);

test('Exchange: MaxConnectionRatePerMinute counts the last minute and what it let in alone', () => {
  const rate = new MinuteRate();
  const enter = (second: number): boolean => rate.enter(3, AT + second * 1000);
  assert.deepEqual([enter(0), enter(1), enter(30), enter(31), enter(59)], [true, true, true, false, false]);
  assert.deepEqual([enter(60), enter(60), enter(61), enter(62)], [true, false, true, false]);
  assert.equal(enter(500), true);
});

test('a clock that goes back forgets nothing', () => {
  const rate = new MinuteRate();
  assert.equal(rate.enter(1, AT), true);
  assert.equal(rate.enter(1, AT - 120_000), false);
});

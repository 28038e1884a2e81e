import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostHealth } from './host-health.ts';

test('an endpoint that failed is paused a minute, then twice as long, up to a quarter of an hour', () => {
  const health = new HostHealth();
  assert.equal(health.isPaused('a', 0), false);
  let now = 0;
  for (const minutes of [1, 2, 4, 8, 15, 15]) {
    health.failed('a', now);
    assert.equal(health.isPaused('a', now + minutes * 60_000 - 1), true, `${minutes} minutes`);
    now += minutes * 60_000;
    assert.equal(health.isPaused('a', now), false, `after ${minutes} minutes`);
  }
  assert.equal(health.isPaused('b', now), false);
});

test('an endpoint that works begins anew', () => {
  const health = new HostHealth();
  health.failed('a', 0);
  health.failed('a', 0);
  health.works('a');
  assert.equal(health.isPaused('a', 0), false);
  health.failed('a', 0);
  assert.equal(health.isPaused('a', 60_000), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueDeadline, nextDeadlineAt, queueRetryDelayMs } from './retry.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DEFAULTS = {
  queueGlitchRetryCount: 4,
  queueGlitchRetryIntervalMs: MINUTE,
  transientFailureRetryCount: 6,
  transientFailureRetryIntervalMs: 5 * MINUTE,
  outboundConnectionFailureRetryIntervalMs: 10 * MINUTE,
  messageRetryIntervalMs: 5 * MINUTE,
  delayNotificationTimeoutMs: 4 * HOUR,
};

/** Minutes of the first attempts after the one at 0. */
function attempts(intervals: typeof DEFAULTS, count: number): number[] {
  const minutes: number[] = [];
  let at = 0;
  for (let failures = 1; failures <= count; failures += 1) {
    at += queueRetryDelayMs(intervals, failures) / MINUTE;
    minutes.push(at);
  }
  return minutes;
}

test('F8: with the defaults a dead host is tried at 1–4, 9 … 34, 44, 54 minutes', () => {
  assert.deepEqual(attempts(DEFAULTS, 12), [1, 2, 3, 4, 9, 14, 19, 24, 29, 34, 44, 54]);
});

test('Exchange: TransientFailureRetryCount 0 goes from the glitches straight to the long interval', () => {
  assert.deepEqual(attempts({ ...DEFAULTS, transientFailureRetryCount: 0 }, 6), [1, 2, 3, 4, 14, 24]);
});

test('Exchange: QueueGlitchRetryCount 0 begins with the transient interval', () => {
  assert.deepEqual(
    attempts({ ...DEFAULTS, queueGlitchRetryCount: 0, transientFailureRetryCount: 1 }, 3),
    [5, 15, 25],
  );
});

const WAITING = { receivedAt: 0, expiresAt: 48 * HOUR, delayReported: false };

for (const [at, delayReported, expected] of [
  [4 * HOUR - 1, false, 'none'],
  [4 * HOUR, false, 'delayed'],
  [4 * HOUR, true, 'none'],
  [48 * HOUR - 1, true, 'none'],
  [48 * HOUR, false, 'expired'],
] as const) {
  test(`a message that waits for ${at / HOUR} h, delay ${delayReported ? '' : 'not '}reported: ${expected}`, () => {
    assert.equal(
      dueDeadline({ ...WAITING, delayReported }, DEFAULTS.delayNotificationTimeoutMs, at),
      expected,
    );
  });
}

test('the next deadline is the delay notice, then the expiry', () => {
  assert.equal(nextDeadlineAt(WAITING, 4 * HOUR), 4 * HOUR);
  assert.equal(nextDeadlineAt({ ...WAITING, delayReported: true }, 4 * HOUR), 48 * HOUR);
  assert.equal(nextDeadlineAt({ ...WAITING, expiresAt: HOUR }, 4 * HOUR), HOUR);
});

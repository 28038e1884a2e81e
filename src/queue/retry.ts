/** The intervals of mail-flow.md §4.10 that decide when something is tried again. Times in ms. */
export type RetryIntervals = Readonly<{
  queueGlitchRetryCount: number;
  queueGlitchRetryIntervalMs: number;
  transientFailureRetryCount: number;
  transientFailureRetryIntervalMs: number;
  outboundConnectionFailureRetryIntervalMs: number;
  messageRetryIntervalMs: number;
  delayNotificationTimeoutMs: number;
}>;

/** How long a queue waits after its `failures`-th connection failure in a row (1 = the first).
 *  With the defaults a dead host is tried at 1, 2, 3, 4, then 9 … 34, then every 10 minutes: 44, 54 …
 *  Exchange: QueueGlitchRetryCount, TransientFailureRetryCount, OutboundConnectionFailureRetryInterval */
export function queueRetryDelayMs(intervals: RetryIntervals, failures: number): number {
  if (failures <= intervals.queueGlitchRetryCount) return intervals.queueGlitchRetryIntervalMs;
  if (failures <= intervals.queueGlitchRetryCount + intervals.transientFailureRetryCount) {
    return intervals.transientFailureRetryIntervalMs;
  }
  return intervals.outboundConnectionFailureRetryIntervalMs;
}

/** What is due for a waiting message. */
export type Deadline = 'none' | 'delayed' | 'expired';

/** Whether a message that still waits has to be reported as delayed or given up.
 *  @param delayReported whether all its waiting recipients had their delay notification already */
export function dueDeadline(
  message: Readonly<{ receivedAt: number; expiresAt: number; delayReported: boolean }>,
  delayNotificationTimeoutMs: number,
  now: number,
): Deadline {
  if (now >= message.expiresAt) return 'expired';
  if (!message.delayReported && now >= message.receivedAt + delayNotificationTimeoutMs) return 'delayed';
  return 'none';
}

/** The next instant at which `dueDeadline` may say something else than 'none'. */
export function nextDeadlineAt(
  message: Readonly<{ receivedAt: number; expiresAt: number; delayReported: boolean }>,
  delayNotificationTimeoutMs: number,
): number {
  if (message.delayReported) return message.expiresAt;
  return Math.min(message.expiresAt, message.receivedAt + delayNotificationTimeoutMs);
}

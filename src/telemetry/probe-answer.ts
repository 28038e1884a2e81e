/** What /metrics, /healthz and /readyz are made from. */
export type ProbeSources = Readonly<{
  /** Text format 0.0.4 */
  metrics: () => string;
  /** Why the process does not work and should be started anew; empty = it works. */
  unhealthy: () => readonly string[];
  /** Why no mail should be sent here now; empty = send. */
  notReady: () => readonly string[];
}>;

export type ProbeAnswer = Readonly<{ status: 200 | 404 | 405 | 503; type: string; body: string }>;

const TEXT = 'text/plain; charset=utf-8';

/** Answers one request; null where the path is none of ours.
 *  @param path without a query */
export function probeAnswer(method: string, path: string, sources: ProbeSources): ProbeAnswer | null {
  if (path !== '/metrics' && path !== '/healthz' && path !== '/readyz') return null;
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: TEXT, body: 'GET only\n' };
  if (path === '/metrics')
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: sources.metrics() };
  const reasons = path === '/healthz' ? sources.unhealthy() : sources.notReady();
  if (reasons.length === 0) return { status: 200, type: TEXT, body: 'ok\n' };
  return { status: 503, type: TEXT, body: `${reasons.join('\n')}\n` };
}

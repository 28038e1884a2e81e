import type { Session } from './context.ts';

/** Ctrl+C on its way to the top: nothing catches it, `finally` blocks run. shell-language.md §7 */
export class PipelineStopped extends Error {
  override readonly name = 'PipelineStopped';
  constructor() {
    super('The pipeline has been stopped.');
  }
}

/** Steps between two looks at the clock. */
const STEPS = 256;
/** How long a script may keep everything else of the process waiting, in milliseconds. */
const PATIENCE_MS = 40;

/** Passed by every statement and every turn of a loop. A script that never waits for anything gives way here, so that
 *  somebody can stop it.
 *  @returns null where there is nothing to wait for, which is nearly always
 *  @throws PipelineStopped once, where somebody has */
export function checkpoint(session: Session): Promise<void> | null {
  throwIfStopped(session);
  if (++session.steps % STEPS !== 0) return null;
  const now = session.io.now().getTime();
  if (now - session.gaveWayAt < PATIENCE_MS) return null;
  session.gaveWayAt = now;
  return session.io.sleep(0).then(() => throwIfStopped(session));
}

/** A stop is used up by the first that meets it: what `finally` holds runs undisturbed. */
function throwIfStopped(session: Session): void {
  if (!session.stopping) return;
  session.stopping = false;
  throw new PipelineStopped();
}

/** Waits for something outside, but not longer than until somebody stops the script.
 *  @throws PipelineStopped in that case; the work goes on unheard */
export async function untilStopped<T>(session: Session, work: Promise<T>): Promise<T> {
  // Left alone, the work may still fail, with nobody to hear it.
  work.catch(() => undefined);
  throwIfStopped(session);
  const { signal } = session;
  if (signal === null || signal.aborted) return work;
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => {
    session.stopping = false;
    stopped.reject(new PipelineStopped());
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

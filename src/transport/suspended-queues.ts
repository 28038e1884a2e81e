import type { NextHopKey } from '../queue/message.ts';

/** Which queues an administrator has suspended, kept over a restart. Ring 1 port. Exchange: Suspend-Queue */
export interface SuspendedQueues {
  /** As they were at the start. */
  readonly initial: readonly NextHopKey[];
  /** Replaces all of them. Resolves when they are on stable storage. */
  save(keys: readonly NextHopKey[]): Promise<void>;
}

/** For a server that keeps nothing. */
export const FORGETFUL: SuspendedQueues = { initial: [], save: () => Promise.resolve() };

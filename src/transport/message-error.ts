import { MessageRemoved, StoreFull, StoreUnavailable } from '../queue/errors.ts';

/** Whether an error is about the message. A disk that is full or broken is not: it would fail on every other one too. */
export function isOfMessage(error: unknown): boolean {
  return !(
    error instanceof StoreFull ||
    error instanceof StoreUnavailable ||
    error instanceof MessageRemoved
  );
}

import { networkInterfaces } from 'node:os';

const MAX_AGE_MS = 10_000;

/** The addresses of this machine, looked up again when they may have changed. */
export function createOwnAddresses(now: () => number): () => readonly string[] {
  let known: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - readAt >= MAX_AGE_MS) {
      readAt = now();
      known = Object.values(networkInterfaces()).flatMap((list) =>
        (list ?? []).map(({ address }) => address.toLowerCase()),
      );
    }
    return known;
  };
}

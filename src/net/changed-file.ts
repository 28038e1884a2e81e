import { readFileSync, statSync } from 'node:fs';

/** Between two looks. */
const MAX_AGE_MS = 10_000;

/** Looks at a file that may change while the server runs, at most once in ten seconds.
 *  @returns null where nothing changed since the last look, else what reads the text; that gives null where there is no file */
export function createFileWatch(path: string, now: () => number): () => (() => string | null) | null {
  let stamp = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - lookedAt < MAX_AGE_MS) return null;
    lookedAt = now();
    const found = statSync(path, { throwIfNoEntry: false });
    const next = found === undefined ? 'none' : `${found.mtimeMs} ${found.size}`;
    if (next === stamp) return null;
    stamp = next;
    return () => (found === undefined ? null : readFileSync(path, 'utf8'));
  };
}

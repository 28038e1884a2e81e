import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';

/** Authorities of this organization beside those everybody trusts. */
const TRUSTED_FILE = 'trusted.pem';

const MAX_AGE_MS = 10_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The authorities that certificates of other hosts may come from: those of Node and of the system, and the PEM file
 *  `trusted.pem` of the folder, read again within ten seconds after it changed. The array is the same while nothing did. */
export function createTrustedRoots(folder: string, now: () => number): () => readonly string[] {
  const path = join(folder, TRUSTED_FILE);
  let roots: readonly string[] = [];
  let stamp = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - lookedAt < MAX_AGE_MS) return roots;
    lookedAt = now();
    const found = statSync(path, { throwIfNoEntry: false });
    const next = found === undefined ? 'none' : `${found.mtimeMs} ${found.size}`;
    if (next === stamp) return roots;
    stamp = next;
    const own = found === undefined ? [] : (readFileSync(path, 'utf8').match(CERTIFICATE) ?? []);
    roots = [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...own])];
    return roots;
  };
}

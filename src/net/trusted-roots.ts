import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { createFileWatch } from './changed-file.ts';

/** Authorities of this organization beside those everybody trusts. */
const TRUSTED_FILE = 'trusted.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The authorities that certificates of other hosts may come from: those of Node and of the system, and the PEM file
 *  `trusted.pem` of the folder, read again within ten seconds after it changed. The array is the same while nothing did. */
export function createTrustedRoots(folder: string, now: () => number): () => readonly string[] {
  const path = join(folder, TRUSTED_FILE);
  const look = createFileWatch(path, now);
  let roots: readonly string[] = [];
  return () => {
    const read = look();
    if (read === null) return roots;
    const own = read()?.match(CERTIFICATE) ?? [];
    roots = [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...own])];
    return roots;
  };
}

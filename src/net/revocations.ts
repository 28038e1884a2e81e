import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '../transport/events.ts';
import { createFileWatch } from './changed-file.ts';
import { lists, nameIn, readRevocationList } from './revocation-list.ts';
import type { RevocationList } from './revocation-list.ts';

/** Whether a certificate, or one above it that it came with, was taken back by its authority. */
export type Revocations = (certificate: X509Certificate) => boolean;

const REVOKED_FILE = 'revoked.pem';
const LIST = /-----BEGIN X509 CRL-----(?<base64>[^-]+)-----END X509 CRL-----/g;
const LONGEST_CHAIN = 10;

type World = Readonly<{
  folder: string;
  trustedRoots: () => readonly string[];
  logger: Logger;
  now: () => number;
}>;

/** Lists of authorities in the PEM file `revoked.pem` of the folder, read again within ten seconds after it changed. They
 *  are fetched from nowhere: Decision: ADR-0018. A list counts where its authority signed it; one that is older than it
 *  says it should be counts all the same. */
export function createRevocations(world: World): Revocations {
  const listsInForce = createReader(world);
  return (certificate) => {
    const all = listsInForce();
    if (all.length === 0) return false;
    let link: X509Certificate | undefined = certificate;
    for (let depth = 0; link !== undefined && depth < LONGEST_CHAIN; depth += 1) {
      const above: X509Certificate | undefined = link.issuerCertificate;
      if (all.some((list) => isTakenBack(list, link ?? certificate, above, world))) return true;
      if (above?.fingerprint256 === link.fingerprint256) break;
      link = above;
    }
    return false;
  };
}

function isTakenBack(
  list: RevocationList,
  certificate: X509Certificate,
  above: X509Certificate | undefined,
  { trustedRoots }: World,
): boolean {
  if (!lists(list, certificate)) return false;
  const roots = trustedRoots().map((pem) => new X509Certificate(pem));
  const issuers = [...(above === undefined ? [] : [above]), ...roots];
  return issuers.some((one) => nameIn(one, 'subject').equals(list.issuer) && list.isSignedBy(one.publicKey));
}

function createReader({ folder, logger, now }: World): () => readonly RevocationList[] {
  const path = join(folder, REVOKED_FILE);
  const look = createFileWatch(path, now);
  let all: readonly RevocationList[] = [];
  return () => {
    const read = look();
    if (read === null) return all;
    try {
      const text = read();
      all = text === null ? [] : readLists(text);
      const old = all.filter(({ nextUpdate }) => nextUpdate !== null && nextUpdate < now()).length;
      if (old > 0)
        logger.warn('Lists of revoked certificates are out of date and count all the same', { path, old });
    } catch (error) {
      logger.warn('A file with lists of revoked certificates cannot be read; what was read before counts', {
        path,
        error: String(error),
      });
    }
    return all;
  };
}

function readLists(pem: string): readonly RevocationList[] {
  const found = [...pem.matchAll(LIST)].map((match) =>
    readRevocationList(Buffer.from(match.groups?.['base64'] ?? '', 'base64')),
  );
  if (found.length === 0)
    throw new Error('it holds no list in PEM; try: openssl crl -inform DER -in list.crl -out revoked.pem');
  return found;
}

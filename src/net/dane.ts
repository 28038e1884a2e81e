import { X509Certificate, createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { TlsaRecord } from '../routing/tlsa.ts';
import type { TlsFinding } from '../transport/tls-result.ts';
import { isUnderstood, mayStandAbove } from './chain-links.ts';

/** Certificates of one chain that are looked at. */
const LONGEST_CHAIN = 10;
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

/** Whether a host's certificate is the one that TLSA records announce. RFC 7672 §3
 *  @param names one of them must be in the certificate where a record names an authority
 *  @param now epoch ms
 *  @returns what is wrong, null where it is the one */
export function checkDane(
  certificate: X509Certificate,
  { records, names }: Readonly<{ records: readonly TlsaRecord[]; names: readonly string[] }>,
  now: number,
): TlsFinding | null {
  // RFC 7672 §3.1.1: the record alone binds the key to the name; names and dates of the certificate do not count.
  const isAnnounced = records.some((record) => record.usage === 3 && matches(certificate, record));
  if (isAnnounced) return null;
  const authorities = records.filter(({ usage }) => usage === 2);
  if (!isBelow(certificate, authorities, now)) return noMatch(certificate, authorities.length > 0, now);
  // RFC 7672 §3.2.3: a wildcard is a whole label.
  const isNamed = (name: string): boolean =>
    certificate.checkHost(name, { partialWildcards: false }) !== undefined;
  if (names.some(isNamed)) return null;
  return {
    result: 'certificate-host-mismatch',
    reason: `the certificate does not name ${names.join(' or ')}`,
  };
}

function noMatch(certificate: X509Certificate, hasAuthorities: boolean, now: number): TlsFinding {
  if (hasAuthorities && !isInForce(certificate, now))
    return { result: 'certificate-expired', reason: 'the certificate has expired' };
  return { result: 'validation-failure', reason: 'the certificate is none that the TLSA records announce' };
}

function matches(certificate: X509Certificate, { selector, matching, data }: TlsaRecord): boolean {
  const octets =
    selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  const found = matching === 'exact' ? octets : createHash(matching).update(octets).digest();
  return found.toString('hex').toUpperCase() === data;
}

/** Whether an announced authority is in the chain that the host sent, or signed one of it. A whole certificate or key in
 *  the record stands for an authority that was not sent. RFC 7671 §5.2, RFC 7672 §3.1.2 */
function isBelow(certificate: X509Certificate, authorities: readonly TlsaRecord[], now: number): boolean {
  if (authorities.length === 0) return false;
  const chain = signedChain(certificate, now);
  if (chain.some((link) => authorities.some((record) => matches(link, record)))) return true;
  const absent = authorities.filter(({ matching }) => matching === 'exact');
  return chain.some((link, depth) =>
    absent.some((record) => signedByRecord(link, record, { chain, depth, now })),
  );
}

type Place = Readonly<{ chain: readonly X509Certificate[]; depth: number; now: number }>;

function signedByRecord(link: X509Certificate, { selector, data }: TlsaRecord, place: Place): boolean {
  const octets = Buffer.from(data, 'hex');
  if (selector === 1) {
    const key = keyOf(octets);
    return key !== null && link.verify(key);
  }
  const authority = certificateOf(octets);
  return authority !== null && isIssuer(authority, link, place);
}

function keyOf(octets: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key: octets, format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

function certificateOf(octets: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(octets);
  } catch {
    return null;
  }
}

/** The host's certificate and those above it that it came with, as far as each is in force, may stand there, and did sign
 *  the one before. */
function signedChain(certificate: X509Certificate, now: number): readonly X509Certificate[] {
  if (!isInForce(certificate, now) || !isForServers(certificate) || !isUnderstood(certificate)) return [];
  const chain = [certificate];
  for (let link = certificate; chain.length < LONGEST_CHAIN; ) {
    const issuer = link.issuerCertificate;
    if (issuer === undefined || issuer.fingerprint256 === link.fingerprint256) break;
    if (!isIssuer(issuer, link, { chain, depth: chain.length - 1, now })) break;
    chain.push(issuer);
    link = issuer;
  }
  return chain;
}

/** @param depth of `link` in the chain */
function isIssuer(issuer: X509Certificate, link: X509Certificate, { chain, depth, now }: Place): boolean {
  const [host = link] = chain;
  // RFC 5280 §6.1.4: those that name themselves as issuer do not count.
  const between = chain.slice(1, depth + 1).filter(({ subject, issuer: above }) => subject !== above).length;
  if (!isInForce(issuer, now) || !mayStandAbove(issuer, between, host)) return false;
  return link.checkIssued(issuer) && link.verify(issuer.publicKey);
}

function isInForce({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

function isForServers({ keyUsage }: X509Certificate): boolean {
  // Quirk: node's types promise a list; without the extension there is none.
  const usages: readonly string[] | undefined = keyUsage;
  return usages === undefined || usages.includes(SERVER_AUTHENTICATION) || usages.includes(ANY_USAGE);
}

import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { TlsaRecord } from '../routing/tlsa.ts';
import type { TlsFinding } from '../transport/tls-result.ts';

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
  const chain = authorities.length === 0 ? [] : signedChain(certificate, now);
  const isBelow = chain.some((link) => authorities.some((record) => matches(link, record)));
  if (!isBelow) return noMatch(certificate, authorities.length > 0, now);
  if (names.some((name) => certificate.checkHost(name) !== undefined)) return null;
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

/** The host's certificate and those above it that it came with, as far as each is in force, may sign, and did sign the
 *  one before. Limits on names and on the length of the path are not looked at. */
function signedChain(certificate: X509Certificate, now: number): readonly X509Certificate[] {
  if (!isInForce(certificate, now) || !isForServers(certificate)) return [];
  const chain = [certificate];
  for (let link = certificate; chain.length < LONGEST_CHAIN; ) {
    const issuer = link.issuerCertificate;
    if (issuer === undefined || issuer.fingerprint256 === link.fingerprint256) break;
    if (!issuer.ca || !isInForce(issuer, now)) break;
    if (!link.checkIssued(issuer) || !link.verify(issuer.publicKey)) break;
    chain.push(issuer);
    link = issuer;
  }
  return chain;
}

function isInForce({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

function isForServers({ keyUsage }: X509Certificate): boolean {
  // Quirk: node's types promise a list; without the extension there is none.
  const usages: readonly string[] | undefined = keyUsage;
  return usages === undefined || usages.includes(SERVER_AUTHENTICATION) || usages.includes(ANY_USAGE);
}

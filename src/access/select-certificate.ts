import { certificateName, certificateStatus, isSelfSigned } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';

export type CertificateWish = Readonly<{
  /** `<I>issuer<S>subject`, null = by name. Exchange: -TlsCertificateName */
  tlsCertificateName: string | null;
  /** The connector's Fqdn, or the server's. */
  fqdn: string;
}>;

/** The certificate that a connector presents, or null where none will do: STARTTLS is not offered then.
 *
 *  Candidates have a private key, are enabled for SMTP, and are the one that the connector names, else bear its host
 *  name. A valid one of an authority goes before a valid self-signed one, the newest first; one that has expired is used
 *  where there is no other, for encryption with it is better than none. mail-flow.md §11.3 */
export function selectCertificate(
  certificates: readonly Certificate[],
  { tlsCertificateName, fqdn }: CertificateWish,
  now: number,
): Certificate | null {
  const fits =
    tlsCertificateName === null
      ? (one: Certificate): boolean => one.dnsNames.some((name) => coversHost(name, fqdn))
      : (one: Certificate): boolean => normalName(certificateName(one)) === normalName(tlsCertificateName);
  const candidates = certificates
    .filter((one) => !one.isRequest && one.privateKeyPem !== '' && one.services.includes('SMTP') && fits(one))
    .toSorted((a, b) => b.notBefore - a.notBefore);
  const valid = candidates.filter((one) => certificateStatus(one, now) === 'Valid');
  return valid.find((one) => !isSelfSigned(one)) ?? valid[0] ?? candidates[0] ?? null;
}

/** Whether a name of a certificate covers a host. A wildcard stands for exactly one label. RFC 6125 §6.4.3 */
export function coversHost(name: string, host: string): boolean {
  const [wanted, pattern] = [host.toLowerCase(), name.toLowerCase()];
  if (!pattern.startsWith('*.')) return pattern === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
}

/** Names are compared without letter case and without the blanks between their parts. */
function normalName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s*,\s*/g, ',')
    .replaceAll(/\s*(<[is]>)\s*/g, '$1')
    .trim();
}

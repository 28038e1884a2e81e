export const CERTIFICATE_SERVICES = ['IMAP', 'POP', 'IIS', 'SMTP'] as const;
export type CertificateService = (typeof CERTIFICATE_SERVICES)[number];

/** One certificate of the server, or a request for one. Exchange: Get-ExchangeCertificate; mail-flow.md §11.3 */
export type Certificate = Readonly<{
  guid: string;
  /** SHA-1 in upper-case hex; of a request, the SHA-1 of its octets. */
  thumbprint: string;
  /** The certificate first, then what links it to a root; a PKCS #10 request while `isRequest`. */
  chainPem: string;
  /** Sealed in storage; '' = there is none, and the certificate cannot be used. */
  privateKeyPem: string;
  isRequest: boolean;
  /** `CN=mail.contoso.com, O=Contoso`, the most specific part first, as Windows writes names. */
  subject: string;
  issuer: string;
  serialNumber: string;
  /** Epoch ms */
  notBefore: number;
  notAfter: number;
  /** Lower case, wildcards included; the common name where there is no alternative name. */
  dnsNames: readonly string[];
  publicKeySize: number;
  services: readonly CertificateService[];
  friendlyName: string;
  privateKeyExportable: boolean;
  /** The server asked an authority for it, and replaces it by itself. */
  fromAcme?: true;
}>;

/** What a certificate says of itself, and its key. */
export type CertificateMaterial = Omit<
  Certificate,
  'guid' | 'services' | 'friendlyName' | 'privateKeyExportable' | 'fromAcme'
>;

/** Signed by itself, so that nobody else vouches for it. */
export function isSelfSigned({ subject, issuer }: Certificate): boolean {
  return subject === issuer;
}

/** Exchange: -TlsCertificateName */
export function certificateName({ issuer, subject }: Certificate): string {
  return `<I>${issuer}<S>${subject}`;
}

/** Exchange: the part of Status that needs no chain. */
export function certificateStatus(certificate: Certificate, now: number): string {
  if (certificate.isRequest) return 'PendingRequest';
  if (certificate.privateKeyPem === '') return 'Invalid';
  return now < certificate.notBefore || now > certificate.notAfter ? 'DateInvalid' : 'Valid';
}

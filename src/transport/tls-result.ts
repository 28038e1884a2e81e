/** Why TLS did not come about as a policy asks. RFC 8460 §4.3 */
export type TlsResult =
  | 'starttls-not-supported'
  | 'certificate-host-mismatch'
  | 'certificate-expired'
  | 'certificate-not-trusted'
  | 'validation-failure'
  | 'tlsa-invalid'
  | 'dnssec-invalid'
  | 'dane-required'
  | 'sts-policy-fetch-error'
  | 'sts-policy-invalid'
  | 'sts-webpki-invalid';

/** What a certificate lacks, with the name that reports have for it. */
export type TlsFinding = Readonly<{ result: TlsResult; reason: string }>;

/** A certificate that does not do. */
export class TlsRefused extends Error {
  override readonly name = 'TlsRefused';
  readonly result: TlsResult;

  constructor({ result, reason }: TlsFinding) {
    super(reason);
    this.result = result;
  }
}

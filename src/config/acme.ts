/** An account at the authority, made when the first certificate was asked for. */
export type AcmeAccount = Readonly<{
  /** The directory that it belongs to. */
  directoryUrl: string;
  /** '' = the key is made, the account not yet. */
  url: string;
  /** Sealed in storage. */
  privateKeyPem: string;
}>;

/** How the server gets its certificates from an authority by itself. Set-AcmeConfig; Exchange has nothing like it. ADR-0019 */
export type AcmeConfig = Readonly<{
  enabled: boolean;
  /** https URL; null = none is named. RFC 8555 §7.1.1 */
  directoryUrl: string | null;
  /** E-mail addresses that the authority may write to. */
  contacts: readonly string[];
  termsOfServiceAgreed: boolean;
  /** Lower-case A-labels, the first one names the certificate. */
  domainNames: readonly string[];
  /** One further certificate each: names of the same kind, parted by semicolons. */
  additionalCertificates: readonly string[];
  /** Key identifier and MAC key (base64url) that the authority gave for a new account, where it demands that.
   *  RFC 8555 §7.3.4 */
  externalAccount: Readonly<{ user: string; password: string }> | null;
  /** `address:port` that answer the authority while a certificate is being asked for; the port offset is added. */
  challengeBindings: readonly string[];
  /** A certificate is renewed when it has so long to go, and at the latest after two thirds of its life. In ms */
  renewBeforeMs: number;
  account: AcmeAccount | null;
}>;

export const DEFAULT_ACME: AcmeConfig = {
  enabled: false,
  directoryUrl: null,
  contacts: [],
  termsOfServiceAgreed: false,
  domainNames: [],
  additionalCertificates: [],
  externalAccount: null,
  challengeBindings: ['0.0.0.0:80'],
  renewBeforeMs: 30 * 86_400_000,
  account: null,
};

/** The names of each certificate that is wished for. */
export function certificateWishes({
  domainNames,
  additionalCertificates,
}: AcmeConfig): readonly (readonly string[])[] {
  const further = additionalCertificates.map((text) => text.split(';'));
  return [domainNames, ...further].filter((names) => names.length > 0);
}

/** Whether a certificate that began and ends so is to be renewed. Epoch ms */
export function isRenewalDue(
  { notBefore, notAfter }: Readonly<{ notBefore: number; notAfter: number }>,
  renewBeforeMs: number,
  now: number,
): boolean {
  return notAfter - now < Math.min(renewBeforeMs, (notAfter - notBefore) / 3);
}

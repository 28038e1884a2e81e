/** An account at the authority, made when the first certificate was asked for. */
export type AcmeAccount = Readonly<{
  /** The directory that it belongs to. */
  directoryUrl: string;
  /** '' = the key is made, the account not yet. */
  url: string;
  /** Sealed in storage. */
  privateKeyPem: string;
}>;

/** How the server gets its certificate from an authority by itself. Set-AcmeConfig; Exchange has nothing like it. ADR-0019 */
export type AcmeConfig = Readonly<{
  enabled: boolean;
  /** https URL; null = none is named. RFC 8555 §7.1.1 */
  directoryUrl: string | null;
  /** E-mail addresses that the authority may write to. */
  contacts: readonly string[];
  termsOfServiceAgreed: boolean;
  /** Lower-case A-labels, the first one names the certificate. */
  domainNames: readonly string[];
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
  challengeBindings: ['0.0.0.0:80'],
  renewBeforeMs: 30 * 86_400_000,
  account: null,
};

/** Whether a certificate that began and ends so is to be renewed. Epoch ms */
export function isRenewalDue(
  { notBefore, notAfter }: Readonly<{ notBefore: number; notAfter: number }>,
  renewBeforeMs: number,
  now: number,
): boolean {
  return notAfter - now < Math.min(renewBeforeMs, (notAfter - notBefore) / 3);
}

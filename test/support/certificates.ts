import { X509Certificate, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { Certificate } from '../../src/config/certificate.ts';
import { bitString, identifier, integer, sequence, time, toPem } from '../../src/net/der.ts';
import { encodeName } from '../../src/net/distinguished-name.ts';
import { makeCertificate } from '../../src/net/make-certificate.ts';
import { readPem } from '../../src/net/read-certificate.ts';

/** Certificates for tests, with keys that are quickly made. */

const DAY_MS = 86_400_000;

export type Issued = Readonly<{ pem: string; certificatePem: string; subject: string; key: KeyObject }>;

type Wish = Readonly<{
  subject?: string;
  issuer?: Issued;
  isAuthority?: boolean;
  notBefore?: number;
  notAfter?: number;
  /** Somebody else's key. */
  publicKey?: KeyObject;
}>;

export function issue(dnsNames: readonly string[], wish: Wish = {}): Issued {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = wish.subject ?? `CN=${dnsNames[0] ?? 'Test CA'}`;
  const certificatePem = makeCertificate({
    subject,
    dnsNames,
    key: wish.publicKey ?? key,
    notBefore: wish.notBefore ?? Date.now() - DAY_MS,
    notAfter: wish.notAfter ?? Date.now() + 30 * DAY_MS,
    isAuthority: wish.isAuthority ?? false,
    ...(wish.issuer === undefined ? {} : { issuer: wish.issuer }),
  });
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem: `${keyPem}${certificatePem}`, certificatePem, subject, key };
}

/** An authority that signs others. */
export function authority(name = 'Test CA'): Issued {
  return issue([], { subject: `CN=${name}`, isAuthority: true });
}

/** A list of an authority that takes back these certificates, PEM. RFC 5280 §5 */
export function revocationList(
  issuer: Issued,
  revoked: readonly Pick<Issued, 'certificatePem'>[],
  nextUpdate: number = Date.now() + DAY_MS,
): string {
  const algorithm = sequence(identifier('2a8648ce3d040302'));
  const entries = revoked.map(({ certificatePem }) => {
    const { serialNumber } = new X509Certificate(certificatePem);
    return sequence(integer(Buffer.from(serialNumber, 'hex')), time(Date.now() - DAY_MS));
  });
  const content = sequence(
    integer(Buffer.of(1)),
    algorithm,
    encodeName(issuer.subject),
    time(Date.now() - DAY_MS),
    time(nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
  );
  const der = sequence(content, algorithm, bitString(0, sign('sha256', content, issuer.key)));
  return toPem('X509 CRL', der);
}

export function contextOf({ pem }: Pick<Issued, 'pem'>, ca: readonly string[] = []): SecureContext {
  return createSecureContext({ key: pem, cert: pem, ...(ca.length === 0 ? {} : { ca: [...ca] }) });
}

/** An object of the configuration, enabled for SMTP. */
export function certificateOf({ pem }: Issued, changes: Partial<Certificate> = {}): Certificate {
  const material = readPem(pem, null);
  return {
    ...material,
    guid: material.thumbprint,
    services: ['SMTP'],
    friendlyName: '',
    privateKeyExportable: false,
    ...changes,
  };
}

import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { bitString, identifier, integer, randomSerial, sequence, tagged, time, toPem } from './der.ts';
import { encodeName } from './distinguished-name.ts';

export type CertificatePlan = Readonly<{
  /** `CN=mail.contoso.com, O=Contoso` */
  subject: string;
  /** Host names in US-ASCII. */
  dnsNames: readonly string[];
  /** Its public half suffices where another key signs. */
  key: KeyObject;
  /** Epoch ms */
  notBefore: number;
  notAfter: number;
  /** Who signs; absent: the certificate itself. */
  issuer?: Readonly<{ subject: string; key: KeyObject }>;
  /** It may sign others. */
  isAuthority?: boolean;
}>;

/** A certificate as PEM. RFC 5280
 *  Throws a RangeError where the subject is no name. */
export function makeCertificate(plan: CertificatePlan): string {
  const { subject, key, issuer = plan } = plan;
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(randomSerial()),
    algorithmOf(issuer.key),
    encodeName(issuer.subject),
    sequence(time(plan.notBefore), time(plan.notAfter)),
    encodeName(subject),
    publicKeyOf(key),
    tagged(0xa3, extensions(plan.dnsNames, plan.isAuthority ?? false)),
  );
  return toPem('CERTIFICATE', signed(content, issuer.key));
}

/** A request for a certificate as PEM. RFC 2986 */
export function makeRequest({
  subject,
  dnsNames,
  key,
}: Omit<CertificatePlan, 'notBefore' | 'notAfter'>): string {
  const attributes = sequence(
    identifier('2a864886f70d01090e'), // extensionRequest, RFC 2985 §5.4.2
    tagged(0x31, extensions(dnsNames, false)),
  );
  const content = sequence(
    integer(Buffer.of(0)),
    encodeName(subject),
    publicKeyOf(key),
    tagged(0xa0, attributes),
  );
  return toPem('CERTIFICATE REQUEST', signed(content, key));
}

/** SHA-1 of what a PEM block holds, as Exchange shows it. */
export function thumbprintOf(pem: string): string {
  const base64 = pem.replaceAll(/-----[^-]+-----|\s/g, '');
  return createHash('sha1').update(Buffer.from(base64, 'base64')).digest('hex').toUpperCase();
}

function signed(content: Buffer, key: KeyObject): Buffer {
  return sequence(content, algorithmOf(key), bitString(0, sign('sha256', content, key)));
}

/** RFC 8017 appendix C, RFC 5758 §3.2 */
function algorithmOf(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'rsa'
    ? sequence(identifier('2a864886f70d01010b'), tagged(0x05, Buffer.alloc(0)))
    : sequence(identifier('2a8648ce3d040302'));
}

function publicKeyOf(key: KeyObject): Buffer {
  return (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' });
}

function extensions(names: readonly string[], isAuthority: boolean): Buffer {
  const alternatives = names.map((name) => tagged(0x82, Buffer.from(name, 'latin1')));
  const basic = isAuthority ? sequence(tagged(0x01, Buffer.of(0xff))) : sequence();
  const usage = isAuthority ? bitString(1, Buffer.of(0x06)) : bitString(5, Buffer.of(0xa0));
  const purposes = sequence(identifier('2b06010505070301'), identifier('2b06010505070302'));
  return sequence(
    extension('551d13', true, basic), // basicConstraints
    extension('551d0f', true, usage), // keyUsage: certificates and lists, or signatures and key encipherment
    ...(isAuthority ? [] : [extension('551d25', false, purposes)]), // extKeyUsage: serverAuth, clientAuth
    ...(names.length === 0 ? [] : [extension('551d11', false, sequence(...alternatives))]), // subjectAltName
  );
}

function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.of(0xff))] : [];
  return sequence(identifier(oid), ...flag, tagged(0x04, value));
}

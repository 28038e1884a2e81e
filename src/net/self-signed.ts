import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A new ECDSA P-256 key and a certificate for it, signed by itself, as one PEM text. RFC 5280, RFC 5480
 *  @param names host names of the certificate in US-ASCII, the first as its common name
 *  @param notBefore epoch ms, as is `notAfter` */
export function makeSelfSigned(names: readonly string[], notBefore: number, notAfter: number): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = nameOf(names[0] ?? 'localhost');
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(randomSerial()),
    ECDSA_WITH_SHA256,
    commonName,
    sequence(time(notBefore), time(notAfter)),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions(names)),
  );
  const certificate = sequence(content, ECDSA_WITH_SHA256, bitString(0, sign('sha256', content, privateKey)));
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${toPem('CERTIFICATE', certificate)}`;
}

function extensions(names: readonly string[]): Buffer {
  const alternatives = names.map((name) => tagged(0x82, Buffer.from(name, 'latin1')));
  return sequence(
    extension('551d13', true, sequence()), // basicConstraints: no authority
    extension('551d0f', true, bitString(7, Buffer.of(0x80))), // keyUsage: digitalSignature
    extension('551d25', false, sequence(identifier('2b06010505070301'))), // extKeyUsage: serverAuth
    extension('551d11', false, sequence(...alternatives)), // subjectAltName
  );
}

function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.of(0xff))] : [];
  return sequence(identifier(oid), ...flag, tagged(0x04, value));
}

/** CN alone. RFC 5280 appendix A.1: at most 64 characters; readers take the name from subjectAltName anyway. */
function nameOf(commonName: string): Buffer {
  const value = tagged(0x0c, Buffer.from(commonName.slice(0, 64)));
  return sequence(tagged(0x31, sequence(identifier('550403'), value)));
}

/** RFC 5280 §4.1.2.5: UTCTime to the end of 2049, GeneralizedTime from then on. */
function time(at: number): Buffer {
  const digits = `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

/** A positive number that does not repeat. RFC 5280 §4.1.2.2 */
function randomSerial(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes;
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function identifier(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function bitString(unusedBits: number, bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(unusedBits), bytes]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** X.690: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

const ECDSA_WITH_SHA256: Buffer = sequence(identifier('2a8648ce3d040302'));

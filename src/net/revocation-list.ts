import { verify } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { childrenOf, contentOf, identifierOf, readElements } from './der-reader.ts';

/** What an authority took back. RFC 5280 §5 */
export type RevocationList = Readonly<{
  /** Name of the authority, DER. */
  issuer: Buffer;
  /** Upper-case hexadecimal without zeros in front. */
  serials: ReadonlySet<string>;
  /** Epoch ms; null: it does not say when the next one comes. */
  nextUpdate: number | null;
  isSignedBy: (key: KeyObject) => boolean;
}>;

const SEQUENCE = 0x30;
const NUMBER = 0x02;
const BITS = 0x03;
const UTC_TIME = 0x17;
const GENERAL_TIME = 0x18;
const VERSION = 0xa0;

/** RFC 8017 appendix A.2.4, RFC 5758 §3.2 */
const DIGESTS: Readonly<Record<string, string>> = {
  '2a864886f70d010105': 'sha1',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

/** Reads a list in DER. Throws an Error that says what is wrong with it. */
export function readRevocationList(der: Buffer): RevocationList {
  const [outer] = readElements(der);
  const [content, algorithm, signature] = childrenOf(outer, SEQUENCE);
  const fields = childrenOf(content, SEQUENCE);
  const [, issuer, , ...rest] = fields[0]?.tag === NUMBER ? fields.slice(1) : fields;
  const [next] = rest;
  const hasNext = next?.tag === UTC_TIME || next?.tag === GENERAL_TIME;
  const entries = rest.slice(hasNext ? 1 : 0).find(({ tag }) => tag === SEQUENCE);
  const digest = DIGESTS[identifierOf(childrenOf(algorithm, SEQUENCE)[0])];
  if (digest === undefined) throw new Error('it is signed in a way that is not known here');
  const signed = octetsOfFirst(contentOf(outer, SEQUENCE), contentOf(content, SEQUENCE));
  const bits = contentOf(signature, BITS).subarray(1);
  return {
    issuer: contentOf(issuer, SEQUENCE),
    serials: new Set(entries === undefined ? [] : childrenOf(entries, SEQUENCE).map(serialOf)),
    nextUpdate: hasNext ? timeOf(next.content.toString('latin1')) : null,
    isSignedBy: (key) => verify(digest, signed, key, bits),
  };
}

/** The first element with its tag and length. */
function octetsOfFirst(outer: Buffer, content: Buffer): Buffer {
  return outer.subarray(0, content.byteOffset - outer.byteOffset + content.length);
}

function serialOf(entry: Parameters<typeof childrenOf>[0]): string {
  return plainSerial(contentOf(childrenOf(entry, SEQUENCE)[0], NUMBER).toString('hex'));
}

/** `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`. RFC 5280 §5.1.2.4 */
function timeOf(text: string): number {
  const century = Number(text.slice(0, 2)) < 50 ? '20' : '19';
  const full = text.length === 13 ? `${century}${text}` : text;
  const [year, month, day] = [full.slice(0, 4), full.slice(4, 6), full.slice(6, 8)];
  return Date.parse(
    `${year}-${month}-${day}T${full.slice(8, 10)}:${full.slice(10, 12)}:${full.slice(12, 14)}Z`,
  );
}

/** Whether the list is of the authority that issued a certificate, and holds it. The signature is another question. */
export function lists({ issuer, serials }: RevocationList, certificate: X509Certificate): boolean {
  return serials.has(plainSerial(certificate.serialNumber)) && issuer.equals(nameIn(certificate, 'issuer'));
}

/** DER of a name in a certificate. */
export function nameIn({ raw }: X509Certificate, which: 'issuer' | 'subject'): Buffer {
  const [content] = childrenOf(readElements(raw)[0], SEQUENCE);
  const fields = childrenOf(content, SEQUENCE);
  const [, , issuer, , subject] = fields[0]?.tag === VERSION ? fields.slice(1) : fields;
  return contentOf(which === 'issuer' ? issuer : subject, SEQUENCE);
}

function plainSerial(hex: string): string {
  return hex.toUpperCase().replace(/^0+(?=.)/, '');
}

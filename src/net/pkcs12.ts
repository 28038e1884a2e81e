import { createPrivateKey, timingSafeEqual } from 'node:crypto';
import { toPem } from './der.ts';
import { childrenOf, contentOf, identifierOf, readElements } from './der-reader.ts';
import type { DerElement } from './der-reader.ts';
import { UnknownAlgorithm, decrypt, macOf } from './pkcs12-keys.ts';

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const EXPLICIT = 0xa0;
const IMPLICIT_OCTETS = 0x80;

const DATA = '2a864886f70d010701';
const ENCRYPTED_DATA = '2a864886f70d010706';
const KEY_BAG = '2a864886f70d010c0a0101';
const SHROUDED_KEY_BAG = '2a864886f70d010c0a0102';
const CERTIFICATE_BAG = '2a864886f70d010c0a0103';
const SAFE_CONTENTS_BAG = '2a864886f70d010c0a0106';
const X509_CERTIFICATE = '2a864886f70d01091601';

/** Whether octets begin as a PKCS #12 file does: a sequence, with or without its length, whose first element is 3. */
export function isPkcs12(content: Buffer): boolean {
  return (
    /^30(?:[0-7].|8[0-4])/.test(content.subarray(0, 2).toString('hex')) &&
    /020103/.test(content.subarray(2, 9).toString('hex'))
  );
}

/** The certificates and keys of a PKCS #12 file as PEM. RFC 7292. Throws an Error that says what is wrong with it.
 *  @param password of the file; null: it has none */
export function pkcs12ToPem(content: Buffer, password: string | null): string {
  try {
    return read(content, password ?? '');
  } catch (error) {
    if (error instanceof UnknownAlgorithm || error instanceof WrongPassword) throw error;
    throw new Error(
      'it is damaged or no PKCS #12 file as openssl and Windows write it (DER); try: openssl pkcs12 -in mail.pfx -nodes -out mail.pem',
      { cause: error },
    );
  }
}

class WrongPassword extends Error {
  override readonly name = 'WrongPassword';

  constructor() {
    super('the password is missing or wrong, or the file is damaged');
  }
}

function read(content: Buffer, password: string): string {
  const [file] = readElements(content);
  const [, safe, mac] = childrenOf(file, SEQUENCE);
  const [type, explicit] = childrenOf(safe, SEQUENCE);
  if (identifierOf(type) !== DATA)
    throw new UnknownAlgorithm(
      'it is protected by a certificate and not by a password, which is not known here',
    );
  const [octets] = childrenOf(explicit, EXPLICIT);
  const authenticated = contentOf(octets, OCTETS);
  if (mac !== undefined) checkMac(mac, authenticated, password);
  const [safes] = readElements(authenticated);
  return childrenOf(safes, SEQUENCE)
    .flatMap((one) => pemsOf(one, password))
    .join('');
}

/** The check fails with a wrong password too. */
function checkMac(mac: DerElement, content: Buffer, password: string): void {
  const [info, salt, rounds] = childrenOf(mac, SEQUENCE);
  const [algorithm, digest] = childrenOf(info, SEQUENCE);
  const expected = contentOf(digest, OCTETS);
  const found = macOf(algorithm, { salt: contentOf(salt, OCTETS), rounds, password }, content);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw new WrongPassword();
}

/** What one ContentInfo holds. */
function pemsOf(info: DerElement, password: string): readonly string[] {
  const [type, explicit] = childrenOf(info, SEQUENCE);
  const [content] = childrenOf(explicit, EXPLICIT);
  switch (identifierOf(type)) {
    case DATA:
      return bagsOf(contentOf(content, OCTETS), password);
    case ENCRYPTED_DATA: {
      const [, encrypted] = childrenOf(content, SEQUENCE);
      const [, algorithm, octets] = childrenOf(encrypted, SEQUENCE);
      return bagsOf(decrypted(algorithm, contentOf(octets, IMPLICIT_OCTETS), password), password);
    }
    default:
      throw new UnknownAlgorithm('a part of it is protected by a certificate, which is not known here');
  }
}

function bagsOf(contents: Buffer, password: string): readonly string[] {
  const [bags] = readElements(contents);
  return childrenOf(bags, SEQUENCE).flatMap((bag) => bagToPem(bag, password));
}

function bagToPem(bag: DerElement, password: string): readonly string[] {
  const [type, explicit] = childrenOf(bag, SEQUENCE);
  const value = contentOf(explicit, EXPLICIT);
  switch (identifierOf(type)) {
    case KEY_BAG:
      return [keyPem(value)];
    case SHROUDED_KEY_BAG: {
      const [algorithm, octets] = childrenOf(readElements(value)[0], SEQUENCE);
      return [keyPem(decrypted(algorithm, contentOf(octets, OCTETS), password))];
    }
    case CERTIFICATE_BAG: {
      const [kind, holder] = childrenOf(readElements(value)[0], SEQUENCE);
      if (identifierOf(kind) !== X509_CERTIFICATE) return [];
      const [octets] = childrenOf(holder, EXPLICIT);
      return [toPem('CERTIFICATE', contentOf(octets, OCTETS))];
    }
    case SAFE_CONTENTS_BAG:
      return bagsOf(value, password);
    default:
      return [];
  }
}

function keyPem(der: Buffer): string {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** Padding that does not fit is a wrong password: files without a check of integrity have nothing else. */
function decrypted(algorithm: DerElement | undefined, data: Buffer, password: string): Buffer {
  try {
    return decrypt(algorithm, data, password);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL'))
      throw new WrongPassword();
    throw error;
  }
}

import { createDecipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { childrenOf, contentOf, identifierOf, numberOf } from './der-reader.ts';
import type { DerElement } from './der-reader.ts';

/** Password-based keys of PKCS #12. RFC 7292 appendix B, RFC 8018, RFC 9579 */

const SEQUENCE = 0x30;
const OCTETS = 0x04;

/** A file may not keep the server busy for long: Windows takes 2000 rounds, openssl 2048. */
const MOST_ROUNDS = 10_000_000;

const DIGESTS: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha1',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

const HMACS: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
};

type Cipher = Readonly<{ name: string; keyLength: number }>;
const CIPHERS: Readonly<Record<string, Cipher>> = {
  '60864801650304012a': { name: 'aes-256-cbc', keyLength: 32 },
  '608648016503040116': { name: 'aes-192-cbc', keyLength: 24 },
  '608648016503040102': { name: 'aes-128-cbc', keyLength: 16 },
  '2a864886f70d0307': { name: 'des-ede3-cbc', keyLength: 24 },
};

const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
const PBMAC1 = '2a864886f70d01050e';
const PBE_3DES = '2a864886f70d010c0103';

/** Something that this program does not know, in words for an administrator. */
export class UnknownAlgorithm extends Error {
  override readonly name = 'UnknownAlgorithm';
}

function unknown(what: string): UnknownAlgorithm {
  return new UnknownAlgorithm(
    `its ${what} is not known here; export it with AES-256 and SHA-256, or convert it with: openssl pkcs12 -legacy -in mail.pfx -nodes -out mail.pem`,
  );
}

/** Throws UnknownAlgorithm; another Error where the password is wrong. */
export function decrypt(algorithm: DerElement | undefined, data: Buffer, password: string): Buffer {
  const [id, parameters] = childrenOf(algorithm, SEQUENCE);
  switch (identifierOf(id)) {
    case PBES2:
      return decryptPbes2(parameters, data, password);
    case PBE_3DES: {
      const [salt, rounds] = childrenOf(parameters, SEQUENCE);
      const from = { digest: 'sha1', password, salt: contentOf(salt, OCTETS), rounds: roundsOf(rounds) };
      const [key, iv] = [pkcs12Key(from, 1, 24), pkcs12Key(from, 2, 8)];
      return decipher('des-ede3-cbc', { key, iv }, data);
    }
    default:
      throw unknown('encryption');
  }
}

function decryptPbes2(parameters: DerElement | undefined, data: Buffer, password: string): Buffer {
  const [derivation, scheme] = childrenOf(parameters, SEQUENCE);
  const [cipherId, iv] = childrenOf(scheme, SEQUENCE);
  const cipher = CIPHERS[identifierOf(cipherId)];
  if (cipher === undefined) throw unknown('encryption');
  const key = pbkdf2Key(derivation, password, cipher.keyLength);
  return decipher(cipher.name, { key, iv: contentOf(iv, OCTETS) }, data);
}

function decipher(name: string, { key, iv }: Readonly<{ key: Buffer; iv: Buffer }>, data: Buffer): Buffer {
  const made = createDecipheriv(name, key, iv);
  return Buffer.concat([made.update(data), made.final()]);
}

/** RFC 8018 §5.2
 *  @param length null: as the parameters say */
function pbkdf2Key(algorithm: DerElement | undefined, password: string, length: number | null): Buffer {
  const [id, parameters] = childrenOf(algorithm, SEQUENCE);
  if (identifierOf(id) !== PBKDF2) throw unknown('derivation of keys');
  const [salt, rounds, ...rest] = childrenOf(parameters, SEQUENCE);
  const given = rest.find(({ tag }) => tag === 0x02);
  const prf = rest.find(({ tag }) => tag === SEQUENCE);
  const digest = prf === undefined ? 'sha1' : HMACS[identifierOf(childrenOf(prf, SEQUENCE)[0])];
  if (digest === undefined) throw unknown('derivation of keys');
  const octets = length ?? numberOf(given);
  if (octets < 1 || octets > 128) throw unknown('length of keys');
  return pbkdf2Sync(password, contentOf(salt, OCTETS), roundsOf(rounds), octets, digest);
}

/** The code that a file's integrity and password are checked with.
 *  @param info the digest's algorithm, of MacData */
export function macOf(
  info: DerElement | undefined,
  given: Readonly<{ salt: Buffer; rounds: DerElement | undefined; password: string }>,
  content: Buffer,
): Buffer {
  const [id, parameters] = childrenOf(info, SEQUENCE);
  const oid = identifierOf(id);
  if (oid === PBMAC1) {
    const [derivation, scheme] = childrenOf(parameters, SEQUENCE);
    const hmac = HMACS[identifierOf(childrenOf(scheme, SEQUENCE)[0])];
    if (hmac === undefined) throw unknown('integrity check');
    return createHmac(hmac, pbkdf2Key(derivation, given.password, null))
      .update(content)
      .digest();
  }
  const digest = DIGESTS[oid];
  if (digest === undefined) throw unknown('integrity check');
  const rounds = given.rounds === undefined ? 1 : roundsOf(given.rounds);
  const from = { digest, password: given.password, salt: given.salt, rounds };
  return createHmac(digest, pkcs12Key(from, 3, hashLength(digest)))
    .update(content)
    .digest();
}

function roundsOf(element: DerElement | undefined): number {
  const rounds = numberOf(element);
  if (rounds < 1 || rounds > MOST_ROUNDS) throw unknown(`number of rounds, ${rounds},`);
  return rounds;
}

type KeySource = Readonly<{ digest: string; password: string; salt: Buffer; rounds: number }>;

/** RFC 7292 appendix B.2
 *  @param purpose 1: encryption, 2: initialization vector, 3: integrity */
function pkcs12Key(
  { digest, password, salt, rounds }: KeySource,
  purpose: 1 | 2 | 3,
  length: number,
): Buffer {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const diversifier = Buffer.alloc(block, purpose);
  let input: Buffer = Buffer.concat([filled(salt, block), filled(bmpString(password), block)]);
  const parts: Buffer[] = [];
  for (let octets = 0; octets < length; octets += hashLength(digest)) {
    let hash = createHash(digest).update(diversifier).update(input).digest();
    for (let round = 1; round < rounds; round += 1) hash = createHash(digest).update(hash).digest();
    parts.push(hash);
    input = added(input, filled(hash, block).subarray(0, block), block);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Repeated to a whole number of blocks. */
function filled(bytes: Buffer, block: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Each block of `input` plus `addend` plus one, modulo its size. */
function added(input: Buffer, addend: Buffer, block: number): Buffer {
  const sum = Buffer.alloc(input.length);
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index -= 1) {
      const value = input.readUInt8(start + index) + addend.readUInt8(index) + carry;
      sum.writeUInt8(value & 0xff, start + index);
      carry = value >> 8;
    }
  }
  return sum;
}

/** UTF-16, most significant octet first, with a zero at the end. RFC 7292 appendix B.1 */
function bmpString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}

function hashLength(digest: string): number {
  return createHash(digest).digest().length;
}

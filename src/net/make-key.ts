import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** Of a certificate that the server makes for itself. */
export const KEY_BITS = 2048;

const generate = promisify(generateKeyPair);

/** A new key of which only the size is said: RSA, for old devices know nothing else. */
export async function makeKey(bits: number): Promise<KeyObject> {
  const { privateKey } = await generate('rsa', { modulusLength: bits });
  return privateKey;
}

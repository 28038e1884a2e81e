import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The key of everything in the data folder that is kept sealed. Mode 0600. */
export const KEY_FILE = 'secret.key';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = 'v1.';

/** Seals passwords and private keys for storage, with AES-256-GCM and a key of this data folder alone: a copy of the
 *  database, or a backup of it, shows none of them. Who can read the key file can read all of them. */
export class SecretBox {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} octets`);
    this.#key = key;
  }

  /** The box of a data folder; its key is made where there is none. Throws where the file cannot be read or written, or
   *  is no key. */
  static open(folder: string): SecretBox {
    const path = join(folder, KEY_FILE);
    const stored = readIfThere(path);
    if (stored !== null) {
      chmodSync(path, 0o600);
      return new SecretBox(Buffer.from(stored.trim(), 'base64'));
    }
    const key = randomBytes(KEY_BYTES);
    writeWhole(path, `${key.toString('base64')}\n`);
    return new SecretBox(key);
  }

  seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @returns null where the text was not sealed with this key, or was changed since */
  open(sealed: string): string | null {
    if (!sealed.startsWith(PREFIX)) return null;
    const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64');
    const start = NONCE_BYTES + TAG_BYTES;
    if (bytes.length < start) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, start));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, and durable before the first secret is sealed with it. */
function writeWhole(path: string, text: string): void {
  const part = `${path}.new`;
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}

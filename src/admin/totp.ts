import { createHmac, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords, as the usual authenticator apps make them: HMAC-SHA-1, 6 digits, 30 seconds. RFC 6238 */
const STEP_MS = 30_000;
/** Clocks differ: the code before and the one after are good too. RFC 6238 §5.2 */
const STEPS_AROUND = [0, -1, 1] as const;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 160 bits, as RFC 4226 §4 recommends. */
export const TOTP_SECRET_BYTES = 20;

/** Base32 of random octets, as apps take it. */
export function totpSecret(octets: Buffer): string {
  return toBase32(octets);
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: string, user: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(user)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

/** @param now epoch ms
 *  @returns the time step the code belongs to, or null where it is none of now */
export function totpStep(secret: string, code: string, now: number): number | null {
  if (secret === '') return null; // it could not be unsealed
  const given = Buffer.from(code.replaceAll(/\s/g, ''));
  const current = Math.floor(now / STEP_MS);
  const found = STEPS_AROUND.map((around) => current + around).find((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return found ?? null;
}

/** RFC 4226 §5.3 */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0x0f;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((group) => BASE32[Number.parseInt(group, 2)] ?? '').join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase()]
    .map((letter) => Math.max(0, BASE32.indexOf(letter)).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((group) => Number.parseInt(group, 2)));
}

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { qrCode } from './qr-code.ts';

const URI = 'otpauth://totp/Postern%20EX1:admin?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=Postern%20EX1';

function pictureOf(text: string): readonly string[] {
  return (qrCode(text) ?? []).map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''));
}

describe('the QR code of a secret', () => {
  it('is as large as its text asks for, up to what version 10 holds', () => {
    const sizes = [14, 15, 84, 122, 213].map((length) => qrCode('x'.repeat(length))?.length);
    assert.deepEqual(sizes, [21, 25, 37, 45, 57]);
    assert.equal(qrCode('x'.repeat(214)), null);
  });
  it('has the three patterns by which a camera finds it', () => {
    const rows = pictureOf(URI);
    const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
    assert.deepEqual(
      rows.slice(0, 7).map((row) => row.slice(0, 7)),
      finder,
    );
    assert.deepEqual(
      rows.slice(0, 7).map((row) => row.slice(-7)),
      finder,
    );
    assert.deepEqual(
      rows.slice(-7).map((row) => row.slice(0, 7)),
      finder,
    );
  });
  it('is the one that another program has read', () => {
    const digest = createHash('sha256').update(pictureOf(URI).join('\n')).digest('hex');
    assert.equal(digest, 'b6441d0158e528636533f66bf4c52db36fa021931b57fb7cb6b2bea618a59bab');
  });
});

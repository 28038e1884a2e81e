import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { qrCode } from './qr-code.ts';

const URI = 'otpauth://totp/Postern%20EX1:admin?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=Postern%20EX1';

function pictureOf(text: string): readonly string[] {
  return qrCode(text).map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''));
}

describe('the QR code of a secret', () => {
  it('is as small as its text allows', () => {
    const sizes = [14, 15, 84, 122, 213].map((length) => qrCode('x'.repeat(length)).length);
    assert.deepEqual(sizes, [21, 25, 37, 45, 57]);
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
});

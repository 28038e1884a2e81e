import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totpCode, totpSecret, totpStep } from './totp.ts';

/** RFC 6238 appendix B, the rows of SHA-1; their eight digits end in our six. */
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];
const secret = totpSecret(Buffer.from('12345678901234567890'));

describe('one-time passwords', () => {
  it('RFC 4648 §6: the secret is base32', () => assert.equal(secret, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'));

  for (const [seconds, code] of VECTORS)
    it(`RFC 6238 appendix B: ${code} at ${seconds}`, () => {
      const step = Math.floor(seconds / 30);
      assert.equal(totpCode(secret, step), code);
      assert.equal(totpStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)}`, seconds * 1000), step);
    });

  it('RFC 6238 §5.2: one step of the clock is forgiven, two are not', () => {
    const at = 1_111_111_109_000;
    const step = Math.floor(at / 30_000);
    assert.equal(totpStep(secret, totpCode(secret, step - 1), at), step - 1);
    assert.equal(totpStep(secret, totpCode(secret, step + 1), at), step + 1);
    assert.equal(totpStep(secret, totpCode(secret, step - 2), at), null);
    assert.equal(totpStep(secret, '', at), null);
    assert.equal(totpStep(secret, '1234567', at), null);
  });
});

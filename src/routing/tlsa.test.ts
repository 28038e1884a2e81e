import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usableTlsa } from './tlsa.ts';

const DIGEST = 'AB'.repeat(32);

test('RFC 7672 §3.1: usages 2 and 3 count, with both selectors and all matching types', () => {
  assert.deepEqual(usableTlsa([`3 1 1 ${DIGEST}`, `2 0 2 ${DIGEST}${DIGEST}`, '3 0 0 3000']), [
    { usage: 3, selector: 1, matching: 'sha256', data: DIGEST },
    { usage: 2, selector: 0, matching: 'sha512', data: `${DIGEST}${DIGEST}` },
    { usage: 3, selector: 0, matching: 'exact', data: '3000' },
  ]);
});

test('RFC 7672 §3.1.3: usages 0 and 1, unknown types and digests of another length are not usable', () => {
  assert.deepEqual(
    usableTlsa([
      `0 1 1 ${DIGEST}`,
      `1 1 1 ${DIGEST}`,
      `3 2 1 ${DIGEST}`,
      `3 1 3 ${DIGEST}`,
      '3 1 1 ABCD',
      '3 1 1 ',
    ]),
    [],
  );
});

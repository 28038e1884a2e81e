import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate, isDate } from './date.ts';

const DATES: readonly (readonly [text: string, expected: boolean])[] = [
  [formatDate(Date.UTC(2026, 10, 24, 8, 31, 45), 540), true],
  ['24 Nov 2026 08:31 GMT', true],
  ['Tue, 24 Nov 26 08:31:45 +0000 (UTC)', true],
  ['', false],
  ['yesterday', false],
  ['2026-11-24T08:31:45Z', false],
  ['Tue, 24 Nov 2026', false],
];
for (const [text, expected] of DATES) {
  test(`RFC 5322 §3.3: ${JSON.stringify(text)} is ${expected ? 'a' : 'no'} date`, () =>
    assert.equal(isDate(text), expected));
}

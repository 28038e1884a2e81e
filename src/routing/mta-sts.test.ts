import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mtaStsId, parseMtaStsPolicy, policyNames } from './mta-sts.ts';
import type { MtaStsPolicy } from './mta-sts.ts';

const TEXT =
  'version: STSv1\r\nmode: enforce\r\nmx: mail.Fabrikam.com\r\nmx: *.fabrikam.net\r\nmax_age: 604800\r\n';

function policyOf(text: string): MtaStsPolicy {
  const policy = parseMtaStsPolicy(text);
  if (typeof policy === 'string') throw new TypeError(policy);
  return policy;
}

test('RFC 8461 §3.1: the record has a version and an id; two records are none', () => {
  assert.equal(mtaStsId(['v=STSv1; id=20260101T000000;']), '20260101T000000');
  assert.equal(mtaStsId(['v=spf1 -all', 'v=STSv1; id=a1']), 'a1');
  assert.equal(mtaStsId(['v=STSv1; id=a1;', 'v=STSv1; id=a2;']), null);
  assert.equal(mtaStsId(['v=STSv1; id=']), null);
  assert.equal(mtaStsId(['v=STSv1; id=with-hyphen;']), null);
  assert.equal(mtaStsId([]), null);
});

test('RFC 8461 §3.2: a policy is read from lines with either end', () => {
  const policy = policyOf(TEXT);
  assert.deepEqual(policy.mx, ['mail.fabrikam.com', '*.fabrikam.net']);
  assert.equal(policy.mode, 'enforce');
  assert.equal(policy.maxAgeMs, 604_800_000);
  assert.deepEqual(policyOf(TEXT.replaceAll('\r\n', '\n')).mx, policy.mx);
  assert.equal(policyOf('version: STSv1\nmode: none\nmax_age: 9999999999').maxAgeMs, 31_557_600_000);
});

for (const [why, text] of [
  ['the version is not STSv1', TEXT.replace('STSv1', 'STSv2')],
  ['the mode is not enforce, testing or none', TEXT.replace('enforce', 'strict')],
  ['it names no mx', TEXT.replaceAll(/mx:.*\r\n/g, '')],
  ['max_age is not a number of seconds', TEXT.replace('604800', 'a week')],
  ['"*.*.net" is not a name of a mail host', TEXT.replace('*.fabrikam.net', '*.*.net')],
] as const) {
  test(`RFC 8461 §3.2: refused, for ${why}`, () => assert.equal(parseMtaStsPolicy(text), why));
}

test('RFC 8461 §4.1: a wildcard stands for one label, and only for the first', () => {
  const policy = policyOf(TEXT);
  assert.equal(policyNames(policy, 'MAIL.fabrikam.com.'), true);
  assert.equal(policyNames(policy, 'mx1.fabrikam.net'), true);
  assert.equal(policyNames(policy, 'fabrikam.net'), false);
  assert.equal(policyNames(policy, 'a.mx1.fabrikam.net'), false);
  assert.equal(policyNames(policy, 'other.fabrikam.com'), false);
});

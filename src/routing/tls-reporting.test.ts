import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMailbox } from '../mail/address.ts';
import { tlsReportTargets } from './tls-reporting.ts';

const CASES: readonly (readonly [
  rule: string,
  texts: readonly string[],
  expected: readonly string[] | null,
])[] = [
  ['one address', ['v=TLSRPTv1; rua=mailto:tls@fabrikam.com'], ['tls@fabrikam.com']],
  [
    'several, blanks between',
    ['v=TLSRPTv1;rua=mailto:a@fabrikam.com , mailto:b@fabrikam.com;'],
    ['a@fabrikam.com', 'b@fabrikam.com'],
  ],
  [
    'a URL is not written to',
    ['v=TLSRPTv1; rua=https://reports.fabrikam.com/v1,mailto:a@fabrikam.com'],
    ['a@fabrikam.com', '- https://reports.fabrikam.com/v1'],
  ],
  ['percent-encoding', ['v=TLSRPTv1; rua=mailto:a%2Cb@fabrikam.com'], ['- mailto:a%2Cb@fabrikam.com']],
  ['fields of mailto do not count', ['v=TLSRPTv1; rua=mailto:a@fabrikam.com?subject=x'], ['a@fabrikam.com']],
  [
    'a line end',
    ['v=TLSRPTv1; rua=mailto:%22a%0D%0ABcc:%22@fabrikam.com'],
    ['- mailto:%22a%0D%0ABcc:%22@fabrikam.com'],
  ],
  ['broken encoding', ['v=TLSRPTv1; rua=mailto:%zz@fabrikam.com'], ['- mailto:%zz@fabrikam.com']],
  ['other records beside it', ['v=spf1 -all', 'v=TLSRPTv1; rua=mailto:a@fabrikam.com'], ['a@fabrikam.com']],
  ['none', ['v=spf1 -all'], null],
  ['two', ['v=TLSRPTv1; rua=mailto:a@b.example', 'v=TLSRPTv1; rua=mailto:c@d.example'], null],
  ['without rua', ['v=TLSRPTv1; x=y'], null],
  ['another version', ['v=TLSRPTv2; rua=mailto:a@fabrikam.com'], null],
];

for (const [rule, texts, expected] of CASES) {
  test(`RFC 8460 §3: ${rule}`, () => {
    const found = tlsReportTargets(texts);
    const shown = found && [...found.mailboxes.map(formatMailbox), ...found.others.map((uri) => `- ${uri}`)];
    assert.deepEqual(shown, expected);
  });
}

test('RFC 8460 §3: of many addresses the first five', () => {
  const uris = Array.from({ length: 9 }, (_, index) => `mailto:a${index}@fabrikam.com`);
  assert.equal(tlsReportTargets([`v=TLSRPTv1; rua=${uris.join(',')}`])?.mailboxes.length, 5);
});

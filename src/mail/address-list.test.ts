import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatNamedAddress, parseAddressList } from './address-list.ts';
import { decodeWords, formatPhrase } from './encoded-word.ts';

const lists: readonly (readonly [string, readonly (readonly [string, string])[] | null])[] = [
  ['chris@contoso.com', [['', 'chris@contoso.com']]],
  ['Chris Green <chris@contoso.com>', [['Chris Green', 'chris@contoso.com']]],
  [
    '"Green, Chris" <chris@contoso.com>, b@c (comment)',
    [
      ['Green, Chris', 'chris@contoso.com'],
      ['', 'b@c'],
    ],
  ],
  ['"a \\"b\\"" <x@y>', [['a "b"', 'x@y']]],
  ['"evil@contoso.com" <real@fabrikam.com>', [['evil@contoso.com', 'real@fabrikam.com']]],
  [
    'Group: a@b, C <c@d>;',
    [
      ['', 'a@b'],
      ['C', 'c@d'],
    ],
  ],
  ['Undisclosed:;', []],
  ['<@relay:a@b>', [['', 'a@b']]],
  ['"quoted local"@b', [['', '"quoted local"@b']]],
  ['a@[IPv6:::1]', [['', 'a@[IPv6:::1]']]],
  ['A <a@b> <c@d>', null],
  ['<a@b', null],
  ['(open', null],
  ['just words', null],
  ['"open', null],
  ['a@b <c@d>', [['a@b', 'c@d']]],
  ['', []],
];
for (const [input, expected] of lists) {
  test(`The addresses of ${JSON.stringify(input)}`, () => {
    assert.deepEqual(
      parseAddressList(input),
      expected === null ? null : expected.map(([displayName, address]) => ({ displayName, address })),
    );
  });
}

test('A display name reads back as it was written, but for runs of white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      const field = formatNamedAddress(formatPhrase(name), 'a@b').replaceAll('\r\n', '');
      const expected = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ').trim();
      assert.deepEqual(
        parseAddressList(field)?.map((entry) => decodeWords(entry.displayName)),
        [expected],
      );
    }),
  );
});

test('RFC 2047 §2: an encoded word is at most 75 characters', () => {
  for (const line of formatPhrase('日本語の名前'.repeat(12)).split('\r\n'))
    assert.ok(line.trim().length <= 75);
});

const subjects: readonly (readonly [string, string])[] = [
  ['=?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle', 'Grüße an alle'],
  ['=?UTF-8?B?5pel?= =?utf-8?b?5pys?=', '日本'],
  ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
  ['=?no-such-set?Q?a?=', '=?no-such-set?Q?a?='],
  ['plain', 'plain'],
];
for (const [input, expected] of subjects) {
  test(`RFC 2047: ${input} reads ${expected}`, () => assert.equal(decodeWords(input), expected));
}

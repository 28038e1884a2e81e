import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  formatMailbox,
  formatReversePath,
  isAddressLiteral,
  isSameOrSubdomain,
  type Mailbox,
  mailboxEquals,
  mailboxKey,
  parseAddressLiteral,
  parseMailbox,
  toAsciiDomain,
} from './address.ts';

const VALID: readonly (readonly [text: string, local: string, domain: string])[] = [
  ['chris@contoso.com', 'chris', 'contoso.com'],
  ['Chris@CONTOSO.com', 'Chris', 'contoso.com'],
  ['a.b.c@x', 'a.b.c', 'x'],
  ["!#$%&'*+-/=?^_`{|}~@x.y", "!#$%&'*+-/=?^_`{|}~", 'x.y'],
  ['"a b"@x', 'a b', 'x'],
  ['"a@b"@x', 'a@b', 'x'],
  ['"a\\"b\\\\"@x', 'a"b\\', 'x'],
  ['"plain"@x', 'plain', 'x'],
  ['""@x', '', 'x'],
  ['root@db_server.local', 'root', 'db_server.local'],
  ['a@1.2.3', 'a', '1.2.3'],
  ['a@contoso.com.', 'a', 'contoso.com'],
  ['a@[192.0.2.1]', 'a', '[192.0.2.1]'],
  ['a@[IPv6:2001:DB8::1]', 'a', '[IPv6:2001:db8::1]'],
  ['a@[ipv6:2001:db8:0:0::1]', 'a', '[IPv6:2001:db8::1]'],
  ['用户@例え.jp', '用户', 'xn--r8jz45g.jp'],
  ['a@BÜCHER.example', 'a', 'xn--bcher-kva.example'],
  ['a@例え。jp', 'a', 'xn--r8jz45g.jp'],
];

const INVALID: readonly string[] = [
  '',
  '@',
  'a',
  'a@',
  '@x',
  'a b@x',
  'a@b@c',
  'a@x y',
  '.a@x',
  'a.@x',
  'a..b@x',
  'a@.x',
  'a@x..y',
  'a@x..',
  'a@-x',
  'a@x-',
  'a@x!y',
  `a@${'l'.repeat(64)}.x`,
  `a@${'l.'.repeat(128)}x`,
  '"a@x',
  '"a"b@x',
  '"a\nb"@x',
  '"a\\',
  'a\0@x',
  'a\x7f@x',
  '<a@x>',
  'a@[192.0.2.256]',
  'a@[192.0.2]',
  'a@[192.0.2.01]',
  'a@[IPv6:2001:db8::1%1]',
  'a@[IPv6:]',
  'a@[2001:db8::1]',
  'a@[x:y]',
  'a@[192.0.2.1',
  'a@１.２.３',
  'a@ü!x',
  'a@ü%2e.x',
  'a\ufffd@x',
  'a\x85@x',
];

describe('parseMailbox', () => {
  for (const [text, local, domain] of VALID) {
    it(`RFC 5321 §4.1.2: takes ${text}`, () => assert.deepEqual(parseMailbox(text), { local, domain }));
  }

  for (const text of INVALID) {
    it(`RFC 5321 §4.1.2: refuses ${JSON.stringify(text)}`, () => assert.equal(parseMailbox(text), null));
  }

  it('RFC 5321 §4.5.3.1: takes a local-part of 64 octets, a domain of 255 and both together', () => {
    const local = 'l'.repeat(64);
    const domain = `${'d'.repeat(63)}.`.repeat(3) + 'd'.repeat(63);
    assert.equal(domain.length, 255);
    assert.deepEqual(parseMailbox(`${local}@${domain}`), { local, domain });
  });

  it('RFC 5321 §4.1.2: all spellings of a quoted local-part are one address, sent with the fewest quotes', () => {
    for (const text of ['joe.smith@x', '"joe.smith"@x', '"joe\\.smith"@x', '"j\\oe.smith"@x']) {
      const mailbox = parseMailbox(text);
      assert.deepEqual(mailbox, { local: 'joe.smith', domain: 'x' });
      assert.equal(mailbox === null ? '' : formatMailbox(mailbox), 'joe.smith@x');
    }
  });

  it('takes an address without a domain only where that is asked for', () => {
    assert.deepEqual(parseMailbox('postmaster', { domainOptional: true }), {
      local: 'postmaster',
      domain: '',
    });
    assert.equal(parseMailbox('postmaster'), null);
    assert.equal(parseMailbox('', { domainOptional: true }), null);
    assert.equal(parseMailbox('a@', { domainOptional: true }), null);
  });

  it('RFC 6531 §3.3: refuses characters beyond ASCII where UTF-8 is not admitted', () => {
    assert.equal(parseMailbox('ü@x', { utf8: false }), null);
    assert.equal(parseMailbox('"ü"@x', { utf8: false }), null);
    assert.equal(parseMailbox('a@ü', { utf8: false }), null);
    assert.notEqual(parseMailbox('a@x', { utf8: false }), null);
  });
});

const mailboxes: fc.Arbitrary<Mailbox> = fc.record(
  {
    local: fc.oneof(
      fc.stringMatching(/^[a-zA-Z0-9.+_-]{1,20}$/),
      fc.stringMatching(/^[ -~]{0,20}$/),
      fc.string({ unit: fc.constantFrom('ü', '用', '.', '"', '\\', '@', ' ', 'a'), maxLength: 12 }),
    ),
    domain: fc.constantFrom('', 'contoso.com', 'xn--r8jz45g.jp', '[192.0.2.1]', '[IPv6:2001:db8::1]'),
  },
  { noNullPrototype: true },
);

describe('formatMailbox', () => {
  it('is read back as the same mailbox, whatever needs quoting', () => {
    fc.assert(
      fc.property(mailboxes, (mailbox) => {
        assert.deepEqual(parseMailbox(formatMailbox(mailbox), { domainOptional: true }), mailbox);
      }),
    );
  });

  it('quotes only what must be quoted', () => {
    assert.equal(formatMailbox({ local: 'a.b', domain: 'x' }), 'a.b@x');
    assert.equal(formatMailbox({ local: 'a..b', domain: 'x' }), '"a..b"@x');
    assert.equal(formatMailbox({ local: 'a b', domain: 'x' }), '"a b"@x');
    assert.equal(formatMailbox({ local: '', domain: 'x' }), '""@x');
    assert.equal(formatMailbox({ local: 'postmaster', domain: '' }), 'postmaster');
  });

  it('shows the null reverse-path as <>', () => {
    assert.equal(formatReversePath(null), '<>');
    assert.equal(formatReversePath({ local: 'a', domain: 'x' }), 'a@x');
  });
});

describe('comparison', () => {
  it('Exchange: letter case does not count, in the local-part either', () => {
    assert.ok(mailboxEquals({ local: 'Chris', domain: 'x' }, { local: 'chris', domain: 'x' }));
    assert.ok(!mailboxEquals({ local: 'chris', domain: 'x' }, { local: 'chris', domain: 'y' }));
    assert.ok(!mailboxEquals({ local: 'chris', domain: 'x' }, { local: 'kate', domain: 'x' }));
    assert.equal(mailboxKey({ local: 'Chris', domain: 'x' }), 'chris@x');
  });

  it('a subdomain ends with a dot and its parent', () => {
    assert.ok(isSameOrSubdomain('contoso.com', 'contoso.com'));
    assert.ok(isSameOrSubdomain('mail.contoso.com', 'contoso.com'));
    assert.ok(!isSameOrSubdomain('notcontoso.com', 'contoso.com'));
    assert.ok(!isSameOrSubdomain('com', 'contoso.com'));
  });
});

describe('domains', () => {
  it('RFC 5890: the A-label form is lower case and has no dot at its end', () => {
    assert.equal(toAsciiDomain('MAIL.Contoso.COM.'), 'mail.contoso.com');
    assert.equal(toAsciiDomain('BÜCHER.example'), 'xn--bcher-kva.example');
    assert.equal(toAsciiDomain('.'), null);
    assert.equal(toAsciiDomain(''), null);
  });

  it('RFC 5321 §4.1.3: address literals have one spelling', () => {
    assert.equal(parseAddressLiteral('[IPv6:::FFFF:192.0.2.1]'), '[IPv6:::ffff:c000:201]');
    assert.equal(parseAddressLiteral('192.0.2.1'), null);
    assert.ok(isAddressLiteral('[192.0.2.1]'));
    assert.ok(!isAddressLiteral('192.0.2.1'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isHelloDomain, parseCommand, parseMail, parseRcpt } from './command.ts';
import type { SessionSettings } from './server-types.ts';
import { ARTICLE_SETTINGS } from './testing/scripted-server.ts';
import { decodeXtext, encodeXtext, escapeUtf8, isXtext, typedAddress } from './xtext.ts';

const MAIL = { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null };

describe('parseCommand', () => {
  const table: readonly (readonly [line: string, command: object])[] = [
    ['EHLO', { verb: 'EHLO', domain: '' }],
    ['ehlo printer ', { verb: 'EHLO', domain: 'printer' }],
    ['HeLo printer', { verb: 'HELO', domain: 'printer' }],
    ['MAIL FROM:<a@b>', { verb: 'MAIL', argument: 'FROM:<a@b>' }],
    ['RCPT  TO:<a@b>\t', { verb: 'RCPT', argument: 'TO:<a@b>' }],
    ['DATA', { verb: 'DATA', argument: '' }],
    ['data now', { verb: 'DATA', argument: 'now' }],
    ['VRFY a b', { verb: 'VRFY', argument: 'a b' }],
    ['BDAT 10', { verb: 'BDAT', octets: 10, last: false, valid: true }],
    ['BDAT 0 last', { verb: 'BDAT', octets: 0, last: true, valid: true }],
    ['BDAT 10 FIRST', { verb: 'BDAT', octets: 10, last: false, valid: false }],
    ['BDAT 10 LAST LAST', { verb: 'BDAT', octets: 10, last: true, valid: false }],
    ['BDAT', { verb: 'BDAT', octets: null, last: false, valid: false }],
    ['BDAT -1', { verb: 'BDAT', octets: null, last: false, valid: false }],
    ['BDAT 0x10', { verb: 'BDAT', octets: null, last: false, valid: false }],
    ['BDAT 1000000000000000', { verb: 'BDAT', octets: null, last: false, valid: false }],
    ['AUTH LOGIN', { verb: 'AUTH', mechanism: 'LOGIN', initial: null }],
    ['auth login Y2hyaXM=', { verb: 'AUTH', mechanism: 'LOGIN', initial: 'Y2hyaXM=' }],
    ['AUTH', { verb: 'AUTH', mechanism: '', initial: null }],
    ['', { verb: 'unknown', text: '' }],
    [' NOOP', { verb: 'unknown', text: '' }],
    ['X-EXPS GSSAPI', { verb: 'unknown', text: 'X-EXPS' }],
    ['DATAX', { verb: 'unknown', text: 'DATAX' }],
  ];
  for (const [line, command] of table) {
    it(`reads ${JSON.stringify(line)}`, () => assert.deepEqual(parseCommand(Buffer.from(line)), command));
  }

  it('reads any octets as some command', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        assert.equal(typeof parseCommand(Buffer.from(octets)).verb, 'string');
      }),
    );
  });
});

describe('isHelloDomain', () => {
  for (const text of [
    'printer',
    'db_server',
    'mail.contoso.com',
    'host.',
    '[192.168.5.10]',
    '[::1]',
    '[IPv6:fe80::1%3]',
    '10.0.0.1',
  ]) {
    it(`takes ${text}`, () => assert.ok(isHelloDomain(text)));
  }
  for (const text of [
    '',
    '.',
    '[]',
    'a..b',
    '.a',
    'a b',
    'a@b',
    '<a>',
    'a;b',
    'ü',
    '[',
    `x${'y'.repeat(255)}`,
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.ok(!isHelloDomain(text)));
  }
});

const everything: SessionSettings = { ...ARTICLE_SETTINGS, orar: true };
const nothing: SessionSettings = {
  ...ARTICLE_SETTINGS,
  dsn: false,
  eightBitMime: false,
  binaryMime: false,
  smtpUtf8: false,
};

describe('parseMail', () => {
  const chris = { local: 'chris', domain: 'contoso.com' };
  const paths: readonly (readonly [rule: string, argument: string, path: object | null])[] = [
    ['an address in angle brackets', 'FROM:<chris@contoso.com>', chris],
    ['the article: without angle brackets', 'FROM:chris@contoso.com', chris],
    ['a blank behind the colon', 'from:  <chris@contoso.com>', chris],
    ['a blank behind the colon, without angle brackets', 'From: chris@contoso.com', chris],
    ['RFC 5321 §4.5.5: the null reverse-path', 'FROM:<>', null],
    [
      'RFC 5321 appendix C: a source route is dropped',
      'FROM:<@a.example,@[IPv6:::1]:chris@contoso.com>',
      chris,
    ],
    ['an address without a domain', 'FROM:<chris>', { local: 'chris', domain: '' }],
    ['a quoted local-part with a bracket in it', 'FROM:<"a>b c"@x>', { local: 'a>b c', domain: 'x' }],
    ['the same without angle brackets', 'FROM:"a b"@x', { local: 'a b', domain: 'x' }],
    ['an escaped quote', 'FROM:<"a\\"> b"@x>', { local: 'a"> b', domain: 'x' }],
  ];
  for (const [rule, argument, path] of paths) {
    it(`takes ${rule}`, () => assert.deepEqual(parseMail(argument, everything), { path, parameters: MAIL }));
  }

  const parameters: readonly (readonly [rule: string, text: string, parameters: object])[] = [
    ['RFC 1870 §6: SIZE', 'SIZE=1000', { size: 1000 }],
    ['RFC 1870 §6: 20 digits of SIZE', 'SIZE=99999999999999999999', { size: Number.MAX_SAFE_INTEGER }],
    ['RFC 6152 §3: BODY', 'body=8bitmime', { body: '8BITMIME' }],
    ['RFC 3030 §3: BINARYMIME', 'BODY=BINARYMIME', { body: 'BINARYMIME' }],
    ['RFC 6531 §3.4: SMTPUTF8', 'SMTPUTF8', { smtpUtf8: true }],
    ['RFC 3461 §4.3: RET', 'RET=hdrs', { ret: 'HDRS' }],
    ['RFC 3461 §4.4: ENVID as given', 'ENVID=QQ+2B1', { envid: 'QQ+2B1' }],
    ['RFC 4954 §5: AUTH, decoded', 'AUTH=e+3Dmc2@example.com', { auth: 'e=mc2@example.com' }],
    ['RFC 4954 §5: AUTH of nobody', 'AUTH=<>', { auth: '<>' }],
    ['RFC 4954 §5: AUTH of what is no mailbox counts as nobody', 'AUTH=+20', { auth: '<>' }],
    ['several, more blanks between them', 'SIZE=1  BODY=7BIT RET=FULL', { size: 1, ret: 'FULL' }],
  ];
  for (const [rule, text, wanted] of parameters) {
    it(`takes ${rule}`, () => {
      const parsed = parseMail(`FROM:<chris@contoso.com> ${text}`, everything);
      assert.deepEqual(parsed, { path: chris, parameters: { ...MAIL, ...wanted } });
    });
  }

  const badArguments: readonly string[] = [
    '',
    'chris@contoso.com',
    'TO:<a@b>',
    'FROM <a@b>',
    'FROM:<a@b>SIZE=1',
    'FROM:<a@b> XYZZY',
    'FROM:<a@b> SIZE',
    'FROM:<a@b> SIZE=',
    'FROM:<a@b> SIZE=-1',
    'FROM:<a@b> SIZE=1k',
    'FROM:<a@b> SIZE=999999999999999999999',
    'FROM:<a@b> SIZE=1 SIZE=1',
    'FROM:<a@b> BODY=9BIT',
    'FROM:<a@b> BODY',
    'FROM:<a@b> SMTPUTF8=1',
    'FROM:<a@b> RET=ALL',
    'FROM:<a@b> ENVID=',
    'FROM:<a@b> ENVID=a=b',
    'FROM:<a@b> ENVID=a+2',
    'FROM:<a@b> ENVID=a+0D+0Ab',
    'FROM:<a@b> ENVID=+C3+BC',
    `FROM:<a@b> ENVID=${'e'.repeat(101)}`,
    'FROM:<a@b> RET=FULL RET=HDRS',
    'FROM:<a@b> ENVID=a ENVID=b',
    'FROM:<a@b> AUTH=',
    'FROM:<a@b> NOTIFY=NEVER',
  ];
  for (const argument of badArguments) {
    it(`has bad arguments: ${argument}`, () => assert.equal(parseMail(argument, everything), 'badArguments'));
  }

  const badAddresses = [
    'FROM:',
    'FROM:<',
    'FROM:<a@b',
    'FROM:< >',
    'FROM:<a b@c>',
    'FROM:a@b>',
    'FROM:<<a@b>>',
    'FROM:<@a>',
    'FROM:<@a:>',
    'FROM:<@:a@b>',
    'FROM:<a,@b:c@d>',
    'FROM:<ü@b>',
  ];
  for (const argument of badAddresses) {
    it(`has a bad address: ${argument}`, () => assert.equal(parseMail(argument, everything), 'badAddress'));
  }

  it('an extension that is not offered has no parameters', () => {
    for (const text of ['BODY=8BITMIME', 'BODY=BINARYMIME', 'BODY=7BIT', 'SMTPUTF8', 'RET=FULL', 'ENVID=a']) {
      assert.equal(parseMail(`FROM:<a@b> ${text}`, nothing), 'badArguments', text);
    }
    const noEightBits = { ...everything, eightBitMime: false };
    assert.equal(parseMail('FROM:<a@b> SMTPUTF8', noEightBits), 'badArguments');
    const noChunks = { ...everything, chunking: false };
    assert.equal(parseMail('FROM:<a@b> BODY=BINARYMIME', noChunks), 'badArguments');
  });

  it('RFC 6531 §3.3: an address beyond ASCII needs SMTPUTF8', () => {
    const parsed = parseMail('FROM:<ü@例え.jp> SMTPUTF8', everything);
    assert.deepEqual(parsed, {
      path: { local: 'ü', domain: 'xn--r8jz45g.jp' },
      parameters: { ...MAIL, smtpUtf8: true },
    });
  });

  it('Exchange: Set-ReceiveConnector -LongAddressesEnabled: 571 octets of an address, or 1860', () => {
    const address = (octets: number): string => `FROM:<${'x'.repeat(octets - 4)}@a.b>`;
    const long = { ...everything, longAddresses: true };
    assert.notEqual(parseMail(address(571), everything), 'badAddress');
    assert.equal(parseMail(address(572), everything), 'badAddress');
    assert.notEqual(parseMail(address(1860), long), 'badAddress');
    assert.equal(parseMail(address(1861), long), 'badAddress');
  });
});

describe('parseRcpt', () => {
  const kate = { local: 'kate', domain: 'fabrikam.com' };
  const parameters: readonly (readonly [rule: string, text: string, parameters: object])[] = [
    ['no parameters', '', {}],
    ['RFC 3461 §4.1: NOTIFY', ' NOTIFY=SUCCESS,FAILURE', { notify: ['SUCCESS', 'FAILURE'] }],
    ['RFC 3461 §4.1: NOTIFY in any letters', ' notify=never', { notify: ['NEVER'] }],
    ['NOTIFY with a word twice', ' NOTIFY=DELAY,DELAY', { notify: ['DELAY'] }],
    ['RFC 3461 §4.2: ORCPT as given', ' ORCPT=rfc822;Kate+2B1@x', { orcpt: 'rfc822;Kate+2B1@x' }],
    ['XORAR: ORAR as given', ' ORAR=rfc822;pat@x', { orar: 'rfc822;pat@x' }],
  ];
  for (const [rule, text, wanted] of parameters) {
    it(`takes ${rule}`, () => {
      const parsed = parseRcpt(`TO:<kate@fabrikam.com>${text}`, everything, false);
      assert.deepEqual(parsed, { path: kate, parameters: { notify: [], orcpt: null, ...wanted } });
    });
  }

  it('RFC 3461 §5.4: takes parameters of the longest kind, together', () => {
    const orcpt = `rfc822;${'x'.repeat(487)}`;
    const line = `TO:<a@b> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=${orcpt}`;
    assert.deepEqual(parseRcpt(line, everything, false), {
      path: { local: 'a', domain: 'b' },
      parameters: { notify: ['SUCCESS', 'FAILURE', 'DELAY'], orcpt },
    });
    const envid = 'e'.repeat(100);
    const mail = parseMail(`FROM:<a@b> RET=HDRS ENVID=${envid}`, everything);
    assert.deepEqual(mail, {
      path: { local: 'a', domain: 'b' },
      parameters: { ...MAIL, ret: 'HDRS', envid },
    });
  });

  it('RFC 6533 §3: ORCPT may be in UTF-8 with SMTPUTF8 only', () => {
    const argument = 'TO:<ü@x> ORCPT=utf-8;ü@x';
    assert.equal(parseRcpt(argument, everything, false), 'badAddress');
    assert.equal(parseRcpt('TO:<a@x> ORCPT=utf-8;ü@x', everything, false), 'badArguments');
    const parsed = parseRcpt(argument, everything, true);
    assert.deepEqual(parsed, {
      path: { local: 'ü', domain: 'x' },
      parameters: { notify: [], orcpt: 'utf-8;ü@x' },
    });
  });

  it('RFC 5321 §4.1.1.3: there is no null forward-path', () => {
    assert.equal(parseRcpt('TO:<>', everything, false), 'badAddress');
  });

  const badArguments = [
    '',
    'FROM:<a@b>',
    'TO:<a@b> SIZE=1',
    'TO:<a@b> NOTIFY',
    'TO:<a@b> NOTIFY=',
    'TO:<a@b> NOTIFY=NEVER,DELAY',
    'TO:<a@b> NOTIFY=ALWAYS',
    'TO:<a@b> NOTIFY=FAILURE NOTIFY=DELAY',
    'TO:<a@b> ORCPT=rfc822;a ORCPT=rfc822;b',
    'TO:<a@b> ORCPT=',
    'TO:<a@b> ORCPT=rfc822',
    'TO:<a@b> ORCPT=;a',
    'TO:<a@b> ORCPT=rf(c;a',
    'TO:<a@b> ORCPT=rfc822;',
    'TO:<a@b> ORCPT=rfc822;a=b',
    `TO:<a@b> ORCPT=rfc822;${'x'.repeat(494)}`,
  ];
  for (const argument of badArguments) {
    it(`has bad arguments: ${argument.slice(0, 60)}`, () => {
      assert.equal(parseRcpt(argument, everything, false), 'badArguments');
    });
  }

  it('an extension that is not offered has no parameters', () => {
    for (const text of ['NOTIFY=NEVER', 'ORCPT=rfc822;a@b', 'ORAR=rfc822;a@b']) {
      assert.equal(parseRcpt(`TO:<a@b> ${text}`, nothing, false), 'badArguments', text);
    }
  });
});

describe('xtext', () => {
  it('RFC 3461 §4: what is written as xtext is read back, in any letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const xtext = encodeXtext(text);
        assert.ok(isXtext(xtext));
        assert.equal(decodeXtext(xtext), text);
        assert.equal(decodeXtext(xtext.replaceAll(/\+../g, (pair) => pair.toLowerCase())), text);
      }),
    );
  });

  for (const [text, xtext] of [
    ['a@b.example', 'a@b.example'],
    ['a+b=c d', 'a+2Bb+3Dc+20d'],
    ['ü', '+C3+BC'],
  ] as const) {
    it(`RFC 3461 §4: xtext of ${text} is ${xtext}`, () => assert.equal(encodeXtext(text), xtext));
  }

  it('RFC 6533 §3: an address beyond US-ASCII has the type utf-8 and escapes, any other rfc822', () => {
    assert.equal(typedAddress('a+b@x'), 'rfc822;a+2Bb@x');
    assert.equal(typedAddress('ü+\\@x'), 'utf-8;\\x{FC}\\x{2B}\\x{5C}@x');
    assert.notEqual(parseRcpt(`TO:<a@b> ORCPT=${typedAddress('ü+\\@x')}`, everything, false), 'badArguments');
    assert.equal(escapeUtf8('utf-8;ü@x'), 'utf-8;\\x{FC}@x');
  });

  for (const text of ['a b', 'a=b', '+', '+2', '+2G', 'ü', '\x7f']) {
    it(`RFC 3461 §4: ${JSON.stringify(text)} is none`, () => assert.ok(!isXtext(text)));
  }
});

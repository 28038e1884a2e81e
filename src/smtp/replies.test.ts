import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as replies from './replies.ts';
import type { Reply } from './reply.ts';
import { ARTICLE_SETTINGS } from './testing/scripted-server.ts';

function text(reply: Reply, enhanced = true): string {
  return replies.formatReply(reply, { enhanced }).toString('utf8');
}

describe('replies that policy gives, receive-connectors.md §7.2, §8.1, §8.2', () => {
  const table: readonly (readonly [Reply, string])[] = [
    [replies.unableToRelay('classic'), '550 5.7.1 Unable to relay'],
    [replies.unableToRelay('modern'), '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
    [replies.clientNotAuthenticated('classic'), '530 5.7.1 Client was not authenticated'],
    [
      replies.clientNotAuthenticated('modern'),
      '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    ],
    [
      replies.cannotSendAs('classic', false),
      '550 5.7.1 Client does not have permissions to send as this sender',
    ],
    [
      replies.cannotSendAs('modern', false),
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    ],
    [
      replies.cannotSendAs('classic', true),
      '550 5.7.1 Anonymous client does not have permissions to send as this sender',
    ],
    [
      replies.cannotSendAs('modern', true),
      '550 5.7.60 SMTP; Anonymous clients does not have permissions to send as this sender',
    ],
    [replies.startTlsRequired, '451 5.7.3 STARTTLS is required to send mail'],
    [
      replies.rateExceeded,
      '421 4.4.2 Message submission rate for this client has exceeded the configured limit',
    ],
    [replies.sizeExceeded, '552 5.3.4 Message size exceeds fixed maximum message size'],
    [replies.headerTooLarge, '552 5.3.4 Message header size exceeds fixed maximum size'],
    [replies.hopCountExceeded, '554 5.4.6 Hop count exceeded - possible mail loop'],
    [replies.insufficientResources, '452 4.3.1 Insufficient system resources'],
    [replies.storeUnavailable, '451 4.3.0 Temporary storage failure, try again later'],
    [replies.senderDenied, '554 5.1.0 Sender denied'],
    [replies.userUnknown, '550 5.1.1 User unknown'],
    [replies.reservedDomain('tld'), '550 5.1.4 Recipient address reserved by RFC 2606'],
    [replies.reservedDomain('second'), '550 5.1.5 Recipient address reserved by RFC 2606'],
    [replies.singleLabel, '550 5.1.6 Recipient addresses in single label domains not accepted'],
    [replies.tooManyRecipients, '452 4.5.3 Too many recipients'],
    [replies.bareLinefeed, '550 5.6.11 Message contains bare linefeeds'],
    [replies.bareCrOrNul, '550 5.6.0 Message contains bare carriage returns or NUL'],
    [
      replies.tooManyConnections,
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
    ],
    [
      replies.tooManyPerSource,
      '421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel',
    ],
    [replies.connectionTimedOut, '421 4.4.1 Connection timed out'],
    [replies.inactivityTimeout, '451 4.7.0 Timeout waiting for client input'],
    [replies.serviceNotActive, '421 4.3.2 Service not active'],
    [replies.serviceNotAvailable, '421 4.3.2 Service not available'],
    [
      replies.queued('<1@client>', 7, 'ex1.contoso.com'),
      '250 2.6.0 <1@client> [InternalId=7, Hostname=ex1.contoso.com] Queued mail for delivery',
    ],
  ];
  for (const [reply, line] of table) it(line, () => assert.equal(text(reply), `${line}\r\n`));
});

describe('formatReply', () => {
  it('Exchange: Set-ReceiveConnector -EnhancedStatusCodesEnabled: without it x.y.z is left out', () => {
    assert.equal(text(replies.senderOk, false), '250 Sender OK\r\n');
    assert.equal(text(replies.chunkReceived(3), false), '250 CHUNK received OK, 3 octets\r\n');
  });

  it('RFC 5321 §4.2.1: every line but the last has a hyphen, RFC 2034 §4: and the status', () => {
    assert.equal(text({ code: 550, status: '5.7.1', lines: ['a', 'b'] }), '550-5.7.1 a\r\n550 5.7.1 b\r\n');
    assert.match(text(replies.help), /^214-This server supports the following commands:\r\n214 HELO EHLO /);
  });

  it('gives the same octets for a reply that never changes', () => {
    const once = replies.formatReply(replies.recipientOk, { enhanced: true });
    assert.equal(replies.formatReply(replies.recipientOk, { enhanced: true }), once);
  });

  it('text from a client cannot end its line', () => {
    const reply = replies.queued('<a\r\n550 x\0@client>', 7, 'h');
    assert.equal(
      text(reply),
      '250 2.6.0 <a??550 x?@client> [InternalId=7, Hostname=h] Queued mail for delivery\r\n',
    );
  });

  it('RFC 5321 §4.5.3.1.5: a long Message-ID is cut so that the line keeps to 512 octets', () => {
    const line = text(replies.queued(`<${'ü'.repeat(900)}@client>`, 7, 'ex1.contoso.com'));
    assert.ok(Buffer.byteLength(line) <= 512);
    assert.match(line, /\.\.\.> \[InternalId=7, Hostname=ex1\.contoso\.com\] Queued mail for delivery\r\n$/);
  });
});

describe('greeting', () => {
  it('receive-connectors.md §8.3: the default banner', () => {
    const date = 'Fri, 5 Aug 2016 16:24:41 -0700';
    const line = replies.bannerText({ fqdn: 'ex1.contoso.com', product: 'Postern', date });
    assert.equal(line, `220 ex1.contoso.com Postern ESMTP MAIL Service ready at ${date}`);
    assert.equal(text(replies.banner(line)), `${line}\r\n`);
  });

  it('Exchange: Set-ReceiveConnector -Banner may have no text', () => {
    assert.equal(text(replies.banner('220')), '220 \r\n');
  });

  it('receive-connectors.md §8.4: keywords in their order', () => {
    const all = { ...ARTICLE_SETTINGS, authLogin: 'always', longAddresses: true, orar: true } as const;
    assert.deepEqual(replies.extendedHello(all, false).lines.slice(1), [
      'SIZE 37748736',
      'PIPELINING',
      'DSN',
      'ENHANCEDSTATUSCODES',
      'STARTTLS',
      'AUTH LOGIN',
      '8BITMIME',
      'BINARYMIME',
      'CHUNKING',
      'SMTPUTF8',
      'XLONGADDR',
      'XORAR',
    ]);
    assert.ok(!replies.extendedHello(all, true).lines.includes('STARTTLS'));
  });

  it('each keyword hangs on its setting', () => {
    const none = {
      ...ARTICLE_SETTINGS,
      size: null,
      pipelining: false,
      dsn: false,
      enhancedStatusCodes: false,
      startTls: false,
      eightBitMime: false,
      chunking: false,
    };
    assert.deepEqual(replies.extendedHello(none, false).lines, ['ex1.contoso.com Hello [192.168.5.10]']);
    assert.equal(replies.extendedHello({ ...none, size: 'bare' }, false).lines[1], 'SIZE');
    const afterTls = { ...none, authLogin: 'afterTls' } as const;
    assert.equal(replies.extendedHello(afterTls, false).lines.length, 1);
    assert.equal(replies.extendedHello(afterTls, true).lines[1], 'AUTH LOGIN');
  });
});

/** Replies that are not constants, once each, with text as long as it comes. */
const MADE: readonly Reply[] = [
  replies.banner('220 ex1.contoso.com ready'),
  replies.unrecognizedCommand('modern', 'x'.repeat(2000)),
  replies.insufficientResourcesOf('UsedDiskSpace[%ExchangeDataFolder%]'),
  replies.chunkReceived(Number.MAX_SAFE_INTEGER),
  replies.queued(`<${'x'.repeat(2000)}@a>`, Number.MAX_SAFE_INTEGER, 'h'.repeat(255)),
  ...(['classic', 'modern'] as const).flatMap((family) => [
    replies.clientNotAuthenticated(family),
    replies.unableToRelay(family),
    replies.cannotSendAs(family, true),
    replies.cannotSendAs(family, false),
  ]),
  replies.reservedDomain('tld'),
  replies.reservedDomain('second'),
];

/** RFC 5321 §4.2.3; 235, 334, 454, 530 and 535 are of RFC 4954, 220 and 454 of RFC 3207. */
const CODES: readonly number[] = [
  214, 220, 221, 235, 250, 252, 334, 354, 421, 451, 452, 454, 500, 501, 502, 503, 504, 530, 535, 550, 552,
  554,
];

describe('every reply the server has', () => {
  const constants = Object.values(replies).filter((value) => typeof value === 'object');
  const all: readonly Reply[] = [...constants, ...MADE];

  it('there are many', () => assert.ok(constants.length > 40));

  for (const reply of all) {
    const { code, status, lines } = reply;
    const name = `${code} ${status} ${(lines[0] ?? '').slice(0, 40)}`;
    it(`RFC 5321 §4.2: three digits, the first of them 2 to 5, printable text, 512 octets a line: ${name}`, () => {
      assert.match(String(code), /^[2-5][0-5]\d$/);
      for (const enhanced of [true, false]) {
        const octets = replies.formatReply(reply, { enhanced }).toString('latin1');
        assert.match(octets, /^(?:\d{3}[ -][\t -~]+\r\n)+$/);
        for (const line of octets.split('\r\n')) assert.ok(line.length <= 510, line);
      }
    });
    it(`RFC 5321 §4.2.2: a code that the RFC or an extension has: ${name}`, () => {
      assert.ok(CODES.includes(code));
    });
    it(`RFC 2034 §4: a status of the reply's class, none where the RFC wants none: ${name}`, () => {
      const bare = [220, 334, 354];
      // Exchange: HELP has no status, and one status is of another class.
      if (reply === replies.help || bare.includes(code)) assert.ok(status === '' || code === 220);
      else if (reply === replies.startTlsRequired) assert.equal(status, '5.7.3');
      else assert.equal(status.charAt(0), String(code).charAt(0));
    });
  }
});

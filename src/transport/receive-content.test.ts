import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHeader } from '../mail/header.ts';
import { composeHeader, headerSenders, type ContentFacts } from './receive-content.ts';

const FACTS: ContentFacts = {
  rights: { routing: true, organization: false, forest: false },
  received: 'from printer (192.168.5.10) by\r\n ex1.contoso.com (10.1.1.1); Tue, 24 Nov 2026 08:31:45 +0000',
  messageIdDomain: 'ex1.contoso.com',
  at: Date.UTC(2026, 10, 24, 8, 31, 45, 12),
  offsetMinutes: 0,
  stamps: {
    authSource: 'ex1.contoso.com',
    authAs: 'Anonymous',
    authMechanism: '',
    originalSizeBytes: 123,
    networkMessageId: '0000-guid',
    directionality: 'Incoming',
    scl: null,
    antispamReport: '',
    recipientCount: 2,
    originalClientIp: '',
    originalServerIp: '',
  },
  displayName: null,
};

function compose(header: string, change: Partial<ContentFacts> = {}): string[] {
  const content = composeHeader(parseHeader(Buffer.from(header)).fields, { ...FACTS, ...change });
  const text = content.header.toString();
  assert.ok(text.endsWith('\r\n\r\n'));
  return parseHeader(content.header).fields.map((field) => `${field.name}: ${field.value()}`);
}

test('V16: a message with a Subject alone gets Received, Date, Message-ID and stamps', () => {
  const lines = compose('Subject: Test\r\n');
  assert.match(lines[0] ?? '', /^Received: from printer \(192\.168\.5\.10\) by ex1\.contoso\.com /);
  assert.deepEqual(lines.slice(1), [
    'Subject: Test',
    'Message-ID: <0000-guid@ex1.contoso.com>',
    'Date: Tue, 24 Nov 2026 08:31:45 +0000',
    'X-MS-Exchange-Organization-Network-Message-Id: 0000-guid',
    'X-MS-Exchange-Organization-AuthSource: ex1.contoso.com',
    'X-MS-Exchange-Organization-AuthAs: Anonymous',
    'X-MS-Exchange-Organization-FromEntityHeader: Internet',
    'X-MS-Exchange-Organization-TotalRecipientCount: 2',
    'X-MS-Exchange-Organization-OriginalArrivalTime: 24 Nov 2026 08:31:45.0120 (UTC)',
    'X-MS-Exchange-Organization-OriginalSize: 123',
    'X-MS-Exchange-Organization-MessageDirectionality: Incoming',
    'X-MS-Exchange-Forest-ArrivalHubServer: ex1.contoso.com',
  ]);
});

test('mail-flow.md §12.2: an externally secured message names its client and server, and no Internet', () => {
  const stamps = {
    ...FACTS.stamps,
    authAs: 'Internal',
    authMechanism: '10',
    originalClientIp: '192.168.5.10',
    originalServerIp: '10.1.1.1',
    directionality: 'Originating',
    scl: -1,
  } as const;
  assert.deepEqual(compose('Subject: Test\r\n', { stamps }).slice(4), [
    'X-MS-Exchange-Organization-Network-Message-Id: 0000-guid',
    'X-MS-Exchange-Organization-AuthSource: ex1.contoso.com',
    'X-MS-Exchange-Organization-AuthAs: Internal',
    'X-MS-Exchange-Organization-AuthMechanism: 10',
    'X-MS-Exchange-Organization-TotalRecipientCount: 2',
    'X-MS-Exchange-Organization-OriginalClientIPAddress: 192.168.5.10',
    'X-MS-Exchange-Organization-OriginalServerIPAddress: 10.1.1.1',
    'X-MS-Exchange-Organization-OriginalArrivalTime: 24 Nov 2026 08:31:45.0120 (UTC)',
    'X-MS-Exchange-Organization-OriginalSize: 123',
    'X-MS-Exchange-Organization-MessageDirectionality: Originating',
    'X-MS-Exchange-Organization-SCL: -1',
    'X-MS-Exchange-Forest-ArrivalHubServer: ex1.contoso.com',
  ]);
});

test('V23: Received lines stay, an SCL that the client wrote goes', () => {
  const lines = compose(
    'Received: 1\r\nReceived: 2\r\nReceived: 3\r\nX-MS-Exchange-Organization-SCL: -1\r\n',
  );
  assert.equal(lines.filter((line) => line.startsWith('Received: ')).length, 4);
  assert.equal(
    lines.some((line) => line.includes('SCL')),
    false,
  );
});

test('Stamps that a trusted server handed in are not written twice', () => {
  const lines = compose('x-ms-exchange-organization-authas: Internal\r\n', {
    rights: { routing: true, organization: true, forest: true },
  });
  assert.deepEqual(
    lines.filter((line) => /authas/i.test(line)),
    ['x-ms-exchange-organization-authas: Internal'],
  );
});

test('Date and Message-ID that are there stay as they are', () => {
  const lines = compose('DATE: yesterday\r\nmessage-id: <a@b>\r\n');
  assert.ok(lines.includes('DATE: yesterday') && lines.includes('message-id: <a@b>'));
  assert.equal(lines.filter((line) => /^(date|message-id)/i.test(line)).length, 2);
});

test('An empty Message-ID is replaced', () => {
  const lines = compose('Message-ID:\r\n');
  assert.deepEqual(
    lines.filter((line) => /^message-id/i.test(line)),
    ['Message-ID: <0000-guid@ex1.contoso.com>'],
  );
});

const directory = (address: string): string | null =>
  address.toLowerCase() === 'chris@contoso.com' ? 'Chris Grün' : null;
const names: readonly (readonly [string, string])[] = [
  ['chris@contoso.com', '=?utf-8?B?Q2hyaXMgR3LDvG4=?= <chris@contoso.com>'],
  ['"Printer 3" <Chris@Contoso.com>', '=?utf-8?B?Q2hyaXMgR3LDvG4=?= <Chris@Contoso.com>'],
  ['Someone <other@contoso.com>', 'Someone <other@contoso.com>'],
  ['"A, B" <x@y.z>, chris@contoso.com', '"A, B" <x@y.z>, =?utf-8?B?Q2hyaXMgR3LDvG4=?= <chris@contoso.com>'],
  ['not an address list <', 'not an address list <'],
];
for (const [from, expected] of names) {
  test(`V24: From: ${from} of internal mail is shown as ${expected}`, () => {
    assert.ok(compose(`From: ${from}\r\n`, { displayName: directory }).includes(`From: ${expected}`));
  });
}

test('V24: without resolution From stays octet for octet', () => {
  assert.ok(compose('From:  chris@contoso.com\r\n').includes('From: chris@contoso.com'));
});

test('headerSenders: Sender speaks before From, all From mailboxes count, an unreadable field is null', () => {
  const senders = (header: string) =>
    headerSenders(parseHeader(Buffer.from(header)).fields)?.map((entry) => entry.address) ?? null;
  assert.deepEqual(senders('From: a@b\r\nSender: c@d\r\n'), ['c@d']);
  assert.deepEqual(senders('From: a@b, c@d\r\nFrom: e@f\r\n'), ['a@b', 'c@d', 'e@f']);
  assert.deepEqual(senders('Subject: x\r\n'), []);
  assert.equal(senders('From: <broken\r\n'), null);
});

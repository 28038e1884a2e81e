import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate } from './date.ts';
import { makeTextField } from './header.ts';
import { newMessageId, readMessageId } from './message-id.ts';
import { formatReceived, isReceivedBy, type ReceivedFacts } from './received.ts';

const FACTS: ReceivedFacts = {
  helo: 'printer.contoso.com',
  clientIp: '192.168.5.10',
  by: 'ex1.contoso.com',
  serverIp: '10.1.1.1',
  product: 'Postern',
  version: '0.1.0',
  tls: null,
  viaFrontend: true,
  at: Date.UTC(2026, 10, 24, 8, 5, 9),
  offsetMinutes: 0,
};

const unfolded = (facts: ReceivedFacts): string => makeTextField('Received', formatReceived(facts)).value();

test('The Received field has the shape of mail-flow.md §12.1', () => {
  assert.equal(
    unfolded(FACTS),
    'from printer.contoso.com (192.168.5.10) by ex1.contoso.com (10.1.1.1) with Postern SMTP Server id 0.1.0 via Frontend Transport; Tue, 24 Nov 2026 08:05:09 +0000',
  );
});

test('A TLS session names version and cipher', () => {
  const tls = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
  assert.match(
    unfolded({ ...FACTS, tls, viaFrontend: false }),
    /Server \(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384\) id 0\.1\.0; /,
  );
});

test('HELO text cannot open a clause of its own', () => {
  const value = unfolded({ ...FACTS, helo: 'x (a) by evil;\t' });
  assert.ok(value.startsWith('from x__a__by_evil__ (192.168.5.10) by ex1.contoso.com'));
  assert.equal(isReceivedBy(value, ['evil']), false);
});

test('A session without a name is named by its address', () => {
  assert.ok(unfolded({ ...FACTS, helo: '' }).startsWith('from 192.168.5.10 ('));
});

const byHosts: readonly (readonly [string, boolean])[] = [
  ['from a by EX1.contoso.com with SMTP; date', true],
  ['by ex1.contoso.com', true],
  ['from a (b by ex1.contoso.com) by other', false],
  ['from "x by ex1.contoso.com" by other', false],
  ['from by (1.2.3.4) by ex1.contoso.com (10.1.1.1)', true],
  ['from a by other; by ex1.contoso.com', false],
  ['from a by ex1.contoso.com.evil.example', false],
  ['', false],
];
for (const [value, expected] of byHosts) {
  test(`Is "${value}" a hop of ours: ${expected}`, () =>
    assert.equal(isReceivedBy(value, ['ex1.contoso.com']), expected));
}

test('RFC 5322 §3.3: the date has no leading zero on the day and a numeric zone', () => {
  assert.equal(formatDate(Date.UTC(2016, 7, 5, 23, 24, 41), -420), 'Fri, 5 Aug 2016 16:24:41 -0700');
  assert.equal(formatDate(Date.UTC(2026, 0, 1, 0, 0, 0), 570), 'Thu, 1 Jan 2026 09:30:00 +0930');
});

const messageIds: readonly (readonly [string, string | null])[] = [
  ['<a@b>', '<a@b>'],
  [' (c) <a@b> ', '<a@b>'],
  ['a@b', '<a@b>'],
  ['', null],
  ['<>', null],
  ['<a b@c>', null],
  ['<a\u00e9@c>', null],
  ['a> <b', null],
  [`<${'x'.repeat(998)}>`, null],
];
for (const [value, expected] of messageIds) {
  test(`The message-id in ${JSON.stringify(value.slice(0, 20))} is ${expected}`, () =>
    assert.equal(readMessageId(value), expected));
}

test('A message without an id gets one of our own', () => {
  assert.equal(newMessageId('guid', 'ex1.contoso.com'), '<guid@ex1.contoso.com>');
});

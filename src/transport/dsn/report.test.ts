import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directoryOf, pending, snapshotWith } from '../../../test/support/delivery-harness.ts';
import { AT, type Report, reported, reportsOn } from '../../../test/support/dsn-reader.ts';
import type { MessageFacts } from '../../queue/message.ts';

test('mail-flow.md §5.3: a failed DSN has the documented header, three parts and the original without internal fields', async () => {
  const [report] = await reportsOn([reported('kate@fabrikam.com')]);
  assert.ok(report !== undefined);
  const { header, parts, facts } = report;
  assert.deepEqual(report.recipients, ['sender@client.example']);
  assert.equal(facts.reversePath, null);
  assert.equal(facts.sourceName, 'DSN');
  assert.equal(facts.relatedMessageId, '<1@client.example>');
  assert.equal(header.get('from'), 'postmaster@contoso.com');
  assert.equal(header.get('to'), 'sender@client.example');
  assert.equal(header.get('subject'), 'Undeliverable: Test');
  assert.equal(header.get('auto-submitted'), 'auto-replied');
  assert.equal(header.get('in-reply-to'), '<1@client.example>');
  assert.equal(header.get('references'), '<1@client.example>');
  assert.equal(header.get('x-ms-exchange-message-is-ndr'), '');
  assert.equal(header.get('message-id'), facts.messageId);
  assert.match(header.get('content-type') ?? '', /^multipart\/report; report-type=delivery-status;/);
  assert.deepEqual(
    parts.map((part) => part.header.get('content-type')?.replace(/;.*/, '')),
    ['multipart/alternative', 'message/delivery-status', 'message/rfc822'],
  );
  assert.equal(parts[2]?.body, 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n');
});

test('mail-flow.md §5.3: the text names recipients, generating server, the reply and the original header', async () => {
  const [report] = await reportsOn([
    reported('kate@fabrikam.com'),
    reported('joe@fabrikam.com', { remoteMta: '' }),
  ]);
  const text = report?.texts[0] ?? '';
  assert.ok(
    text.startsWith('Delivery has failed to these recipients or groups:\r\n\r\nkate@fabrikam.com\r\n'),
  );
  assert.ok(
    text.includes(
      '\r\nDiagnostic information for administrators:\r\n\r\nGenerating server: ex1.contoso.com\r\n',
    ),
  );
  assert.ok(text.includes("\r\nkate@fabrikam.com\r\nRemote Server returned '550 5.1.1 User unknown'\r\n"));
  assert.ok(text.includes('\r\nOriginal message headers:\r\n\r\nSubject: Test\r\n'));
  assert.ok(!text.includes('AuthAs'));
});

test('RFC 3464 §2: the status part has one group for the message and one for each recipient', async () => {
  const recipient = pending('kate@fabrikam.com');
  const renamed = { ...recipient, parameters: { notify: [], orcpt: 'rfc822;k+2Bt@contoso.com' } };
  const [report] = await reportsOn(
    [reported('kate@fabrikam.com', { recipient: renamed }), reported('joe@fabrikam.com', { remoteMta: '' })],
    { parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: 'QQ+2b314', auth: null } },
  );
  const groups = (report?.parts[1]?.body ?? '').trimEnd().split('\r\n\r\n');
  assert.equal(groups.length, 3);
  assert.match(
    groups[0] ?? '',
    /^Reporting-MTA: dns;ex1\.contoso\.com\r\nReceived-From-MTA: dns;client\.example\r\nArrival-Date: .*\r\nOriginal-Envelope-Id: QQ\+314$/,
  );
  assert.equal(
    groups[1],
    'Original-Recipient: rfc822;k+t@contoso.com\r\nFinal-Recipient: rfc822;kate@fabrikam.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp;550 5.1.1 User unknown\r\nRemote-MTA: dns;mx.fabrikam.com',
  );
  assert.ok(groups[2]?.endsWith('Diagnostic-Code: smtp;550 5.1.1 User unknown'));
});

test('RFC 3464 §2.3.9, §2.4: Will-Retry-Until is in reports of delays alone; fields of our own begin with X-', async () => {
  const directory = { ...directoryOf([]), displayName: () => 'Kate' };
  const reports = [
    reported('kate@fabrikam.com', { action: 'failed' }),
    reported('joe@fabrikam.com', { action: 'delayed' }),
  ];
  const expiresAt = AT + 3_600_000;
  const [failed, delayed] = await reportsOn(reports, { expiresAt }, { directory });
  const until = (report: Report | undefined): string | undefined =>
    report?.parts[1]?.body.match(/^Will-Retry-Until: (.*)(?=\r$)/m)?.[1];
  assert.equal(until(failed), undefined);
  assert.equal(Date.parse(until(delayed) ?? ''), expiresAt);
  const known =
    /^(?:Reporting-MTA|Received-From-MTA|Arrival-Date|Final-Recipient|Action|Status|Diagnostic-Code|Remote-MTA|Will-Retry-Until): /;
  const others = (delayed?.parts[1]?.body ?? '')
    .split('\r\n')
    .filter((line) => line !== '' && !known.test(line));
  assert.deepEqual(others, ['X-Display-Name: Kate']);
});

test('RFC 3461 §9.3: a remote host without a name is named by its address in brackets', async () => {
  const hosts = ['192.0.2.1', '2001:db8::1', 'mx.fabrikam.com'];
  const [report] = await reportsOn(hosts.map((remoteMta) => reported('kate@fabrikam.com', { remoteMta })));
  assert.deepEqual(report?.parts[1]?.body.match(/^Remote-MTA: .*(?=\r$)/gm), [
    'Remote-MTA: dns;[192.0.2.1]',
    'Remote-MTA: dns;[IPv6:2001:db8::1]',
    'Remote-MTA: dns;mx.fabrikam.com',
  ]);
});

test('RFC 5321 §4.5.5: nothing is reported to the null sender', async () => {
  assert.deepEqual(await reportsOn([reported('kate@fabrikam.com')], { reversePath: null }), []);
});

const ATTACHMENTS: readonly (readonly [rule: string, facts: Partial<MessageFacts>, type: string])[] = [
  [
    'RET=HDRS',
    { parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: 'HDRS', envid: null, auth: null } },
    'text/rfc822-headers',
  ],
  [
    'RET=FULL',
    { parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: 'FULL', envid: null, auth: null } },
    'message/rfc822',
  ],
  ['an original over 10 MB', { sizeBytes: 10_485_761 }, 'text/rfc822-headers'],
  [
    'a binary original',
    { parameters: { size: null, body: 'BINARYMIME', smtpUtf8: false, ret: null, envid: null, auth: null } },
    'text/rfc822-headers',
  ],
  [
    'an SMTPUTF8 original',
    { parameters: { size: null, body: '8BITMIME', smtpUtf8: true, ret: null, envid: null, auth: null } },
    'message/global',
  ],
];

for (const [rule, facts, type] of ATTACHMENTS) {
  test(`${rule} is attached as ${type}`, async () => {
    const [report] = await reportsOn([reported('kate@fabrikam.com')], facts);
    assert.equal(report?.parts[2]?.header.get('content-type'), type);
  });
}

test('failures, delays and successes come in reports of their own', async () => {
  const reports = await reportsOn([
    reported('a@x.example'),
    reported('b@x.example', { action: 'delayed', status: '4.4.7' }),
    reported('c@x.example', { action: 'relayed', status: '2.0.0' }),
  ]);
  assert.deepEqual(
    reports.map(({ header }) => header.get('subject')),
    ['Undeliverable: Test', 'Delivery delayed: Test', 'Relayed: Test'],
  );
  assert.deepEqual(
    reports.map(({ parts }) => parts[2]?.header.get('content-type')),
    ['message/rfc822', 'text/rfc822-headers', 'text/rfc822-headers'],
  );
});

test('text of others cannot begin a field or a part of its own', async () => {
  const [report] = await reportsOn(
    [reported('kate@fabrikam.com', { diagnostic: '550 no\r\nStatus: 2.0.0\r\n\r\n--x' })],
    { subject: 'a\r\nBcc: all@fabrikam.com' },
  );
  assert.equal(report?.header.get('bcc'), undefined);
  assert.equal(report?.parts.length, 3);
  assert.equal((report.parts[1]?.body.match(/^Status: /gm) ?? []).length, 1);
});

test('a subject beyond US-ASCII and an 8-bit original keep their characters', async () => {
  const [report] = await reportsOn(
    [reported('kate@fabrikam.com')],
    {
      subject: 'Größe',
      parameters: { size: null, body: '8BITMIME', smtpUtf8: false, ret: null, envid: null, auth: null },
    },
    { content: 'Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\nX-Note: ü\r\n\r\nGröße\r\n' },
  );
  assert.match(report?.header.get('subject') ?? '', /^=\?utf-8\?B\?/);
  assert.equal(report?.facts.parameters.body, '8BITMIME');
  assert.ok(report.texts[0]?.includes('X-Note: ü'));
  assert.ok(report.parts[2]?.body.endsWith('Größe\r\n'));
});

test('From: ExternalPostmasterAddress, else the default accepted domain, else this server', async () => {
  const base = snapshotWith();
  const configured = {
    ...base,
    transportConfig: { ...base.transportConfig, externalPostmasterAddress: 'help@contoso.com' },
  };
  const [first] = await reportsOn([reported('a@x.example')], {}, { snapshot: configured });
  assert.equal(first?.header.get('from'), 'help@contoso.com');
  const [second] = await reportsOn(
    [reported('a@x.example')],
    {},
    { snapshot: snapshotWith({ acceptedDomains: [] }) },
  );
  assert.equal(second?.header.get('from'), 'postmaster@ex1.contoso.com');
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { directoryOf, pending, snapshotWith } from '../../../test/support/delivery-harness.ts';
import { AT, reported, reportsOn } from '../../../test/support/dsn-reader.ts';
import type { DsnSettings } from '../../config/organization.ts';
import type { LocalMailbox } from '../../config/recipient.ts';
import { defaultRemoteDomain, type RemoteDomain } from '../../config/remote-domain.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';

const BASE = snapshotWith();

function withDsn(side: 'externalDsn' | 'internalDsn', changes: Partial<DsnSettings>): ConfigSnapshot {
  const { transportConfig } = BASE;
  return {
    ...BASE,
    transportConfig: { ...transportConfig, [side]: { ...transportConfig[side], ...changes } },
  };
}

function withRemote(changes: Partial<RemoteDomain>): ConfigSnapshot {
  return { ...BASE, remoteDomains: [{ ...defaultRemoteDomain({ guid: 'd', now: '' }), ...changes }] };
}

const INTERNAL = { reversePath: { local: 'chris', domain: 'contoso.com' } };
const FAILED = [reported('kate@fabrikam.com')];
const DELAYED = [reported('kate@fabrikam.com', { action: 'delayed', status: '4.4.7' })];

describe('mail-flow.md §5.2: settings for internal and external senders', () => {
  test('DelayDsnEnabled $false stops delay notices of its side alone', async () => {
    const snapshot = withDsn('externalDsn', { delayDsnEnabled: false });
    assert.equal((await reportsOn(DELAYED, {}, { snapshot })).length, 0);
    assert.equal((await reportsOn(DELAYED, INTERNAL, { snapshot })).length, 1);
    assert.equal((await reportsOn(FAILED, {}, { snapshot })).length, 1);
  });

  test('DsnSendHtml $false leaves plain text alone', async () => {
    const [report] = await reportsOn(FAILED, {}, { snapshot: withDsn('externalDsn', { sendHtml: false }) });
    assert.match(report?.parts[0]?.header.get('content-type') ?? '', /^text\/plain/);
    assert.equal(report?.texts.length, 1);
  });

  test('DsnReportingAuthority is the Reporting-MTA and the generating server', async () => {
    const snapshot = withDsn('internalDsn', { reportingAuthority: 'contoso.com' });
    const [report] = await reportsOn(FAILED, INTERNAL, { snapshot });
    assert.ok(report !== undefined);
    assert.ok(report.parts[1]?.body.startsWith('Reporting-MTA: dns;contoso.com\r\n'));
    assert.ok(report.texts[0]?.includes('Generating server: contoso.com\r\n'));
  });

  for (const [max, type] of [
    [0, 'text/rfc822-headers'],
    [100, 'text/rfc822-headers'],
    [10_000, 'message/rfc822'],
  ] as const) {
    test(`DsnMaxMessageAttachSize ${max}: the original is attached as ${type}`, async () => {
      const snapshot = withDsn('externalDsn', { maxMessageAttachSize: max });
      const [report] = await reportsOn(FAILED, { sizeBytes: 150 }, { snapshot });
      assert.equal(report?.parts[2]?.header.get('content-type'), type);
    });
  }
});

const LANGUAGES: readonly (readonly [header: string, settings: Partial<DsnSettings>, tag: string])[] = [
  ['Accept-Language: ja-JP, en-US', {}, 'ja-JP'],
  ['Accept-Language: fr, en;q=0.4, ja;q=0.8', {}, 'ja-JP'],
  ['Accept-Language: ja;q=0, en', { defaultLanguage: 'ja' }, 'en-US'],
  ['Content-Language: ja', {}, 'ja-JP'],
  ['Accept-Language: fr', { defaultLanguage: 'ja-JP' }, 'ja-JP'],
  ['Accept-Language: en', { defaultLanguage: 'ja-JP', languageDetectionEnabled: false }, 'ja-JP'],
  ['X-Other: 1', {}, 'en-US'],
];

describe('mail-flow.md §5.2: the language of a report', () => {
  for (const [header, settings, tag] of LANGUAGES) {
    test(`${header}, ${JSON.stringify(settings)}: ${tag}`, async () => {
      const content = `${header}\r\nSubject: Test\r\n\r\nHello\r\n`;
      const snapshot = withDsn('externalDsn', settings);
      const [report] = await reportsOn(FAILED, {}, { content, snapshot });
      assert.equal(report?.header.get('content-language'), tag);
    });
  }

  test('Japanese has its own words and keeps the answer of the remote host', async () => {
    const content = 'Accept-Language: ja\r\nSubject: Test\r\n\r\nHello\r\n';
    const [report] = await reportsOn(FAILED, {}, { content });
    assert.match(report?.header.get('subject') ?? '', /^=\?utf-8\?B\?/);
    const [plain = '', html = ''] = report?.texts ?? [];
    assert.ok(
      plain.startsWith('次の受信者またはグループへの配信に失敗しました:\r\n\r\nkate@fabrikam.com\r\n'),
    );
    assert.ok(plain.includes("リモート サーバーが '550 5.1.1 User unknown' を返しました"));
    assert.ok(html.includes('<html lang="ja-JP">'));
    assert.match(html, /^[\x20-\x7e\r\n\t]*$/);
  });
});

describe('Exchange: Set-RemoteDomain', () => {
  const delivered = [reported('kate@fabrikam.com', { action: 'delivered', status: '2.1.5' })];
  for (const [changes, reports, count] of [
    [{ ndrEnabled: false }, FAILED, 0],
    [{ ndrEnabled: false }, DELAYED, 0],
    [{ ndrEnabled: false }, delivered, 1],
    [{ deliveryReportEnabled: false }, delivered, 0],
    [{ deliveryReportEnabled: false }, FAILED, 1],
  ] as const) {
    test(`${JSON.stringify(changes)}: ${reports[0]?.action ?? ''} makes ${count} reports outside, 1 inside`, async () => {
      const snapshot = withRemote(changes);
      assert.equal((await reportsOn(reports, {}, { snapshot })).length, count);
      assert.equal((await reportsOn(reports, INTERNAL, { snapshot })).length, 1);
    });
  }

  test('NDRDiagnosticInfoEnabled $false: neither diagnostics nor the servers of the original', async () => {
    const snapshot = withRemote({ ndrDiagnosticInfoEnabled: false });
    const [report] = await reportsOn(FAILED, {}, { snapshot });
    assert.ok(!/Diagnostic|Generating server|Original message/.test(report?.texts.join('') ?? 'Diagnostic'));
    assert.equal(report?.parts[2]?.body, 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n');
  });
});

describe('bounds and safety', () => {
  test('text of others is no mark-up in the HTML part', async () => {
    const [report] = await reportsOn([
      reported('kate@fabrikam.com', { diagnostic: '550 <script>alert(1)</script> & "x"' }),
    ]);
    const html = report?.texts[1] ?? '';
    assert.ok(html.includes('550 &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;'));
    assert.ok(!html.includes('<script'));
  });

  test('a report on 5,000 recipients names a hundred in its text and all of them in its status part', async () => {
    const [report] = await reportsOn(
      Array.from({ length: 5000 }, (_none, index) => reported(`u${index}@fabrikam.com`)),
    );
    assert.ok(report !== undefined);
    const [text = ''] = report.texts;
    assert.ok(text.includes('and 4900 more'));
    assert.ok(!text.includes('u100@'));
    assert.equal(report.parts[1]?.body.match(/^Final-Recipient: /gm)?.length, 5000);
  });

  test('a report about mail that waited has the last answer with its time and host', async () => {
    const waited = {
      ...pending('kate@fabrikam.com'),
      lastError: '451 4.7.1 Try later',
      lastAttempt: { at: AT + 3_600_000, remoteMta: 'mx.fabrikam.com' },
    };
    const expired = {
      status: '4.4.7',
      diagnostic: '550 4.4.7 QUEUE.Expired; message expired',
      remoteMta: '',
    };
    const [first] = await reportsOn([{ ...reported('kate@fabrikam.com'), recipient: waited, ...expired }]);
    assert.match(
      first?.texts[0] ?? '',
      /Remote Server returned '550 4\.4\.7 QUEUE\.Expired; message expired'\r\n.* - Remote Server at mx\.fabrikam\.com returned '451 4\.7\.1 Try later'/,
    );
  });

  test('Exchange: GenerateCopyOfDSNFor sends a copy to the postmaster, where a mailbox takes it', async () => {
    const postmaster: LocalMailbox = {
      kind: 'mailbox',
      guid: 'p',
      name: 'Postmaster',
      alias: 'postmaster',
      displayName: 'Postmaster',
      emailAddresses: ['postmaster@contoso.com'],
      whenCreated: '',
      whenChanged: '',
    };
    const loop = [reported('kate@fabrikam.com', { status: '5.4.6' })];
    const directory = directoryOf([postmaster]);
    const sender = 'sender@client.example';
    const [copied] = await reportsOn(loop, {}, { directory });
    assert.deepEqual(copied?.recipients, [sender, 'postmaster@contoso.com']);
    assert.deepEqual((await reportsOn(loop))[0]?.recipients, [sender]);
    assert.deepEqual((await reportsOn(FAILED, {}, { directory }))[0]?.recipients, [sender]);
  });
});

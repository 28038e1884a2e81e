import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { DEFAULT_TRANSPORT_CONFIG } from '../../../src/config/defaults.ts';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import type { Revocations } from '../../../src/net/revocations.ts';
import { authority, certificateOf, contextOf, issue } from '../../support/certificates.ts';
import type { Issued } from '../../support/certificates.ts';
import {
  pending,
  resolverOf,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
const CA = authority('Inside CA');
const RELAY = issue(['relay.contoso.com'], { issuer: CA });
const resolver = resolverOf({
  addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '127.0.0.1' }] }),
});

/** What became of a message to a sink with that certificate: `tls`, `clear`, or why it waits. */
async function outcome(
  server: Issued,
  connector: Partial<SendConnector>,
  snapshot: Partial<ConfigSnapshot> = {},
  extensions: readonly string[] = ['STARTTLS'],
): Promise<string> {
  const sink = await startSmtpSink({ extensions, tls: contextOf(server) });
  const made = sendConnector({
    port: sink.port,
    smartHosts: ['relay.contoso.com'],
    requireTLS: true,
    ...connector,
  });
  const harness = startHarness(snapshotWith({ sendConnectors: [made], ...snapshot }), {
    resolver,
    dialer: createDialer(() => [CA.certificatePem], isTakenBack),
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await until(() => harness.events.length > 0, 'an outcome');
  const [message] = sink.messages;
  const why = harness.events[0]?.recipientStatus.join() ?? '';
  await harness.stop();
  await sink.close();
  return message === undefined ? why : message.tls ? 'tls' : 'clear';
}

const TAKEN_BACK = issue(['relay.contoso.com'], { issuer: CA });
const isTakenBack: Revocations = ({ fingerprint256 }) =>
  fingerprint256 === new X509Certificate(TAKEN_BACK.certificatePem).fingerprint256;
const SELF_SIGNED = issue(['relay.contoso.com']);
const EXPIRED = issue(['relay.contoso.com'], { issuer: CA, notAfter: Date.now() - 3_600_000 });
const DOMAIN_OF_RELAY = { tlsAuthLevel: 'DomainValidation', tlsDomain: 'relay.contoso.com' } as const;
const DOMAIN = { tlsAuthLevel: 'DomainValidation' } as const;

const CASES: readonly (readonly [
  rule: string,
  server: Issued,
  connector: Partial<SendConnector>,
  expect: RegExp,
])[] = [
  ['EncryptionOnly ignores a bad certificate', EXPIRED, { tlsAuthLevel: 'EncryptionOnly' }, /^tls$/],
  ['CertificateValidation: a trusted authority', RELAY, { tlsAuthLevel: 'CertificateValidation' }, /^tls$/],
  [
    'CertificateValidation: self-signed waits',
    SELF_SIGNED,
    { tlsAuthLevel: 'CertificateValidation' },
    /not trusted/,
  ],
  [
    'CertificateValidation: expired waits',
    EXPIRED,
    { tlsAuthLevel: 'CertificateValidation' },
    /not trusted: CERT_HAS_EXPIRED/,
  ],
  ['DomainValidation: the name is TlsDomain', RELAY, { ...DOMAIN, tlsDomain: 'relay.contoso.com' }, /^tls$/],
  ['DomainValidation: a wildcard TlsDomain', RELAY, { ...DOMAIN, tlsDomain: '*.contoso.com' }, /^tls$/],
  [
    'DomainValidation: another name waits',
    RELAY,
    { ...DOMAIN, tlsDomain: 'other.contoso.com' },
    /does not name other/,
  ],
  [
    'DomainValidation: the chain counts too',
    SELF_SIGNED,
    { ...DOMAIN, tlsDomain: 'relay.contoso.com' },
    /not trusted/,
  ],
  [
    'CertificateValidation asks for no name',
    issue(['another.example'], { issuer: CA }),
    { tlsAuthLevel: 'CertificateValidation' },
    /^tls$/,
  ],
];

for (const [rule, server, connector, expect] of CASES) {
  test(`mail-flow.md §3.6: ${rule}`, async () => {
    assert.match(await outcome(server, connector), expect);
  });
}

/** mail-flow.md §3.6, row by row: the peer offers STARTTLS, it does not, its certificate is bad. */
const ROWS: readonly (readonly [
  settings: string,
  connector: Partial<SendConnector>,
  ...what: readonly ['tls' | 'clear', 'clear' | 'waits', 'tls' | 'clear' | 'waits'],
])[] = [
  ['defaults', { requireTLS: false }, 'tls', 'clear', 'tls'],
  ['IgnoreSTARTTLS', { requireTLS: false, ignoreSTARTTLS: true }, 'clear', 'clear', 'clear'],
  ['RequireTLS', {}, 'tls', 'waits', 'tls'],
  ['EncryptionOnly', { tlsAuthLevel: 'EncryptionOnly' }, 'tls', 'waits', 'tls'],
  ['CertificateValidation', { tlsAuthLevel: 'CertificateValidation' }, 'tls', 'waits', 'waits'],
  ['DomainValidation', DOMAIN_OF_RELAY, 'tls', 'waits', 'waits'],
];

for (const [settings, connector, offered, notOffered, bad] of ROWS) {
  test(`mail-flow.md §3.6, the row ${settings}`, async () => {
    const what = (text: string): string => (text === 'tls' || text === 'clear' ? text : 'waits');
    assert.equal(what(await outcome(RELAY, connector)), offered);
    assert.equal(what(await outcome(RELAY, connector, {}, [])), notOffered);
    assert.equal(what(await outcome(EXPIRED, connector)), bad);
  });
}

test('mail-flow.md §3.6: a certificate that was revoked counts where the chain does, and only there', async () => {
  const level = { tlsAuthLevel: 'CertificateValidation' } as const;
  assert.match(await outcome(TAKEN_BACK, level), /the certificate was revoked by its authority/);
  assert.match(await outcome(TAKEN_BACK, DOMAIN_OF_RELAY), /the certificate was revoked by its authority/);
  assert.equal(await outcome(TAKEN_BACK, { tlsAuthLevel: 'EncryptionOnly' }), 'tls');
});

test('TlsCertificateName: a server that asks is shown the named certificate, whose authority it may check', async () => {
  const ours = certificateOf(
    issue(['ex1.contoso.com'], { issuer: CA, subject: 'CN=ex1.contoso.com, O=Contoso' }),
  );
  const tls = contextOf(RELAY, [CA.certificatePem]);
  const shown: string[] = [];
  const sink = await startSmtpSink({
    extensions: ['STARTTLS'],
    tls,
    onClientCertificate: (cn) => shown.push(cn),
  });
  const connector = sendConnector({
    port: sink.port,
    smartHosts: ['relay.contoso.com'],
    tlsCertificateName: '<I>CN=Inside CA<S>CN=ex1.contoso.com, O=Contoso',
  });
  const harness = startHarness(snapshotWith({ sendConnectors: [connector], certificates: [ours] }), {
    resolver,
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.deepEqual(shown, ['ex1.contoso.com']);
  await harness.stop();
  await sink.close();
});

test('DomainSecureEnabled: a listed domain needs TLS and a certificate of that domain, others do not', async () => {
  const listed = {
    transportConfig: { ...DEFAULT_TRANSPORT_CONFIG, tlsSendDomainSecureList: ['fabrikam.com'] },
  };
  const secure = {
    requireTLS: false,
    domainSecureEnabled: true,
    dnsRoutingEnabled: false,
    addressSpaces: [{ type: 'SMTP', domain: 'fabrikam.com', cost: 1 }],
  };
  // A queue of a smart host bears the host's name, so the domain is that of the queue here.
  const named = { ...secure, smartHosts: ['fabrikam.com'] };
  assert.match(await outcome(issue(['fabrikam.com'], { issuer: CA }), named, listed), /^tls$/);
  assert.match(await outcome(RELAY, named, listed), /does not name fabrikam\.com/);
  assert.match(await outcome(issue(['fabrikam.com']), named, listed), /not trusted/);
  assert.match(await outcome(SELF_SIGNED, named), /^tls$/);
});

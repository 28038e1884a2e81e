import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { DEFAULT_TRANSPORT_CONFIG } from '../../../src/config/defaults.ts';
import type { Certificate } from '../../../src/config/certificate.ts';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { authority, certificateOf, contextOf, issue } from '../../support/certificates.ts';
import {
  pending,
  resolverOf,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

/** Sending with domain security: `Set-SendConnector -DomainSecureEnabled` and `Set-TransportConfig
 *  -TLSSendDomainSecureList`, to the host that DNS gives. mail-flow.md §3.1, §11.3 */

const CA = authority('Partner CA');
const EX1 = issue(['ex1.contoso.com'], { issuer: CA });
const OURS = certificateOf(EX1);

const resolver = resolverOf({
  mx: async () => ({ kind: 'found', records: [{ preference: 10, exchange: 'mx.fabrikam.com' }] }),
  addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '192.0.2.1' }] }),
});

type Given = Readonly<{
  server: SecureContext;
  extensions?: readonly string[];
  connector?: Partial<SendConnector>;
  listed?: readonly string[];
  certificates?: readonly Certificate[];
  /** The server asks for our certificate, and takes mail only from a client that shows this name. */
  wants?: string;
}>;

/** What became of one message: `tls`, `clear`, or why it waits or fails; and whether it still waits. */
async function outcome(given: Given): Promise<Readonly<{ what: string; waits: boolean }>> {
  const { server, wants, extensions = ['STARTTLS'], listed = ['fabrikam.com'] } = given;
  const shown: string[] = [];
  const sink = await startSmtpSink({
    extensions,
    tls: server,
    ...(wants === undefined ? {} : { onClientCertificate: (name) => shown.push(name) }),
    reply: (line) =>
      line.startsWith('MAIL') && wants !== undefined && !shown.includes(wants)
        ? `454 4.7.5 ${shown.join()} is not ${wants}`
        : null,
  });
  const connector = sendConnector({
    addressSpaces: [{ type: 'SMTP', domain: 'fabrikam.com', cost: 1 }],
    dnsRoutingEnabled: true,
    smartHosts: [],
    domainSecureEnabled: true,
    mtaStsMode: 'None',
    smtpDaneMode: 'None',
    ...given.connector,
  });
  const real = createDialer(() => [CA.certificatePem]);
  const snapshot = snapshotWith({
    sendConnectors: [connector],
    certificates: given.certificates ?? [OURS],
    transportConfig: { ...DEFAULT_TRANSPORT_CONFIG, tlsSendDomainSecureList: listed },
  });
  const harness = startHarness(snapshot, {
    resolver,
    dialer: {
      dial: async (target, signal) =>
        await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal),
    },
  });
  await harness.send('Subject: Test\r\n\r\nHello\r\n', [pending('kate@fabrikam.com')]);
  await until(() => harness.events.length > 0, 'an outcome');
  const [message] = sink.messages;
  const why = harness.events[0]?.recipientStatus.join() ?? '';
  const waits = harness.events[0]?.eventId === 'DEFER' && harness.store.stats().messages === 1;
  await harness.stop();
  await sink.close();
  return { what: message === undefined ? why : message.tls ? 'tls' : 'clear', waits };
}

const RIGHT = contextOf(issue(['fabrikam.com', 'mx.fabrikam.com'], { issuer: CA }));
const WILDCARD = contextOf(issue(['*.fabrikam.com'], { issuer: CA }));
const WRONG = contextOf(issue(['mx.example'], { issuer: CA }));
const HOST_ALONE = contextOf(issue(['mx.fabrikam.com'], { issuer: CA }));
const UNTRUSTED = contextOf(issue(['fabrikam.com'], { issuer: authority('Nobody') }));
const SELF_SIGNED = contextOf(issue(['fabrikam.com']));
const EXPIRED = contextOf(issue(['fabrikam.com'], { issuer: CA, notAfter: Date.now() - 3_600_000 }));
const NONE = createSecureContext({ ciphers: 'aNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' });

const WAITS: readonly (readonly [rule: string, given: Given, why: RegExp])[] = [
  ['a certificate for another name', { server: WRONG }, /does not name fabrikam\.com/],
  ['one that names the host that DNS gave, not the domain', { server: HOST_ALONE }, /does not name fabrikam/],
  ['one for hosts of the domain', { server: WILDCARD }, /does not name fabrikam\.com/],
  ['one whose authority nobody here trusts', { server: UNTRUSTED }, /not trusted/],
  ['one that the server signed itself', { server: SELF_SIGNED }, /not trusted/],
  ['one that has expired', { server: EXPIRED }, /not trusted: CERT_HAS_EXPIRED/],
  ['no certificate', { server: NONE }, /The TLS handshake failed/],
  ['no STARTTLS', { server: RIGHT, extensions: [] }, /STARTTLS is required/],
];

describe('domain security, sending: a listed domain', () => {
  it('is sent to over TLS where a trusted authority vouches for a certificate of the domain', async () => {
    assert.deepEqual(await outcome({ server: RIGHT }), { what: 'tls', waits: false });
  });

  for (const [rule, given, why] of WAITS) {
    it(`is not sent to, and the message waits: ${rule}`, async () => {
      const { what, waits } = await outcome(given);
      assert.match(what, why);
      assert.equal(waits, true);
    });
  }
});

describe('domain security, sending: our own certificate', () => {
  it('is shown to a server that asks for it: the one of our name, or the one that TlsCertificateName says', async () => {
    const out = certificateOf(issue(['out.contoso.com'], { issuer: CA }));
    const server = RIGHT;
    assert.equal((await outcome({ server, wants: 'ex1.contoso.com' })).what, 'tls');
    const connector = { tlsCertificateName: '<I>CN=Partner CA<S>CN=out.contoso.com' };
    const given = { server, connector, certificates: [OURS, out], wants: 'out.contoso.com' };
    assert.equal((await outcome(given)).what, 'tls');
  });

  it('is missing: what the server says to that is why the message waits', async () => {
    const given = { server: RIGHT, certificates: [], wants: 'ex1.contoso.com' };
    assert.match((await outcome(given)).what, /454 4\.7\.5 undefined is not ex1\.contoso\.com/);
  });
});

describe('domain security, sending: nothing is asked', () => {
  for (const [rule, change] of [
    ['of a domain that is not listed', { listed: ['contoso.net'] }],
    ['where only a subdomain is listed', { listed: ['sales.fabrikam.com'] }],
    ['by a connector without DomainSecureEnabled', { connector: { domainSecureEnabled: false } }],
  ] as const) {
    it(rule, async () => {
      assert.equal((await outcome({ server: SELF_SIGNED, ...change })).what, 'tls');
      assert.equal((await outcome({ server: SELF_SIGNED, extensions: [], ...change })).what, 'clear');
    });
  }
});

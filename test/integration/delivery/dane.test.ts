import assert from 'node:assert/strict';
import { X509Certificate, createHash } from 'node:crypto';
import { test } from 'node:test';
import type { TlsaData } from 'dns-packet';
import type { DnssecTrust } from '../../../src/config/organization.ts';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { createResolver } from '../../../src/net/resolver.ts';
import type { Observation } from '../../../src/transport/events.ts';
import type { MtaStsPolicies } from '../../../src/transport/mta-sts-port.ts';
import { authority, contextOf, issue } from '../../support/certificates.ts';
import type { Issued } from '../../support/certificates.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import { startDnsStub } from '../../support/dns-stub.ts';
import type { StubReply } from '../../support/dns-stub.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const CA = authority('Domain CA');
const HOST = issue(['mx.fabrikam.com']);
const BELOW = issue(['mx.fabrikam.com'], { issuer: CA });
const BELOW_OTHER = issue(['other.example'], { issuer: CA });
const BELOW_EXPIRED = issue(['mx.fabrikam.com'], { issuer: CA, notAfter: Date.now() - 1000 });

/** A certificate together with its authority, as a host has to send it for usage 2. */
function chained(leaf: Issued): Issued {
  return { ...leaf, pem: `${leaf.pem}${CA.certificatePem}` };
}

function record(usage: number, selector: number, matchingType: number, of: Issued): TlsaData {
  const certificate = new X509Certificate(of.certificatePem);
  const octets =
    selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  const digest = (name: string): Buffer => createHash(name).update(octets).digest();
  return {
    usage,
    selector,
    matchingType,
    certificate: matchingType === 0 ? octets : digest(matchingType === 1 ? 'sha256' : 'sha512'),
  };
}

type Given = Readonly<{
  certificate?: Issued;
  extensions?: readonly string[];
  tlsa: readonly TlsaData[] | 'none' | 'servfail' | 'insecure';
  insecureMx?: boolean;
  insecureAddress?: boolean;
  /** mx.fabrikam.com is an alias of this name. */
  alias?: string;
  connector?: Partial<SendConnector>;
  trust?: DnssecTrust;
  mtaSts?: MtaStsPolicies;
}>;

const ANY_RECORD = record(3, 1, 1, HOST);

function zone(given: Given): (name: string, type: string) => StubReply {
  const holder = given.alias ?? 'mx.fabrikam.com';
  return (name, type) => {
    const base = { name, ttl: 60 };
    if (type === 'MX' && name === 'fabrikam.com')
      return {
        kind: 'answers',
        answers: [{ ...base, type: 'MX', data: { preference: 10, exchange: 'mx.fabrikam.com' } }],
        secure: given.insecureMx !== true,
      };
    if (type === 'A' && name === 'mx.fabrikam.com') {
      const alias = given.alias === undefined ? [] : [{ ...base, type: 'CNAME', data: given.alias } as const];
      const address = { name: holder, ttl: 60, type: 'A', data: '192.0.2.1' } as const;
      return { kind: 'answers', answers: [...alias, address], secure: given.insecureAddress !== true };
    }
    if (type === 'TLSA' && name === `_25._tcp.${holder}`) return tlsaReply(name, given.tlsa);
    return { kind: type === 'AAAA' ? 'answers' : 'nxdomain', answers: [], secure: true };
  };
}

function tlsaReply(name: string, tlsa: Given['tlsa']): StubReply {
  if (tlsa === 'servfail') return { kind: 'servfail' };
  if (tlsa === 'none') return { kind: 'nxdomain', secure: true };
  const records = tlsa === 'insecure' ? [ANY_RECORD] : tlsa;
  const answers = records.map((data) => ({ type: 'TLSA', name, ttl: 60, data }) as const);
  return { kind: 'answers', answers, secure: tlsa !== 'insecure' };
}

/** Sends one message to a domain with those records: `tls`, `clear`, or why it waits; and what was counted. */
async function outcome(given: Given): Promise<Readonly<{ what: string; results: readonly string[] }>> {
  const { certificate = HOST, extensions = ['STARTTLS'], trust = 'Loopback' } = given;
  const sink = await startSmtpSink({ extensions, tls: contextOf(certificate) });
  const stub = await startDnsStub(zone(given));
  const resolver = createResolver({
    servers: () => [stub.server],
    dnssecTrust: () => trust,
    readSystemFile: async () => '',
    now: Date.now,
    timeoutMs: 500,
    rounds: 1,
  });
  const real = createDialer(() => []);
  const results: string[] = [];
  const tracked: string[] = [];
  const made = sendConnector({ dnsRoutingEnabled: true, smartHosts: [], ...given.connector });
  const harness = startHarness(snapshotWith({ sendConnectors: [made] }), {
    resolver,
    dialer: {
      dial: async (target, signal) =>
        await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal),
    },
    events: {
      track: (event) => tracked.push(event.recipientStatus.join()),
      protocol: () => undefined,
      observe: (one) => results.push(...resultsOf(one)),
    },
    ...(given.mtaSts === undefined ? {} : { mtaSts: given.mtaSts }),
  });
  await harness.send('Subject: Test\r\n\r\nHello\r\n', [pending('kate@fabrikam.com')]);
  await until(() => tracked.length > 0, 'an outcome');
  const [message] = sink.messages;
  await harness.stop();
  await sink.close();
  await stub.close();
  return { what: message === undefined ? (tracked[0] ?? '') : message.tls ? 'tls' : 'clear', results };
}

function resultsOf(observation: Observation): readonly string[] {
  return observation.kind === 'tlsPolicy' ? [`${observation.policy} ${observation.result ?? 'ok'}`] : [];
}

const OK = ['tlsa ok'] as const;
const CASES: readonly (readonly [rule: string, given: Given, what: RegExp, results: readonly string[]])[] = [
  ['3 1 1', { tlsa: [record(3, 1, 1, HOST)] }, /^tls$/, OK],
  ['3 0 1', { tlsa: [record(3, 0, 1, HOST)] }, /^tls$/, OK],
  ['3 1 2', { tlsa: [record(3, 1, 2, HOST)] }, /^tls$/, OK],
  ['3 0 0', { tlsa: [record(3, 0, 0, HOST)] }, /^tls$/, OK],
  [
    'a key that is rolled over: one record of several suffices',
    { tlsa: [record(3, 1, 1, CA), record(3, 1, 1, HOST)] },
    /^tls$/,
    OK,
  ],
  [
    '§3.1.1: with usage 3 neither name nor date of the certificate count',
    { tlsa: [record(3, 1, 1, BELOW_EXPIRED)], certificate: BELOW_EXPIRED },
    /^tls$/,
    OK,
  ],
  [
    'another key waits',
    { tlsa: [record(3, 1, 1, CA)] },
    /451 4\.7\.323 validation-failure: mx\.fabrikam\.com fails DANE: .*none that the TLSA records announce/,
    ['tlsa validation-failure'],
  ],
  [
    'without STARTTLS it waits',
    { tlsa: [ANY_RECORD], extensions: [] },
    /451 4\.7\.321 starttls-not-supported: /,
    ['tlsa starttls-not-supported'],
  ],
  ['2 1 1: below that authority', { tlsa: [record(2, 1, 1, CA)], certificate: chained(BELOW) }, /^tls$/, OK],
  ['2 0 1: below that authority', { tlsa: [record(2, 0, 1, CA)], certificate: chained(BELOW) }, /^tls$/, OK],
  [
    '2: the name counts',
    { tlsa: [record(2, 1, 1, CA)], certificate: chained(BELOW_OTHER) },
    /451 4\.7\.325 certificate-host-mismatch: /,
    ['tlsa certificate-host-mismatch'],
  ],
  [
    '2: the date counts',
    { tlsa: [record(2, 1, 1, CA)], certificate: chained(BELOW_EXPIRED) },
    /451 4\.7\.322 certificate-expired: /,
    ['tlsa certificate-expired'],
  ],
  [
    '2: an authority that only stands beside it did not sign it',
    { tlsa: [record(2, 1, 1, CA)], certificate: chained(HOST) },
    /451 4\.7\.323 validation-failure: /,
    ['tlsa validation-failure'],
  ],
  [
    '§2.2: records that all cannot be used ask for TLS and no more',
    { tlsa: [record(1, 1, 1, CA)] },
    /^tls$/,
    ['tlsa tlsa-invalid'],
  ],
  [
    '§2.2: and without TLS nothing is sent',
    { tlsa: [record(1, 1, 1, CA)], extensions: [] },
    /starttls-not-supported/,
    ['tlsa starttls-not-supported'],
  ],
  [
    '§2.1.2: a look-up that fails keeps mail back',
    { tlsa: 'servfail' },
    /451 4\.7\.324 dnssec-invalid: DNS query for TLSA of mx\.fabrikam\.com failed: SERVFAIL/,
    ['tlsa dnssec-invalid'],
  ],
  [
    '§2.2.1: no records: as without DANE',
    { tlsa: 'none', extensions: [] },
    /^clear$/,
    ['no-policy-found starttls-not-supported'],
  ],
  [
    'records that nobody vouches for do not count',
    { tlsa: 'insecure', certificate: BELOW },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  [
    '§2.2.1: nor those of hosts that an insecure MX record names',
    { tlsa: [record(3, 1, 1, CA)], insecureMx: true },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  [
    '§2.2.2: nor those of hosts with an insecure address',
    { tlsa: [record(3, 1, 1, CA)], insecureAddress: true },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  ['§2.2.2: an alias is followed', { tlsa: [ANY_RECORD], alias: 'host.example' }, /^tls$/, OK],
  [
    'the word of a DNS server that is not trusted does not count',
    { tlsa: [record(3, 1, 1, CA)], trust: 'Never' },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  [
    'SmtpDaneMode None: records are not looked at',
    { tlsa: [record(3, 1, 1, CA)], connector: { smtpDaneMode: 'None' } },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  [
    'SmtpDaneMode Mandatory: nothing is sent without records',
    { tlsa: 'none', connector: { smtpDaneMode: 'Mandatory' } },
    /451 4\.7\.323 dane-required: mx\.fabrikam\.com has no TLSA records that DNSSEC vouches for/,
    ['tlsa dane-required'],
  ],
];

for (const [rule, given, what, results] of CASES) {
  test(`RFC 7672: ${rule}`, async () => {
    const found = await outcome(given);
    assert.match(found.what, what);
    assert.deepEqual(found.results, results);
  });
}

const STS_OF_ANOTHER: MtaStsPolicies = {
  policyOf: async () => ({
    policy: { mode: 'enforce', mx: ['other.example'], maxAgeMs: 1, lines: [] },
    finding: null,
  }),
};

test('RFC 8461 §2: where DANE counts, MTA-STS does not; where it does not, MTA-STS does', async () => {
  const dane = await outcome({ tlsa: [ANY_RECORD], mtaSts: STS_OF_ANOTHER });
  assert.deepEqual(dane, { what: 'tls', results: ['tlsa ok'] });
  const sts = await outcome({ tlsa: 'none', mtaSts: STS_OF_ANOTHER });
  assert.match(sts.what, /does not name mx\.fabrikam\.com/);
});

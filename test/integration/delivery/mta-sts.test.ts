import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import type { DeliveryPorts } from '../../../src/transport/delivery.ts';
import type { Observation } from '../../../src/transport/events.ts';
import { MtaStsCache } from '../../../src/transport/mta-sts-policies.ts';
import type { FetchedPolicy } from '../../../src/transport/mta-sts-port.ts';
import type { Resolver } from '../../../src/transport/resolver-port.ts';
import { authority, contextOf, issue } from '../../support/certificates.ts';
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

const CA = authority('Public CA');
const GOOD = issue(['mx.fabrikam.com'], { issuer: CA });
const OTHER_NAME = issue(['other.fabrikam.com'], { issuer: CA });
const SELF_SIGNED = issue(['mx.fabrikam.com']);

function policyText(mode: string, mx = 'mx.fabrikam.com'): string {
  return `version: STSv1\nmode: ${mode}\nmx: ${mx}\nmax_age: 604800\n`;
}

function published(id: string | null): Resolver {
  return resolverOf({
    mx: async () => ({ kind: 'found', records: [{ preference: 10, exchange: 'mx.fabrikam.com' }] }),
    addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '192.0.2.1' }] }),
    txt: async (name) =>
      id !== null && name === '_mta-sts.fabrikam.com'
        ? { kind: 'found', records: [`v=STSv1; id=${id};`] }
        : { kind: 'nxdomain' },
  });
}

type Given = Readonly<{
  certificate?: Issued;
  /** null: STARTTLS is not offered. */
  extensions?: readonly string[];
  policy: FetchedPolicy | string;
  connector?: Partial<SendConnector>;
}>;

type Outcome = Readonly<{ what: string; results: readonly string[]; fetches: number }>;

/** Sends one message to a domain with that policy: `tls`, `clear`, or why it waits; and what was counted. */
async function outcome(given: Given): Promise<Outcome> {
  const { certificate = GOOD, extensions = ['STARTTLS'], policy } = given;
  const sink = await startSmtpSink({ extensions, tls: contextOf(certificate) });
  let fetches = 0;
  const fetched: FetchedPolicy = typeof policy === 'string' ? { kind: 'found', text: policy } : policy;
  const fetch = async (): Promise<FetchedPolicy> => {
    fetches += 1;
    return fetched;
  };
  const mtaSts = new MtaStsCache({ fetch, now: Date.now, changed: () => undefined });
  const results: string[] = [];
  const harness = startTo(sink.port, given.connector ?? {}, {
    mtaSts,
    events: {
      track: (event) => tracked.push(event.recipientStatus.join()),
      protocol: () => undefined,
      observe: (one) => results.push(...resultsOf(one)),
    },
  });
  const tracked: string[] = [];
  await harness.send('Subject: Test\r\n\r\nHello\r\n', [pending('kate@fabrikam.com')]);
  await until(() => tracked.length > 0, 'an outcome');
  const [message] = sink.messages;
  await harness.stop();
  await sink.close();
  const what = message === undefined ? (tracked[0] ?? '') : message.tls ? 'tls' : 'clear';
  return { what, results, fetches };
}

function startTo(
  port: number,
  connector: Partial<SendConnector>,
  ports: Partial<DeliveryPorts>,
): ReturnType<typeof startHarness> {
  const real = createDialer(() => [CA.certificatePem]);
  const made = sendConnector({ dnsRoutingEnabled: true, smartHosts: [], ...connector });
  return startHarness(snapshotWith({ sendConnectors: [made] }), {
    resolver: published('a1'),
    dialer: {
      dial: async (target, signal) => await real.dial({ ...target, address: '127.0.0.1', port }, signal),
    },
    ...ports,
  });
}

function resultsOf(observation: Observation): readonly string[] {
  return observation.kind === 'tlsPolicy' ? [`${observation.policy} ${observation.result ?? 'ok'}`] : [];
}

const ENFORCE = policyText('enforce');
const FAILED: FetchedPolicy = {
  kind: 'failed',
  finding: { result: 'sts-policy-fetch-error', reason: 'answered 404' },
};

const CASES: readonly (readonly [rule: string, given: Given, what: RegExp, results: readonly string[]])[] = [
  ['enforce: a trusted certificate with the name of the host', { policy: ENFORCE }, /^tls$/, ['sts ok']],
  [
    'enforce: without STARTTLS it waits',
    { policy: ENFORCE, extensions: [] },
    /451 4\.4\.8 starttls-not-supported: mx\.fabrikam\.com fails the MTA-STS policy of fabrikam\.com/,
    ['sts starttls-not-supported'],
  ],
  [
    'enforce: an authority nobody knows',
    { policy: ENFORCE, certificate: SELF_SIGNED },
    /451 4\.4\.8 certificate-not-trusted: .*not trusted/,
    ['sts certificate-not-trusted'],
  ],
  [
    'enforce: a certificate for another name',
    { policy: ENFORCE, certificate: OTHER_NAME },
    /451 4\.4\.8 certificate-host-mismatch: .*does not name mx\.fabrikam\.com/,
    ['sts certificate-host-mismatch'],
  ],
  [
    'enforce: a host that the policy does not name is not sent to',
    { policy: policyText('enforce', '*.fabrikam.net') },
    /451 4\.4\.8 validation-failure: the MTA-STS policy of fabrikam\.com does not name mx\.fabrikam\.com/,
    ['sts validation-failure'],
  ],
  ['a wildcard names the host', { policy: policyText('enforce', '*.fabrikam.com') }, /^tls$/, ['sts ok']],
  [
    'testing: failures are counted and the message goes',
    { policy: policyText('testing'), certificate: OTHER_NAME },
    /^tls$/,
    ['sts certificate-host-mismatch'],
  ],
  [
    'testing: so it is without TLS, and with a host that is not named',
    { policy: policyText('testing', 'a.example'), extensions: [] },
    /^clear$/,
    ['sts starttls-not-supported'],
  ],
  [
    'none: as without a policy',
    { policy: policyText('none'), certificate: SELF_SIGNED },
    /^tls$/,
    ['no-policy-found ok'],
  ],
  [
    'a policy that cannot be fetched keeps no mail back',
    { policy: FAILED, extensions: [] },
    /^clear$/,
    ['no-policy-found starttls-not-supported'],
  ],
  [
    'a policy that is none keeps no mail back',
    { policy: 'version: STSv2' },
    /^tls$/,
    ['no-policy-found sts-policy-invalid'],
  ],
];

for (const [rule, given, what, results] of CASES) {
  test(`RFC 8461: ${rule}`, async () => {
    const found = await outcome(given);
    assert.match(found.what, what);
    assert.deepEqual(found.results, results);
    assert.equal(found.fetches, 1);
  });
}

test('MtaStsMode None: no policy is looked for', async () => {
  const given = { policy: ENFORCE, certificate: SELF_SIGNED, connector: { mtaStsMode: 'None' } } as const;
  assert.deepEqual(await outcome(given), { what: 'tls', results: ['no-policy-found ok'], fetches: 0 });
});

test('IgnoreSTARTTLS: the connector does not encrypt, so no policy is looked for', async () => {
  const given = { policy: ENFORCE, connector: { ignoreSTARTTLS: true } } as const;
  assert.deepEqual(await outcome(given), { what: 'clear', results: [], fetches: 0 });
});

test('a smart host is not judged by the policy of the recipients', async () => {
  const connector = { dnsRoutingEnabled: false, smartHosts: ['mx.fabrikam.com'] };
  const given = { policy: ENFORCE, certificate: SELF_SIGNED, connector };
  assert.deepEqual(await outcome(given), { what: 'tls', results: [], fetches: 0 });
});

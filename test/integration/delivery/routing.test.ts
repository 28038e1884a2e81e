import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import type { Resolver } from '../../../src/transport/resolver-port.ts';
import type { Dialer } from '../../../src/transport/dialer-port.ts';
import type { DeliveryPorts } from '../../../src/transport/delivery.ts';
import {
  pending,
  resolverOf,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { contextOf, issue } from '../../support/certificates.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
const DNS_CONNECTOR = sendConnector({ dnsRoutingEnabled: true, smartHosts: [] });

function startWith(connector: SendConnector, ports: Partial<DeliveryPorts> = {}): Harness {
  return startHarness(snapshotWith({ sendConnectors: [connector] }), ports);
}

/** Sends a message whose failure is not reported, and gives the only event's status. */
async function statusOf(harness: Harness, address = 'kate@fabrikam.com'): Promise<string> {
  await harness.send(MESSAGE, [pending(address)], { reversePath: null });
  await until(() => harness.events.length > 0, 'an event');
  const [event] = harness.events;
  return `${event?.eventId}/${event?.source} ${event?.recipientStatus.join(';')}`;
}

/** Connects to a port on loopback whatever address is asked for, and keeps the addresses. */
function dialerTo(
  port: number,
  dialed: string[],
  refuse: (address: string) => boolean = () => false,
): Dialer {
  const real = createDialer();
  return {
    async dial(target, signal) {
      dialed.push(`${target.address}:${target.port}`);
      if (refuse(target.address)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return await real.dial({ ...target, address: '127.0.0.1', port }, signal);
    },
  };
}

function dns(mx: Resolver['mx'], hosts: Readonly<Record<string, readonly string[]>>): Resolver {
  return resolverOf({
    mx,
    async addresses(host) {
      const found = hosts[host];
      if (found === undefined) return { kind: 'nxdomain' };
      return {
        kind: 'found',
        records: found.map((address) => ({ family: address.includes(':') ? 6 : 4, address })),
      };
    },
  });
}

test('DNS routing: exchanges by preference on port 25, IPv4 before IPv6, the next one when the first refuses', async () => {
  const sink = await startSmtpSink();
  const dialed: string[] = [];
  const resolver = dns(
    async () => ({
      kind: 'found',
      records: [
        { preference: 20, exchange: 'second.example' },
        { preference: 10, exchange: 'first.example' },
      ],
    }),
    { 'first.example': ['2001:db8::1', '192.0.2.1'], 'second.example': ['192.0.2.2'] },
  );
  const dialer = dialerTo(sink.port, dialed, (address) => address !== '192.0.2.2');
  const harness = startWith(DNS_CONNECTOR, { resolver, dialer });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.deepEqual(dialed, ['192.0.2.1:25', '2001:db8::1:25', '192.0.2.2:25']);
  await harness.stop();
  await sink.close();
});

test('RFC 5321 §5.1: without MX the domain itself is the host; an address literal is its own', async () => {
  const sink = await startSmtpSink();
  const dialed: string[] = [];
  const resolver = dns(async () => ({ kind: 'empty' }), { 'fabrikam.com': ['192.0.2.9'] });
  const harness = startWith(DNS_CONNECTOR, { resolver, dialer: dialerTo(sink.port, dialed) });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  await harness.send(MESSAGE, [pending('kate@[192.0.2.7]')]);
  await sink.received(2);
  assert.deepEqual(dialed, ['192.0.2.9:25', '192.0.2.7:25']);
  await harness.stop();
  await sink.close();
});

const DNS_FAILURES: readonly (readonly [rule: string, mx: Resolver['mx'], status: string])[] = [
  [
    'RFC 7505: null MX',
    async () => ({ kind: 'found', records: [{ preference: 0, exchange: '' }] }),
    'FAIL/DNS 556 5.1.10 Recipient domain accepts no mail (null MX)',
  ],
  [
    'NXDOMAIN',
    async () => ({ kind: 'nxdomain' }),
    'FAIL/DNS 550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
  ],
  [
    'our own name is the best exchange',
    async () => ({ kind: 'found', records: [{ preference: 1, exchange: 'EX1.contoso.com' }] }),
    'FAIL/ROUTING 554 5.4.6 Hop count exceeded - possible mail loop',
  ],
];

for (const [rule, mx, status] of DNS_FAILURES) {
  test(`mail-flow.md §3.7: ${rule}: ${status}`, async () => {
    const harness = startWith(DNS_CONNECTOR, { resolver: resolverOf({ mx }) });
    assert.equal(await statusOf(harness), status);
    await harness.stop();
  });
}

test('UseExternalDNSServersEnabled: names are asked of the external servers', async () => {
  const refusing = resolverOf({ mx: async () => ({ kind: 'nxdomain' }) });
  const sink = await startSmtpSink();
  const dialed: string[] = [];
  const externalResolver = dns(async () => ({ kind: 'empty' }), { 'fabrikam.com': ['192.0.2.9'] });
  const ports = { resolver: refusing, externalResolver, dialer: dialerTo(sink.port, dialed) };
  const harness = startWith({ ...DNS_CONNECTOR, useExternalDNSServersEnabled: true }, ports);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  harness.setSnapshot(snapshotWith({ sendConnectors: [DNS_CONNECTOR] }));
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
  await until(
    () => harness.events.some(({ eventId }) => eventId === 'FAIL'),
    'the internal servers know none',
  );
  assert.deepEqual(dialed, ['192.0.2.9:25']);
  await harness.stop();
  await sink.close();
});

test('SERVFAIL puts the queue in Retry', async () => {
  const resolver = resolverOf({ mx: async () => ({ kind: 'failed', reason: 'SERVFAIL' }) });
  const harness = startWith(DNS_CONNECTOR, { resolver });
  const status = await statusOf(harness);
  assert.match(
    status,
    /^DEFER\/SMTP .*451 4\.4\.3 Temporary server error\. DNS query for MX of fabrikam\.com failed: SERVFAIL/,
  );
  assert.equal(
    harness.delivery.control.queues().some((queue) => queue.status === 'Retry'),
    true,
  );
  await harness.stop();
});

test('Exchange: ErrorPolicies DowngradeDnsFailures makes NXDOMAIN transient', async () => {
  const harness = startWith({ ...DNS_CONNECTOR, errorPolicies: ['DowngradeDnsFailures'] });
  assert.match(await statusOf(harness), /^DEFER/);
  await harness.stop();
});

test('a loopback address that DNS gave is not connected to', async () => {
  const dialed: string[] = [];
  const resolver = dns(async () => ({ kind: 'empty' }), { 'fabrikam.com': ['127.0.0.9'] });
  const harness = startWith(DNS_CONNECTOR, { resolver, dialer: dialerTo(1, dialed) });
  assert.match(await statusOf(harness), /^FAIL\/ROUTING 554 5\.4\.6/);
  assert.deepEqual(dialed, []);
  await harness.stop();
});

const OWN_LISTENERS: readonly (readonly [host: string, listener: string])[] = [
  ['[127.0.0.1]', '127.0.0.1'],
  ['[127.0.0.1]', '0.0.0.0'],
  ['[127.0.0.5]', '::'],
  ['[192.0.2.10]', '0.0.0.0'],
  ['relay.contoso.com', '192.0.2.10'],
];

for (const [host, address] of OWN_LISTENERS) {
  test(`our own listener ${address} is not connected to through ${host}: 5.4.6`, async () => {
    const sink = await startSmtpSink();
    const harness = startWith(sendConnector({ smartHosts: [host], port: sink.port }), {
      resolver: dns(async () => ({ kind: 'empty' }), { 'relay.contoso.com': ['192.0.2.10'] }),
      ownListeners: () => [{ address, port: sink.port }],
      ownAddresses: () => ['192.0.2.10'],
    });
    assert.match(await statusOf(harness), /^FAIL\/ROUTING 554 5\.4\.6/);
    assert.equal(sink.connections(), 0);
    await harness.stop();
    await sink.close();
  });
}

test('a smart host on loopback at another port than ours is a next hop like any other', async () => {
  const sink = await startSmtpSink();
  const harness = startWith(sendConnector({ port: sink.port }), {
    ownListeners: () => [{ address: '127.0.0.1', port: sink.port + 1 }],
  });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  await harness.stop();
  await sink.close();
});

test('smart hosts: the next one when the first cannot be reached or does not greet with 220; it is passed over for a minute', async () => {
  const sink = await startSmtpSink();
  const dialed: string[] = [];
  const dialer = dialerTo(sink.port, dialed, (address) => address === '192.0.2.1');
  const hosts = { 'one.example': ['192.0.2.1'], 'two.example': ['192.0.2.2'] };
  const harness = startWith(
    sendConnector({
      smartHosts: ['one.example', 'two.example'],
      port: 2525,
      smtpMaxMessagesPerConnection: 1,
    }),
    { resolver: dns(async () => ({ kind: 'empty' }), hosts), dialer },
  );
  for (let count = 1; count <= 3; count += 1) {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await sink.received(count);
    await until(() => harness.delivery.status().sessions === 0, 'the session ended');
  }
  assert.deepEqual(dialed, ['192.0.2.1:2525', '192.0.2.2:2525', '192.0.2.2:2525', '192.0.2.2:2525']);
  harness.advance(60_000);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(5);
  assert.deepEqual(dialed.slice(4).includes('192.0.2.1:2525'), true);
  await harness.stop();
  await sink.close();
});

const RELAY = issue(['relay.contoso.com']);

const TLS_CASES: readonly Readonly<{
  rule: string;
  connector: Partial<SendConnector>;
  extensions: readonly string[];
  /** The message arrived: over TLS, in clear, or not at all. */
  expect: 'tls' | 'clear' | 'waits';
}>[] = [
  { rule: 'opportunistic', connector: {}, extensions: ['PIPELINING', 'STARTTLS'], expect: 'tls' },
  { rule: 'not offered', connector: {}, extensions: ['PIPELINING'], expect: 'clear' },
  { rule: 'IgnoreSTARTTLS', connector: { ignoreSTARTTLS: true }, extensions: ['STARTTLS'], expect: 'clear' },
  { rule: 'RequireTLS', connector: { requireTLS: true }, extensions: ['STARTTLS'], expect: 'tls' },
  { rule: 'RequireTLS, not offered', connector: { requireTLS: true }, extensions: [], expect: 'waits' },
  {
    rule: 'EncryptionOnly takes any certificate',
    connector: { requireTLS: true, tlsAuthLevel: 'EncryptionOnly' },
    extensions: ['STARTTLS'],
    expect: 'tls',
  },
  {
    rule: 'CertificateValidation does not take a self-signed one',
    connector: { requireTLS: true, tlsAuthLevel: 'CertificateValidation' },
    extensions: ['STARTTLS'],
    expect: 'waits',
  },
];

for (const { rule, connector, extensions, expect } of TLS_CASES) {
  test(`mail-flow.md §3.6: ${rule}: ${expect}`, async () => {
    const sink = await startSmtpSink({ extensions, tls: contextOf(RELAY) });
    const harness = startWith(sendConnector({ port: sink.port, ...connector }));
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await until(() => harness.events.length > 0, 'an outcome');
    const [message] = sink.messages;
    assert.equal(message === undefined ? 'waits' : message.tls ? 'tls' : 'clear', expect);
    if (expect === 'waits') assert.equal(harness.events[0]?.eventId, 'DEFER');
    await harness.stop();
    await sink.close();
  });
}

test('RFC 7435: a handshake that fails is followed by one session in clear', async () => {
  const sink = await startSmtpSink({
    extensions: ['STARTTLS'],
    reply: (line) => (line === 'STARTTLS' ? '220 2.0.0 ready\r\nthis is no handshake' : null),
  });
  const harness = startWith(sendConnector({ port: sink.port }));
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.equal(sink.messages[0]?.tls, false);
  assert.equal(sink.connections(), 2);
  await harness.stop();
  await sink.close();
});

test('BasicAuthRequireTLS: the certificate has to name the smart host; then AUTH LOGIN under TLS', async () => {
  const connector = {
    smartHostAuthMechanism: 'BasicAuthRequireTLS',
    authenticationCredential: { user: 'user', password: 'pass' },
    protocolLoggingLevel: 'Verbose',
  } as const;
  const hosts = { 'relay.contoso.com': ['127.0.0.1'], 'other.contoso.com': ['127.0.0.1'] };
  const resolver = dns(async () => ({ kind: 'empty' }), hosts);
  const sink = await startSmtpSink({ extensions: ['STARTTLS', 'AUTH LOGIN'], tls: contextOf(RELAY) });
  const right = startWith(
    sendConnector({ ...connector, port: sink.port, smartHosts: ['relay.contoso.com'] }),
    { resolver },
  );
  await right.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.equal(sink.messages[0]?.tls, true);
  assert.deepEqual(sink.lines.slice(2, 6), ['EHLO ex1.contoso.com', 'AUTH LOGIN', 'dXNlcg==', 'cGFzcw==']);
  assert.equal(
    right.protocol.some(({ data }) => data.includes('cGFzcw==')),
    false,
  );
  await right.stop();
  const wrong = startWith(
    sendConnector({ ...connector, port: sink.port, smartHosts: ['other.contoso.com'] }),
    { resolver },
  );
  assert.match(await statusOf(wrong), /^DEFER\/SMTP .*the certificate does not name other\.contoso\.com/);
  await wrong.stop();
  await sink.close();
});

test('BasicAuth by AUTH PLAIN: the host is signed in to, and the protocol log shows no password', async () => {
  const sink = await startSmtpSink({
    extensions: ['AUTH PLAIN'],
    reply: (line) => (line.startsWith('AUTH PLAIN') ? '235 2.7.0 ok' : null),
  });
  const harness = startWith(
    sendConnector({
      port: sink.port,
      smartHostAuthMechanism: 'BasicAuth',
      authenticationCredential: { user: 'user', password: 'pass' },
      protocolLoggingLevel: 'Verbose',
    }),
  );
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.equal(sink.lines[1], 'AUTH PLAIN AHVzZXIAcGFzcw==');
  const sent = harness.protocol.map(({ data }) => data);
  assert.equal(sent.includes('AUTH PLAIN <authentication information>'), true);
  assert.equal(sent.join().includes('AHVzZXIAcGFzcw=='), false);
  await harness.stop();
  await sink.close();
});

const POLICY_CASES: readonly (readonly [
  rule: string,
  changes: Partial<SendConnector>,
  reply: string,
  event: string,
])[] = [
  [
    'a listed 5xx is transient',
    { errorPolicies: ['DowngradeCustomFailures'], downgradeCustomFailureCodes: ['5.7.1'] },
    '550 5.7.1 no',
    'DEFER',
  ],
  [
    'a 5xx that is not listed is permanent',
    { errorPolicies: ['DowngradeCustomFailures'], downgradeCustomFailureCodes: ['554 5.7.1'] },
    '550 5.7.1 no',
    'FAIL',
  ],
  [
    'a list without the policy does nothing',
    { downgradeCustomFailureCodes: ['550'] },
    '550 5.7.1 no',
    'FAIL',
  ],
  [
    'a listed 4xx is permanent',
    { errorPolicies: ['UpgradeCustomFailures'], upgradeCustomFailureCodes: ['450'] },
    '450 4.1.1 later',
    'FAIL',
  ],
  [
    'a 4xx that is not listed is transient',
    { errorPolicies: ['UpgradeCustomFailures'], upgradeCustomFailureCodes: ['451'] },
    '450 4.1.1 later',
    'DEFER',
  ],
];

for (const [rule, changes, reply, event] of POLICY_CASES) {
  test(`Exchange: ErrorPolicies: ${rule}`, async () => {
    const sink = await startSmtpSink({ reply: (line) => (line.startsWith('RCPT') ? reply : null) });
    const harness = startWith(sendConnector({ port: sink.port, ...changes }));
    assert.match(await statusOf(harness), new RegExp(`^${event}/`));
    await harness.stop();
    await sink.close();
  });
}

test('SourceIPAddress: connections come from it, and hosts of the other family are not tried', async () => {
  const dialed: (string | null)[] = [];
  const sink = await startSmtpSink();
  const real = createDialer();
  const dialer: Dialer = {
    async dial(target, signal) {
      dialed.push(`${target.localAddress} ${target.address}`);
      return await real.dial(target, signal);
    },
  };
  const connector = sendConnector({
    port: sink.port,
    smartHosts: ['[::1]', '[127.0.0.1]'],
    sourceIPAddress: '127.0.0.77',
  });
  const harness = startWith(connector, { dialer });
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.deepEqual(dialed, ['127.0.0.77 127.0.0.1']);
  await harness.stop();
  await sink.close();
});

test('ForceHELO greets with HELO; Fqdn is the name in it', async () => {
  const sink = await startSmtpSink();
  const harness = startWith(sendConnector({ port: sink.port, forceHELO: true, fqdn: 'mail.contoso.com' }));
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  assert.equal(sink.lines[0], 'HELO mail.contoso.com');
  await harness.stop();
  await sink.close();
});

test('the send protocol log: connect, lines both ways, disconnect, numbered from 0', async () => {
  const sink = await startSmtpSink();
  const harness = startWith(sendConnector({ port: sink.port, protocolLoggingLevel: 'Verbose' }));
  await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
  await sink.received(1);
  await harness.stop();
  const { protocol } = harness;
  assert.deepEqual(
    protocol.map(({ sequence }) => sequence),
    protocol.map((_, index) => index),
  );
  assert.equal(protocol[0]?.event, '+');
  assert.equal(protocol[1]?.data, '220 sink.example ESMTP');
  assert.equal(protocol.at(-1)?.event, '-');
  assert.match(protocol[0].sessionId, /^[0-9A-F]{16}$/);
  assert.equal(protocol[0].connectorId, 'Out');
  assert.equal(protocol[0].remoteEndpoint, `127.0.0.1:${sink.port}`);
  await sink.close();
});

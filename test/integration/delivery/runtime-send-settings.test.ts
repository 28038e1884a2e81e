import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { authority, contextOf, issue } from '../../support/certificates.ts';
import { type SinkOptions, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const RELAY = issue(['relay.contoso.com']);
const CA = authority();
const TRUSTED = issue(['relay.contoso.com'], { issuer: CA });

/** What the host saw, and what was tracked, of the messages after the first change. */
type Seen = Readonly<{ sink: SmtpSink; harness: Harness; lines: readonly string[]; last: string }>;

/** A property of a Send connector that has sent a message already, and what shows that it holds for the next one. */
type Case = Readonly<{
  setting: string;
  change: Partial<SendConnector>;
  before?: Partial<SendConnector>;
  sink?: SinkOptions;
  shows: (seen: Seen) => boolean;
}>;

const refusesRcpt = (reply: string): SinkOptions => {
  let count = 0;
  return { reply: (line) => (line.startsWith('RCPT') && ++count > 1 ? reply : null) };
};

const STARTTLS: SinkOptions = { extensions: ['PIPELINING', 'STARTTLS'], tls: contextOf(RELAY) };
const deferred = ({ last }: Seen): boolean => last === 'DEFER';
const ehlo =
  (word: string) =>
  ({ lines }: Seen): boolean =>
    lines.includes(word);

const CASES: readonly Case[] = [
  { setting: 'Fqdn', change: { fqdn: 'out.contoso.com' }, shows: ehlo('EHLO out.contoso.com') },
  { setting: 'ForceHELO', change: { forceHELO: true }, shows: ehlo('HELO ex1.contoso.com') },
  { setting: 'RequireTLS', change: { requireTLS: true }, shows: deferred },
  {
    setting: 'IgnoreSTARTTLS',
    sink: STARTTLS,
    change: { ignoreSTARTTLS: true },
    shows: ({ sink }) => sink.messages[0]?.tls === true && sink.messages[1]?.tls === false,
  },
  {
    setting: 'TlsAuthLevel',
    sink: STARTTLS,
    before: { requireTLS: true },
    change: { requireTLS: true, tlsAuthLevel: 'CertificateValidation' },
    shows: deferred,
  },
  {
    setting: 'TlsDomain',
    sink: { extensions: ['PIPELINING', 'STARTTLS'], tls: contextOf(TRUSTED) },
    before: { requireTLS: true, tlsAuthLevel: 'DomainValidation', tlsDomain: 'relay.contoso.com' },
    change: { tlsDomain: 'other.contoso.com' },
    shows: deferred,
  },
  {
    setting: 'SourceIPAddress',
    before: { protocolLoggingLevel: 'Verbose' },
    change: { sourceIPAddress: '127.0.0.9' },
    shows: ({ harness }) =>
      harness.protocol.some(({ localEndpoint }) => localEndpoint.startsWith('127.0.0.9:')),
  },
  {
    setting: 'SmartHosts',
    change: { smartHosts: ['[127.0.0.9]'] },
    shows: ({ harness }) =>
      harness.delivery.control.queues().some(({ key }) => key.nextHopDomain === '[127.0.0.9]'),
  },
  { setting: 'Port', change: { port: 1 }, shows: deferred },
  {
    setting: 'AddressSpaces',
    change: { addressSpaces: [{ type: 'SMTP', domain: 'other.example', cost: 1 }] },
    shows: ({ harness }) => harness.delivery.control.messages()[0]?.queueName === 'Unreachable',
  },
  {
    setting: 'DNSRoutingEnabled',
    change: { dnsRoutingEnabled: true, smartHosts: [] },
    shows: ({ last }) => last === 'FAIL',
  },
  { setting: 'MaxMessageSize', change: { maxMessageSize: 1 }, shows: ({ last }) => last === 'FAIL' },
  {
    setting: 'ProtocolLoggingLevel',
    change: { protocolLoggingLevel: 'Verbose' },
    shows: ({ harness }) => harness.protocol.some(({ data }) => data.startsWith('EHLO')),
  },
  {
    setting: 'ErrorPolicies, DowngradeCustomFailureCodes',
    sink: refusesRcpt('550 5.1.1 unknown'),
    change: { errorPolicies: ['DowngradeCustomFailures'], downgradeCustomFailureCodes: ['550'] },
    shows: deferred,
  },
  {
    setting: 'UpgradeCustomFailureCodes',
    sink: refusesRcpt('450 4.1.1 later'),
    change: { errorPolicies: ['UpgradeCustomFailures'], upgradeCustomFailureCodes: ['450'] },
    shows: ({ last }) => last === 'FAIL',
  },
  {
    setting: 'SmartHostAuthMechanism, AuthenticationCredential',
    sink: { extensions: ['PIPELINING', 'AUTH LOGIN'] },
    change: {
      smartHostAuthMechanism: 'BasicAuth',
      authenticationCredential: { user: 'relay', password: 'secret' },
    },
    shows: ({ lines }) => lines.some((line) => line.startsWith('AUTH LOGIN')),
  },
  {
    setting: 'ConnectionInactivityTimeOut',
    sink: refusesRcpt('silent'),
    change: { connectionInactivityTimeoutMs: 200 },
    shows: deferred,
  },
  {
    setting: 'SmtpMaxMessagesPerConnection',
    change: { smtpMaxMessagesPerConnection: 1 },
    shows: ({ sink }) => sink.messages.length > 1 && sink.connections() === sink.messages.length,
  },
];

describe('a property of a Send connector holds for the next message', () => {
  for (const { setting, change, before = {}, sink: options, shows } of CASES) {
    it(`Set-SendConnector: ${setting}`, async () => {
      const sink = await startSmtpSink(options);
      const base = { port: sink.port, ...before };
      const first = snapshotWith({ sendConnectors: [sendConnector(base)] });
      const harness = startHarness(first, { dialer: createDialer(() => [CA.certificatePem]) });
      const seen = (): Seen => ({
        sink,
        harness,
        lines: sink.lines,
        last: harness.events.at(-1)?.eventId ?? '',
      });
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
      await sink.received(1);
      await until(() => harness.store.stats().messages === 0, 'the first one is settled');
      assert.equal(shows(seen()), false);
      const sendConnectors = [sendConnector({ ...base, ...change })];
      harness.setSnapshot({ ...first, version: 2, sendConnectors });
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
      await until(() => shows(seen()), setting);
      await harness.stop();
      await sink.close();
    });
  }
});

describe('the number of connections to next hops', () => {
  const greedy = ['a.example', 'b.example', 'c.example'];

  /** Most connections that stood at the same time while messages waited for all of these domains. */
  async function mostAtOnce(
    limits: Readonly<{ all: number; domain: number }>,
  ): Promise<Record<string, number>> {
    const { transportService } = snapshotWith();
    const sinks = await Promise.all(
      greedy.map(async (_, index) => await startSmtpSink({ reply: holdsBack, host: `127.0.0.${index + 1}` })),
    );
    const sendConnectors = greedy.map((domain, index) =>
      sendConnector({
        name: domain,
        port: sinks[index]?.port ?? 0,
        smtpMaxMessagesPerConnection: 1,
        addressSpaces: [{ type: 'SMTP', domain, cost: 1 }],
        smartHosts: [`[127.0.0.${index + 1}]`],
      }),
    );
    const harness = startHarness(
      snapshotWith({
        sendConnectors,
        transportService: {
          ...transportService,
          maxOutboundConnections: limits.all,
          maxPerDomainOutboundConnections: limits.domain,
        },
      }),
    );
    for (let count = 0; count < 60; count += 1)
      await harness.send(MESSAGE, [pending(`kate@${greedy[count % 3] ?? ''}`)], { reversePath: null });
    const connections = (): number => sinks.reduce((sum, sink) => sum + sink.connections(), 0);
    await until(() => connections() >= Math.min(limits.all, 1), 'a first connection');
    let [stable, before] = [0, -1];
    while (stable < 10) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      stable = connections() === before ? stable + 1 : 0;
      before = connections();
    }
    const found = { all: connections(), domain: Math.max(...sinks.map((sink) => sink.connections())) };
    await harness.stop();
    await Promise.all(sinks.map(async (sink) => await sink.close()));
    return found;
  }

  /** DATA is not answered: every connection stays open. */
  const holdsBack = (line: string): string | null => (line === 'DATA' ? 'silent' : null);

  it('MaxPerDomainOutboundConnections bounds each domain', async () => {
    assert.deepEqual(await mostAtOnce({ all: 1000, domain: 3 }), { all: 9, domain: 3 });
  });

  it('MaxOutboundConnections bounds all of them together', async () => {
    const found = await mostAtOnce({ all: 5, domain: 5 });
    assert.equal(found['all'], 5);
  });

  for (const [setting, field] of [
    ['MaxOutboundConnections', 'maxOutboundConnections'],
    ['MaxPerDomainOutboundConnections', 'maxPerDomainOutboundConnections'],
  ] as const) {
    it(`${setting}: a change holds for the messages that wait, whether there may be more or fewer`, async (t) => {
      let holds = true;
      let most = 0;
      const sink = await startSmtpSink({
        extensions: [],
        reply: (line, { connection }) => {
          if (connection > 3) most = Math.max(most, harness.delivery.status().sessions);
          return holds && line.startsWith('MAIL') ? 'silent' : null;
        },
      });
      const connector = sendConnector({ port: sink.port, smtpMaxMessagesPerConnection: 0 });
      const first = snapshotWith({ sendConnectors: [connector] });
      const limited = (version: number, limit: number): typeof first => ({
        ...first,
        version,
        transportService: { ...first.transportService, [field]: limit },
      });
      const harness = startHarness(limited(1, 1));
      t.after(async () => {
        await harness.stop();
        await sink.close();
      });
      for (let count = 0; count < 20; count += 1)
        await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
      await until(() => sink.lines.some((line) => line.startsWith('MAIL')), 'a first session');
      assert.equal(sink.connections(), 1);
      harness.setSnapshot(limited(2, 3));
      await until(() => sink.lines.filter((line) => line.startsWith('MAIL')).length === 3, 'three sessions');
      harness.setSnapshot(limited(3, 1));
      holds = false;
      sink.say('250 2.1.0 Sender OK');
      await sink.received(20);
      assert.equal(most, 1, 'after the three that stood, one at a time');
    });
  }
});

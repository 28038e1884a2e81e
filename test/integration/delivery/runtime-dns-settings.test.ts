import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolverFor } from '../../../src/app/resolvers.ts';
import type { TransportService } from '../../../src/config/organization.ts';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import { ANY_RECORD, daneZone } from '../../support/dane-bench.ts';
import { startDnsStub } from '../../support/dns-stub.ts';
import type { DnsStub } from '../../support/dns-stub.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
/** The system's resolv.conf leads to a port of this machine where nobody answers. */
const NOBODY = 'nameserver 127.0.0.77\n';

type Settings = Readonly<{ service?: Partial<TransportService>; connector?: Partial<SendConnector> }>;

/** Who was asked for the way of one message, over TCP or not, and what became of it. */
type Seen = Readonly<{ first: readonly string[]; second: readonly string[]; outcome: string }>;

const QUESTION = 'MX fabrikam.com';
const asked = ({ first, second }: Seen): string =>
  `${first.includes(QUESTION)} ${first.includes(`${QUESTION} tcp`)} ${second.includes(QUESTION)}`;
const isDaneAsked = ({ first }: Seen): boolean => first.some((question) => question.startsWith('TLSA '));

/** Sends a message before a change and one after it, over one server. */
async function seenAround(
  before: (stubs: readonly [DnsStub, DnsStub]) => Settings,
  after: (stubs: readonly [DnsStub, DnsStub]) => Settings,
): Promise<readonly [Seen, Seen]> {
  const zone = daneZone({ tlsa: [ANY_RECORD] });
  const stubs = [await startDnsStub(zone), await startDnsStub(zone)] as const;
  const sink = await startSmtpSink({ extensions: [] });
  const { transportService } = snapshotWith();
  const under = ({ service = {}, connector = {} }: Settings, version: number): typeof snapshot =>
    snapshotWith({
      version,
      sendConnectors: [
        sendConnector({ dnsRoutingEnabled: true, smartHosts: [], smtpDaneMode: 'None', ...connector }),
      ],
      transportService: { ...transportService, ...service },
    });
  let snapshot = snapshotWith();
  snapshot = under(before(stubs), 1);
  const real = createDialer(() => []);
  const harness = startHarness(snapshot, {
    resolver: resolverFor(
      'internal',
      () => snapshot,
      async () => NOBODY,
    ),
    externalResolver: resolverFor(
      'external',
      () => snapshot,
      async () => NOBODY,
    ),
    dialer: {
      dial: async (target, signal) =>
        await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal),
    },
  });
  const one = async (): Promise<Seen> => {
    const [first, second] = [stubs[0].questions.length, stubs[1].questions.length];
    const count = harness.events.length;
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
    await until(() => harness.events.length > count, 'an outcome', 20_000);
    const outcome = harness.events.at(-1)?.eventId ?? '';
    return { first: stubs[0].questions.slice(first), second: stubs[1].questions.slice(second), outcome };
  };
  try {
    const seen = await one();
    snapshot = under(after(stubs), 2);
    harness.setSnapshot(snapshot);
    return [seen, await one()];
  } finally {
    await harness.stop();
    await sink.close();
    for (const stub of stubs) await stub.close();
  }
}

for (const side of ['internal', 'external'] as const) {
  const Side = side === 'internal' ? 'InternalDNS' : 'ExternalDNS';
  const connector = { useExternalDNSServersEnabled: side === 'external' };
  const dns = (
    servers: readonly string[],
    change: Partial<TransportService> = {},
    more: Partial<SendConnector> = {},
  ): Settings => ({
    service: { [`${side}DnsServers`]: servers, [`${side}DnsAdapterEnabled`]: false, ...change },
    connector: { ...connector, ...more },
  });

  describe(`Set-TransportService: ${Side} settings hold for the next message, also on a session that stands`, () => {
    it(`${Side}Servers: the next message asks the new servers`, async () => {
      const [one, two] = await seenAround(
        ([first]) => dns([first.server]),
        ([, second]) => dns([second.server]),
      );
      assert.deepEqual([asked(one), asked(two)], ['true false false', 'false false true']);
      assert.equal(two.outcome, 'SEND');
    });

    it(`${Side}AdapterEnabled: the next message asks the servers of the system`, async () => {
      const [one, two] = await seenAround(
        ([first]) => dns([first.server]),
        ([first]) => dns([first.server], { [`${side}DnsAdapterEnabled`]: true }),
      );
      assert.deepEqual([asked(one), asked(two)], ['true false false', 'false false false']);
      assert.equal(two.outcome, 'DEFER');
    });

    it(`${Side}ProtocolOption: the next message asks over TCP`, async () => {
      const [one, two] = await seenAround(
        ([first]) => dns([first.server]),
        ([first]) => dns([first.server], { [`${side}DnsProtocolOption`]: 'UseTcpOnly' }),
      );
      assert.deepEqual([asked(one), asked(two)], ['true false false', 'false true false']);
      assert.equal(two.outcome, 'SEND');
    });

    it(`${Side}SECTrust: the next message is held to DANE by a server that is trusted now`, async () => {
      const dane = { smtpDaneMode: 'Opportunistic' } as const;
      const [one, two] = await seenAround(
        ([first]) => dns([first.server], { [`${side}DnssecTrust`]: 'Never' }, dane),
        ([first]) => dns([first.server], {}, dane),
      );
      assert.deepEqual([isDaneAsked(one), one.outcome], [false, 'SEND']);
      assert.deepEqual([isDaneAsked(two), two.outcome], [true, 'DEFER']);
    });
  });
}

it('Set-SendConnector: UseExternalDNSServersEnabled: the next message asks the other list', async () => {
  const service = ([first, second]: readonly [DnsStub, DnsStub]): Partial<TransportService> => ({
    internalDnsServers: [first.server],
    internalDnsAdapterEnabled: false,
    externalDnsServers: [second.server],
    externalDnsAdapterEnabled: false,
  });
  const [one, two] = await seenAround(
    (stubs) => ({ service: service(stubs) }),
    (stubs) => ({ service: service(stubs), connector: { useExternalDNSServersEnabled: true } }),
  );
  assert.deepEqual([asked(one), asked(two)], ['true false false', 'false false true']);
});

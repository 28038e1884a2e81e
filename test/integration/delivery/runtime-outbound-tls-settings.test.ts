import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { MtaStsCache } from '../../../src/transport/mta-sts-policies.ts';
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

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
const CA = authority();
const FIRST = certificateOf(issue(['ex1.contoso.com'], { issuer: CA }));
const SECOND = certificateOf(issue(['out.contoso.com'], { issuer: CA }));

/** fabrikam.com with an MTA-STS policy that is enforced, and without TLSA records. */
const resolver = resolverOf({
  mx: async () => ({ kind: 'found', records: [{ preference: 10, exchange: 'mx.fabrikam.com' }] }),
  addresses: async () => ({ kind: 'found', records: [{ family: 4, address: '192.0.2.1' }] }),
  txt: async () => ({ kind: 'found', records: ['v=STSv1; id=a1;'] }),
});
const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.fabrikam.com\nmax_age: 604800\n';

/** A setting, what is changed of it, and what the first message and the next one came to. */
type Case = Readonly<{
  setting: string;
  before?: Partial<ConfigSnapshot>;
  connector?: Partial<SendConnector>;
  change: Partial<SendConnector> | Readonly<{ snapshot: Partial<ConfigSnapshot> }>;
  outcomes: readonly [string, string];
}>;

const { transportConfig } = snapshotWith();
const LISTED = { transportConfig: { ...transportConfig, tlsSendDomainSecureList: ['fabrikam.com'] } };

const CASES: readonly Case[] = [
  {
    setting: 'Set-SendConnector: TlsCertificateName',
    change: { tlsCertificateName: '<I>CN=Test CA<S>CN=out.contoso.com' },
    outcomes: ['SEND ex1.contoso.com', 'SEND out.contoso.com'],
  },
  {
    setting: 'Import-ExchangeCertificate: another certificate of our name',
    before: { certificates: [] },
    change: { snapshot: { certificates: [FIRST] } },
    outcomes: ['SEND undefined', 'SEND ex1.contoso.com'],
  },
  {
    setting: 'Set-SendConnector: DomainSecureEnabled',
    before: LISTED,
    change: { domainSecureEnabled: true },
    outcomes: ['SEND ex1.contoso.com', 'DEFER'],
  },
  {
    setting: 'Set-TransportConfig: TLSSendDomainSecureList',
    connector: { domainSecureEnabled: true },
    change: { snapshot: LISTED },
    outcomes: ['SEND ex1.contoso.com', 'DEFER'],
  },
  {
    setting: 'Set-SendConnector: MtaStsMode',
    change: { mtaStsMode: 'Opportunistic' },
    outcomes: ['SEND ex1.contoso.com', 'DEFER'],
  },
  {
    setting: 'Set-SendConnector: SmtpDaneMode',
    change: { smtpDaneMode: 'Mandatory' },
    outcomes: ['SEND ex1.contoso.com', 'DEFER'],
  },
];

describe('a setting of TLS holds for the next message, also where a session of the domain stands', () => {
  for (const { setting, before = {}, connector = {}, change, outcomes } of CASES) {
    it(setting, async (t) => {
      const shown: string[] = [];
      const sink = await startSmtpSink({
        extensions: ['STARTTLS'],
        tls: contextOf(issue(['mx.fabrikam.com'])),
        onClientCertificate: (name) => shown.push(name),
      });
      const base = {
        dnsRoutingEnabled: true,
        smartHosts: [],
        mtaStsMode: 'None',
        smtpDaneMode: 'None',
        ...connector,
      } as const;
      const first = snapshotWith({
        sendConnectors: [sendConnector(base)],
        certificates: [FIRST, SECOND],
        ...before,
      });
      const real = createDialer(() => []);
      const harness = startHarness(first, {
        resolver,
        mtaSts: new MtaStsCache({
          fetch: async () => ({ kind: 'found', text: POLICY }),
          now: Date.now,
          changed: () => undefined,
        }),
        dialer: {
          dial: async (target, signal) =>
            await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal),
        },
      });
      t.after(async () => {
        await harness.stop();
        await sink.close();
      });
      const outcome = async (): Promise<string> => {
        const count = harness.events.length;
        await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: null });
        await until(() => harness.events.length > count, 'an outcome');
        const what = harness.events.at(-1)?.eventId ?? '';
        return what === 'SEND' ? `SEND ${shown.at(-1) ?? ''}` : what;
      };
      const seen = [await outcome()];
      const changed =
        'snapshot' in change ? change.snapshot : { sendConnectors: [sendConnector({ ...base, ...change })] };
      harness.setSnapshot({ ...first, version: 2, ...changed });
      seen.push(await outcome());
      assert.deepEqual(seen, outcomes);
    });
  }
});

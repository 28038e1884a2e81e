import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { AcceptedDomain } from '../../../src/config/accepted-domain.ts';
import { defaultRemoteDomain, type RemoteDomain } from '../../../src/config/remote-domain.ts';
import type { DirectoryEntry } from '../../../src/config/recipient.ts';
import type { SendConnector } from '../../../src/config/send-connector.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import {
  acceptedDomain,
  pending,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const HOUR = 3_600_000;
const SENDER = { reversePath: { local: 'app', domain: 'client.example' } };
const FAILING = pending('nobody@contoso.com');
/** Takes the copies for the postmaster. */
const HELP: DirectoryEntry = {
  kind: 'mailbox',
  ...{ guid: 'help', name: 'help', alias: 'help', displayName: 'Help' },
  ...{ emailAddresses: ['help@contoso.com'], whenCreated: '', whenChanged: '' },
};
const CONFIG = snapshotWith().transportConfig;

function remote(change: Partial<RemoteDomain> = {}): Partial<ConfigSnapshot> {
  return { remoteDomains: [{ ...defaultRemoteDomain({ guid: 'r', now: '' }), ...change }] };
}

function reports(harness: Harness): readonly string[] {
  return [...harness.drops, ...harness.mailboxes]
    .map(({ content }) => content)
    .filter((text) => text.includes('multipart/report'));
}

/** Sends a message, and waits until it and its reports have left. */
async function settle(harness: Harness, recipient = FAILING): Promise<void> {
  await harness.send(MESSAGE, [recipient], SENDER);
  await until(() => harness.store.stats().messages === 0, 'all is settled');
}

const CASES: readonly (readonly [
  setting: string,
  change: Partial<ConfigSnapshot>,
  recipient: typeof FAILING,
  shows: (reports: readonly string[]) => boolean,
])[] = [
  ['Set-RemoteDomain -NDREnabled', remote({ ndrEnabled: false }), FAILING, ({ length }) => length === 0],
  [
    'Set-RemoteDomain -DeliveryReportEnabled',
    remote({ deliveryReportEnabled: false }),
    pending('kate@fabrikam.com', ['SUCCESS']),
    ({ length }) => length === 0,
  ],
  [
    'Set-RemoteDomain -NDRDiagnosticInfoEnabled',
    remote({ ndrDiagnosticInfoEnabled: false }),
    FAILING,
    ([text = '']) => text !== '' && !/diagnostic information/i.test(text),
  ],
  [
    'Set-TransportConfig -GenerateCopyOfDSNFor',
    {
      transportConfig: {
        ...CONFIG,
        externalPostmasterAddress: 'help@contoso.com',
        generateCopyOfDSNFor: ['5.1.10'],
      },
    },
    FAILING,
    ({ length }) => length === 2,
  ],
];

describe('a setting of a remote domain, or of reports, holds for the next report', () => {
  for (const [setting, change, recipient, shows] of CASES) {
    it(setting, async () => {
      const sendConnectors = [sendConnector({ dropDirectory: 'drop' })];
      const first = snapshotWith({ sendConnectors, directory: [HELP], ...remote() });
      const harness = startHarness(first);
      await settle(harness, recipient);
      const before = reports(harness);
      assert.equal(before.length, 1);
      assert.equal(shows(before), false);
      harness.setSnapshot({ ...first, version: 2, ...change });
      await settle(harness, recipient);
      assert.equal(shows(reports(harness).slice(1)), true);
      await harness.stop();
    });
  }

  for (const [setting, side, domain] of [
    ['ExternalDelayDsnEnabled', 'externalDsn', 'client.example'],
    ['InternalDelayDsnEnabled', 'internalDsn', 'contoso.com'],
  ] as const) {
    it(`Set-TransportConfig -${setting}`, async () => {
      const space = (name: string): Partial<SendConnector> => ({
        addressSpaces: [{ type: 'SMTP', domain: name, cost: 1 }],
      });
      const off = { ...CONFIG, [side]: { ...CONFIG[side], delayDsnEnabled: false } };
      const first = snapshotWith({
        acceptedDomains: [acceptedDomain('contoso.com', { domainType: 'InternalRelay', isDefault: true })],
        transportConfig: off,
        sendConnectors: [
          sendConnector({ name: 'Reports', dropDirectory: 'drop', ...space(domain) }),
          sendConnector({ name: 'Dead', port: 1, ...space('fabrikam.com') }),
        ],
      });
      const harness = startHarness(first);
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: { local: 'app', domain } });
      await until(() => harness.delivery.control.queues().some(({ status }) => status === 'Retry'), 'Retry');
      harness.advance(5 * HOUR);
      await delay(100);
      assert.equal(harness.drops.length, 0);
      harness.setSnapshot({ ...first, version: 2, transportConfig: CONFIG });
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath: { local: 'app', domain } });
      await until(() => harness.delivery.control.messages().length === 2, 'the second');
      harness.advance(5 * HOUR);
      await until(() => reports(harness).length > 0, 'a report of the delay');
      await harness.stop();
    });
  }
});

describe('a setting of an accepted domain holds for the next message', () => {
  it('Set-AcceptedDomain -DomainType: InternalRelay, and who is not known here goes on', async () => {
    const sendConnectors = [sendConnector({ dropDirectory: 'drop' })];
    const first = snapshotWith({ sendConnectors });
    const harness = startHarness(first);
    await settle(harness);
    assert.deepEqual([harness.drops.length, reports(harness).length], [1, 1]);
    const acceptedDomains = [acceptedDomain('contoso.com', { domainType: 'InternalRelay' })];
    harness.setSnapshot({ ...first, version: 2, acceptedDomains });
    await settle(harness);
    assert.deepEqual([harness.drops.length, reports(harness).length], [2, 1]);
    await harness.stop();
  });

  it('Set-AcceptedDomain -MakeDefault: the postmaster of the next report is there', async () => {
    const domains = (name: string): readonly AcceptedDomain[] =>
      ['contoso.com', 'tailspin.example'].map((one) => acceptedDomain(one, { isDefault: one === name }));
    const sendConnectors = [sendConnector({ dropDirectory: 'drop' })];
    const first = snapshotWith({ sendConnectors, acceptedDomains: domains('contoso.com') });
    const harness = startHarness(first);
    await settle(harness);
    harness.setSnapshot({ ...first, version: 2, acceptedDomains: domains('tailspin.example') });
    await settle(harness);
    const [before = '', after = ''] = reports(harness);
    assert.match(before, /^From: .*postmaster@contoso\.com/m);
    assert.match(after, /^From: .*postmaster@tailspin\.example/m);
    await harness.stop();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiveConnector } from '../../../src/config/receive-connector.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import { DEFAULT_SENDER_FILTER } from '../../../src/config/defaults.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { InboundServer } from '../../support/inbound-server.ts';
import { SmtpDialogue } from '../../support/smtp-dialogue.ts';

/** A setting of a Receive connector, and what the next MAIL of a session that was open before is answered. */
type Case = Readonly<{
  setting: string;
  change: Partial<ReceiveConnector>;
  say: (session: SmtpDialogue) => Promise<string>;
  before: RegExp;
  after: RegExp;
}>;

const mail = (session: SmtpDialogue, parameters = ''): Promise<string> =>
  session.command(`MAIL FROM:<chris@contoso.com>${parameters}`);

async function rcpt(session: SmtpDialogue, recipient: string): Promise<string> {
  await mail(session);
  return session.command(`RCPT TO:<${recipient}>`);
}

async function send(session: SmtpDialogue, content: string): Promise<string> {
  await rcpt(session, 'kate@fabrikam.com');
  await session.command('DATA');
  return session.command(`${content}\r\n.`);
}

const hops = 'Received: from a by b; date\r\n'.repeat(3);

const CASES: readonly Case[] = [
  {
    setting: 'MaxMessageSize',
    change: { maxMessageSize: 65_536 },
    say: (session) => mail(session, ' SIZE=100000'),
    before: /^250/,
    after: /^552 5\.3\.4/,
  },
  {
    setting: 'MaxRecipientsPerMessage',
    change: { maxRecipientsPerMessage: 1 },
    say: async (session) => {
      await rcpt(session, 'a@fabrikam.com');
      return session.command('RCPT TO:<b@fabrikam.com>');
    },
    before: /^250/,
    after: /^452 4\.5\.3/,
  },
  {
    setting: 'MaxHeaderSize',
    change: { maxHeaderSize: 100 },
    say: (session) => send(session, `X: ${'y'.repeat(200)}\r\n\r\nbody`),
    before: /^250/,
    after: /^552 5\.3\.4/,
  },
  {
    setting: 'MaxHopCount',
    change: { maxHopCount: 2 },
    say: (session) => send(session, `${hops}\r\nbody`),
    before: /^250/,
    after: /^554 5\.4\.6/,
  },
  {
    setting: 'MessageRateLimit',
    change: { messageRateLimit: 1 },
    say: async (session) => {
      await mail(session);
      await session.command('RSET');
      return mail(session);
    },
    before: /^250/,
    after: /^421 4\.4\.2/,
  },
  {
    setting: 'RequireTLS',
    change: { requireTLS: true },
    say: (session) => mail(session),
    before: /^250/,
    after: /^451 5\.7\.3/,
  },
  {
    setting: 'permissions',
    change: { entries: [] },
    say: (session) => mail(session),
    before: /^250/,
    after: /^530 5\.7\.1/,
  },
  {
    setting: 'RejectReservedTopLevelRecipientDomains',
    change: { rejectReservedTopLevelRecipientDomains: true },
    say: (session) => rcpt(session, 'a@printer.test'),
    before: /^250/,
    after: /^550 5\.1\.4/,
  },
  {
    setting: 'BareLinefeedRejectionEnabled',
    change: { bareLinefeedRejectionEnabled: true },
    say: (session) => send(session, 'A: b\r\n\r\nbare\nfeed'),
    before: /^250/,
    after: /^550 5\.6\.11/,
  },
  {
    setting: 'Enabled',
    change: { enabled: false },
    say: (session) => mail(session),
    before: /^250/,
    after: /^421 4\.3\.2/,
  },
];

async function hello(server: InboundServer): Promise<string> {
  const session = await server.connect();
  const answer = await session.command('EHLO printer.contoso.com');
  session.close();
  return answer;
}

/** The answer of the next session to one command. */
function says(line: string): (server: InboundServer) => Promise<string> {
  return async (server) => {
    const session = await server.greet();
    const answer = await session.command(line);
    session.close();
    return answer;
  };
}

/** The answer to a recipient. */
function to(recipient: string): (server: InboundServer) => Promise<string> {
  return async (server) => {
    const session = await server.greet();
    const answer = await rcpt(session, recipient);
    session.close();
    return answer;
  };
}

/** Received of the last message that the next session sends. */
async function received(server: InboundServer): Promise<string> {
  assert.match(await server.deliver('Subject: Test\r\n\r\nbody'), /^250/);
  const id = server.accepted.at(-1)?.facts.id ?? 0;
  return String(server.store.held.get(id)?.content).split(/\r\n(?! )/)[0] ?? '';
}

const NEXT_SESSION: readonly (readonly [
  setting: string,
  change: Partial<ReceiveConnector>,
  say: (server: InboundServer) => Promise<string>,
  before: RegExp,
  after: RegExp,
])[] = [
  ['Banner', { banner: '220 scan here' }, (server) => firstLine(server), /^220 ex1/, /^220 scan here/],
  ['Fqdn', { fqdn: 'relay.contoso.com' }, hello, /^250-ex1/, /^250-relay\.contoso\.com/],
  ['PipeliningEnabled', { pipeliningEnabled: false }, hello, /PIPELINING/, /^(?!.*PIPELINING)/s],
  [
    'DeliveryStatusNotificationEnabled',
    { deliveryStatusNotificationEnabled: false },
    hello,
    /DSN/,
    /^(?!.*DSN)/s,
  ],
  ['EightBitMimeEnabled', { eightBitMimeEnabled: false }, hello, /8BITMIME/, /^(?!.*8BITMIME)/s],
  [
    'ChunkingEnabled',
    { chunkingEnabled: false, binaryMimeEnabled: false },
    hello,
    /CHUNKING/,
    /^(?!.*CHUNKING)/s,
  ],
  ['BinaryMimeEnabled', { binaryMimeEnabled: false }, hello, /BINARYMIME/, /^(?!.*BINARYMIME)/s],
  ['SmtpUtf8Enabled', { smtpUtf8Enabled: false }, hello, /SMTPUTF8/, /^(?!.*SMTPUTF8)/s],
  ['SizeEnabled', { sizeEnabled: 'Disabled' }, hello, /SIZE \d/, /^(?!.*SIZE)/s],
  ['OrarEnabled', { orarEnabled: true }, hello, /^(?!.*XORAR)/s, /XORAR/],
  [
    'EnhancedStatusCodesEnabled',
    { enhancedStatusCodesEnabled: false },
    says('NOOP'),
    /^250 2\.0\.0 /,
    /^250 (?!2\.0\.0)/,
  ],
  ['RequireEHLODomain', { requireEHLODomain: true }, says('EHLO'), /^250/, /^501/],
  [
    'LongAddressesEnabled',
    { longAddressesEnabled: true },
    to(`${'a'.repeat(600)}@fabrikam.com`),
    /^501/,
    /^250/,
  ],
  [
    'RejectReservedSecondLevelRecipientDomains',
    { rejectReservedSecondLevelRecipientDomains: true },
    to('a@example.com'),
    /^250/,
    /^550 5\.1\.5/,
  ],
  [
    'RejectSingleLabelRecipientDomains',
    { rejectSingleLabelRecipientDomains: true },
    to('a@printers'),
    /^250/,
    /^550 5\.1\.6/,
  ],
  [
    'TransportRole',
    { transportRole: 'HubTransport' },
    received,
    /via Frontend Transport/,
    /^(?!.*Frontend)/s,
  ],
  ['AuthMechanism', { authMechanism: ['BasicAuth'] }, hello, /^(?!.*AUTH)/s, /AUTH LOGIN/],
  ['MaxProtocolErrors', { maxProtocolErrors: 0 }, says('WHAT'), /^500/, /^421/],
  [
    'MaxLocalHopCount',
    { maxLocalHopCount: 1 },
    (server) => server.deliver(`${'Received: from a by ex1.contoso.com; date\r\n'.repeat(2)}\r\nbody`),
    /^250/,
    /^554 5\.4\.6/,
  ],
];

describe('a setting of a Receive connector holds from the next MAIL of an open session on', () => {
  for (const { setting, change, say, before, after } of CASES) {
    it(setting, async () => {
      await using server = await InboundServer.start();
      const session = await server.greet();
      assert.match(await say(session), before);
      await session.command('RSET');
      await server.set(change);
      assert.match(await say(session), after);
      session.close();
    });
  }

  for (const [setting, change, say, before, after] of NEXT_SESSION) {
    it(`${setting} (of the next session)`, async () => {
      await using server = await InboundServer.start();
      assert.match(await say(server), before);
      await server.set(change);
      assert.match(await say(server), after);
    });
  }

  it('MaxInboundConnection and PercentagePerSource hold for the next connection', async () => {
    await using server = await InboundServer.start();
    const open = await server.connect();
    await server.set({ maxInboundConnection: 4, maxInboundConnectionPercentagePerSource: 34 });
    await assert.rejects(firstLine(server), /421 4\.3\.2 .*per-source/);
    assert.match(await firstLine(server, '127.0.0.2'), /^220/);
    await server.set({ maxInboundConnection: 1 });
    await assert.rejects(firstLine(server, '127.0.0.3'), /421 4\.3\.2 .*exceeded a limit/);
    open.close();
  });

  it('Set-SenderFilterConfig holds for the next MAIL', async () => {
    await using server = await InboundServer.start();
    const session = await server.greet();
    assert.match(await mail(session), /^250/);
    await session.command('RSET');
    const senderFilter = { ...DEFAULT_SENDER_FILTER, blockedSenders: ['chris@contoso.com'] };
    server.snapshot = { ...server.snapshot, version: server.snapshot.version + 1, senderFilter };
    assert.match(await mail(session), /Sender denied/);
    session.close();
  });
});

async function firstLine(server: InboundServer, from?: string): Promise<string> {
  const client = await SmtpDialogue.open({ port: server.port, from });
  const line = await client.reply();
  client.close();
  if (!line.startsWith('220')) throw new Error(line);
  await delay(20);
  return line;
}

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';

/** A setting behind the 250, and which event of the next message shows that it holds. */
const BEHIND: readonly (readonly [
  setting: string,
  change: (snapshot: ConfigSnapshot) => Partial<ConfigSnapshot>,
  shows: (harness: Harness) => boolean,
])[] = [
  [
    'Set-TransportConfig -MaxSendSize',
    ({ transportConfig }) => ({ transportConfig: { ...transportConfig, maxSendSize: 1 } }),
    failed('5.2.12'),
  ],
  [
    'Set-TransportConfig -MaxReceiveSize',
    ({ transportConfig }) => ({ transportConfig: { ...transportConfig, maxReceiveSize: 1 } }),
    failed('5.2.3'),
  ],
  [
    'Set-TransportConfig -MaxRecipientEnvelopeLimit',
    ({ transportConfig }) => ({ transportConfig: { ...transportConfig, maxRecipientEnvelopeLimit: 0 } }),
    failed('5.5.3'),
  ],
  [
    'Set-SendConnector -MaxMessageSize',
    () => ({ sendConnectors: [sendConnector({ dropDirectory: 'drop', maxMessageSize: 1 })] }),
    failed('5.3.4'),
  ],
  [
    'Set-SendConnector -DropDirectory',
    () => ({ sendConnectors: [sendConnector({ dropDirectory: 'elsewhere' })] }),
    (harness) => harness.drops.some(({ directory }) => directory === 'elsewhere'),
  ],
  [
    'Set-SendConnector -Enabled $false',
    () => ({ sendConnectors: [sendConnector({ dropDirectory: 'drop', enabled: false })] }),
    (harness) => harness.delivery.control.messages()[0]?.queueName === 'Unreachable',
  ],
  [
    'New-AcceptedDomain, Authoritative',
    ({ acceptedDomains }) => ({
      acceptedDomains: acceptedDomains.map((one) => ({ ...one, domainName: 'fabrikam.com' })),
    }),
    failed('5.1.10'),
  ],
];

function failed(status: string): (harness: Harness) => boolean {
  return ({ events }) =>
    events.some((event) => event.eventId === 'FAIL' && event.recipientStatus[0]?.includes(status) === true);
}

describe('a setting behind the 250 holds for the next message', () => {
  for (const [setting, change, shows] of BEHIND) {
    it(setting, async () => {
      const first = snapshotWith({ sendConnectors: [sendConnector({ dropDirectory: 'drop' })] });
      const harness = startHarness(first);
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
      await until(() => harness.drops.length === 1, 'the first one is delivered');
      assert.equal(shows(harness), false);
      harness.setSnapshot({ ...first, version: 2, ...change(first) });
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
      await until(() => shows(harness), setting);
      await harness.stop();
    });
  }
});

type Report = Readonly<{ from: string; text: string }>;

/** A setting of reports, and what shows that it holds for the next one. The same failure comes from a sender outside, and
 *  from one of our own domains. */
const REPORTS: readonly (readonly [
  setting: string,
  side: 'external' | 'internal',
  change: (snapshot: ConfigSnapshot) => Partial<ConfigSnapshot>,
  shows: (report: Report) => boolean,
])[] = (['external', 'internal'] as const).flatMap((side) => {
  const Side = side === 'external' ? 'External' : 'Internal';
  const dsn =
    (change: Partial<ConfigSnapshot['transportConfig']['externalDsn']>) =>
    ({ transportConfig }: ConfigSnapshot): Partial<ConfigSnapshot> => ({
      transportConfig: {
        ...transportConfig,
        [`${side}Dsn`]: { ...transportConfig[`${side}Dsn`], ...change },
      },
    });
  return [
    [`${Side}DsnSendHtml`, side, dsn({ sendHtml: false }), ({ text }) => !text.includes('text/html')],
    [
      `${Side}DsnReportingAuthority`,
      side,
      dsn({ reportingAuthority: 'reports.contoso.com' }),
      ({ text }) => text.includes('Reporting-MTA: dns;reports.contoso.com'),
    ],
    [
      `${Side}DsnMaxMessageAttachSize`,
      side,
      dsn({ maxMessageAttachSize: 0 }),
      ({ text }) => text.includes('text/rfc822-headers'),
    ],
    [
      `${Side}DsnDefaultLanguage, LanguageDetectionEnabled`,
      side,
      dsn({ defaultLanguage: 'ja', languageDetectionEnabled: false }),
      ({ text }) => text.includes('Content-Language: ja'),
    ],
  ] as const;
});

const POSTMASTER = [
  'ExternalPostmasterAddress',
  'external',
  ({ transportConfig }: ConfigSnapshot) => ({
    transportConfig: { ...transportConfig, externalPostmasterAddress: 'help@contoso.com' },
  }),
  ({ from }: Report) => from.includes('help@contoso.com'),
] as const;

describe('a setting of reports holds for the next report', () => {
  for (const [setting, side, change, shows] of [...REPORTS, POSTMASTER]) {
    it(`Set-TransportConfig -${setting}`, async () => {
      const { transportConfig, acceptedDomains } = snapshotWith();
      const first = snapshotWith({
        sendConnectors: [sendConnector({ dropDirectory: 'drop' })],
        acceptedDomains: acceptedDomains.map((one) => ({ ...one, domainType: 'InternalRelay' as const })),
        transportConfig: { ...transportConfig, maxReceiveSize: 1 },
      });
      const harness = startHarness(first);
      const domain = side === 'external' ? 'client.example' : 'contoso.com';
      const report = async (count: number): Promise<Report> => {
        const reversePath = { local: 'app', domain };
        await harness.send(MESSAGE, [pending('kate@fabrikam.com')], { reversePath });
        await until(() => harness.drops.length === count, `report ${count}`);
        const text = harness.drops[count - 1]?.content ?? '';
        return { text, from: /^From: (.*)/m.exec(text)?.[1] ?? '' };
      };
      assert.equal(shows(await report(1)), false);
      harness.setSnapshot({ ...first, version: 2, ...change(first) });
      assert.equal(shows(await report(2)), true);
      await harness.stop();
    });
  }
});

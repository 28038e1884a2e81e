import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DEFAULT_RECIPIENT_FILTER,
  DEFAULT_SENDER_FILTER,
  DEFAULT_TRANSPORT_CONFIG,
  DEFAULT_TRANSPORT_SERVICE,
  rangeOf,
} from '../../../src/config/defaults.ts';
import type { ReceiveConnector } from '../../../src/config/receive-connector.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import { InboundServer } from '../../support/inbound-server.ts';
import { ANONYMOUS_USERS, METHOD_2, acceptedDomain } from '../../support/receive-fixture.ts';
import { SmtpDialogue } from '../../support/smtp-dialogue.ts';

/** A part of the configuration, and what the server answers under it before and after a change. */
type Case = Readonly<{
  setting: string;
  connector?: Partial<ReceiveConnector>;
  base?: Partial<ConfigSnapshot>;
  change: Partial<ConfigSnapshot>;
  /** Lines after EHLO; the answer to the last of them counts. */
  say: readonly string[];
  before: RegExp;
  after: RegExp;
}>;

const MAIL = 'MAIL FROM:<chris@contoso.com>';
const SENDERS = { ...DEFAULT_SENDER_FILTER, blockedSenders: ['chris@contoso.com'] };
const DENIED = /Sender denied/;
const VALIDATION = { recipientFilter: { recipientValidationEnabled: true } };
const NOBODY = 'RCPT TO:<nobody@contoso.com>';

/** Servers whose mail counts as from inside and is filtered nevertheless. */
const FILTERED_SERVERS = METHOD_2.filter(({ extendedRight }) => extendedRight !== 'ms-Exch-Bypass-Anti-Spam');

/** A change of the sender filter. */
function senders(
  setting: string,
  change: Partial<typeof SENDERS>,
  from: Pick<Case, 'before' | 'after'> & Readonly<{ base?: typeof SENDERS; say?: string }>,
): Case {
  const { base = DEFAULT_SENDER_FILTER, say = MAIL, before, after } = from;
  return {
    setting: `Set-SenderFilterConfig -${setting}`,
    base: { senderFilter: base },
    change: { senderFilter: { ...base, ...change } },
    say: [say],
    ...{ before, after },
  };
}

const blocks = { before: /^250/, after: DENIED };
const opens = { base: SENDERS, before: DENIED, after: /^250/ };

const CASES: readonly Case[] = [
  senders('Enabled', { enabled: false }, opens),
  senders('ExternalMailEnabled', { externalMailEnabled: false }, opens),
  {
    ...senders(
      'InternalMailEnabled',
      { internalMailEnabled: true },
      { base: SENDERS, before: /^250/, after: DENIED },
    ),
    connector: { entries: FILTERED_SERVERS, authMechanism: ['ExternalAuthoritative'] },
  },
  senders('Action', { action: 'StampStatus' }, opens),
  senders('BlockedDomains', { blockedDomains: ['contoso.com'] }, blocks),
  senders(
    'BlockedDomainsAndSubdomains',
    { blockedDomainsAndSubdomains: ['contoso.com'] },
    { ...blocks, say: 'MAIL FROM:<chris@lab.contoso.com>' },
  ),
  senders(
    'BlankSenderBlockingEnabled',
    { blankSenderBlockingEnabled: true },
    { ...blocks, say: 'MAIL FROM:<>' },
  ),
  {
    setting: 'Set-RecipientFilterConfig -RecipientValidationEnabled',
    base: { recipientFilter: DEFAULT_RECIPIENT_FILTER },
    change: VALIDATION,
    say: [MAIL, NOBODY],
    ...{ before: /^250/, after: /^550 5\.1\.1 / },
  },
  {
    setting: 'Set-AcceptedDomain -AddressBookEnabled',
    base: VALIDATION,
    change: { acceptedDomains: [acceptedDomain('contoso.com', { addressBookEnabled: false })] },
    say: [MAIL, NOBODY],
    ...{ before: /^550 5\.1\.1 /, after: /^250/ },
  },
  {
    setting: 'Set-AcceptedDomain -MatchSubDomains',
    connector: { entries: ANONYMOUS_USERS },
    change: { acceptedDomains: [acceptedDomain('contoso.com', { matchSubDomains: true })] },
    say: [MAIL, 'RCPT TO:<a@lab.contoso.com>'],
    ...{ before: /^550 5\.7\.1 /, after: /^250/ },
  },
  {
    setting: 'Set-TransportConfig -SmtpReplyFamily',
    connector: { entries: ANONYMOUS_USERS },
    change: { transportConfig: { ...DEFAULT_TRANSPORT_CONFIG, smtpReplyFamily: 'modern' } },
    say: [MAIL, 'RCPT TO:<a@fabrikam.com>'],
    ...{ before: /^550 5\.7\.1 /, after: /^550 5\.7\.54 / },
  },
];

describe('a setting of the organization holds for the next command of an open session', () => {
  for (const { setting, connector = {}, base = {}, change, say, before, after } of CASES) {
    it(setting, async () => {
      await using server = await InboundServer.start({ connector, snapshot: base });
      const [first, second] = [await server.greet(), await server.greet()];
      const answer = async (session: SmtpDialogue): Promise<string> => {
        let reply = '';
        for (const line of say) reply = await session.command(line);
        session.close();
        return reply;
      };
      assert.match(await answer(first), before);
      server.snapshot = { ...server.snapshot, version: server.snapshot.version + 1, ...change };
      assert.match(await answer(second), after);
    });
  }
});

/** How long a piece of work takes. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function banner(server: InboundServer, from?: string): Promise<string> {
  const client = await SmtpDialogue.open({ port: server.port, from });
  const line = await client.reply().catch((error: unknown) => String(error));
  client.close();
  return line;
}

/** The answers of a new session to lines after EHLO. */
async function answers(server: InboundServer, lines: readonly string[]): Promise<readonly string[]> {
  const session = await server.greet();
  const replies: string[] = [];
  for (const line of lines) replies.push(await session.command(line).catch(String));
  session.close();
  return replies;
}

describe('a setting of a Receive connector holds while it listens', () => {
  it('TarpitInterval: a refusal waits from the next session on', async () => {
    await using server = await InboundServer.start();
    const refuse = async (): Promise<number> =>
      await time(async () => await answers(server, [MAIL, 'RCPT TO:<a b@fabrikam.com>']));
    assert.ok((await refuse()) < 400);
    await server.set({ tarpitIntervalMs: 500 });
    assert.ok((await refuse()) >= 450);
  });

  it('AuthTarpitInterval and MaxLogonFailures: a wrong password waits, and the last one ends the session', async () => {
    const connector = { authMechanism: ['BasicAuth'] } as const;
    await using server = await InboundServer.start({ connector });
    const wrong = ['AUTH LOGIN', 'Y2hyaXM=', 'd3Jvbmc='];
    let replies: readonly string[] = [];
    const fail = async (): Promise<number> =>
      await time(async () => {
        replies = await answers(server, [...wrong, ...wrong]);
      });
    assert.ok((await fail()) < 400);
    assert.deepEqual(
      replies.map((reply) => reply.slice(0, 3)),
      ['334', '334', '535', '334', '334', '535'],
    );
    await server.set({ authTarpitIntervalMs: 500 });
    assert.ok((await fail()) >= 450);
    await server.set({ authTarpitIntervalMs: 0, maxLogonFailures: 1 });
    await fail();
    assert.match(replies.join('|'), /421 4\.7\.0|server closed/);
  });

  for (const [setting, change, word] of [
    ['ConnectionInactivityTimeout', { connectionInactivityTimeoutMs: 200 }, /^451 4\.7\.0/],
    ['ConnectionTimeout', { connectionTimeoutMs: 200 }, /^421/],
  ] as const) {
    it(`${setting}: the next connection is closed after it`, async () => {
      await using server = await InboundServer.start();
      const first = await server.greet();
      await server.set(change);
      const next = await server.greet();
      assert.match(await next.reply(), word);
      assert.equal(await next.closed(), true);
      first.close();
    });
  }

  it('MaxInboundConnectionPerSource holds for the next connection', async () => {
    await using server = await InboundServer.start();
    const open = await server.connect();
    assert.match(await banner(server), /^220/);
    await server.set({ maxInboundConnectionPerSource: 1 });
    assert.match(await banner(server), /421 4\.3\.2/);
    assert.match(await banner(server, '127.0.0.2'), /^220/);
    open.close();
  });

  it('RemoteIPRanges hold for the next connection', async () => {
    await using server = await InboundServer.start();
    assert.match(await banner(server), /^220/);
    await server.set({ remoteIPRanges: [rangeOf('127.0.0.2')] });
    assert.doesNotMatch(await banner(server), /^220/);
    assert.match(await banner(server, '127.0.0.2'), /^220/);
  });

  it('MessageRateSource: by user, another sender has a count of its own; by address it has not', async () => {
    await using server = await InboundServer.start({
      connector: { messageRateLimit: 1, messageRateSource: 'User' },
    });
    const two = async (): Promise<string> =>
      (await answers(server, [MAIL, 'RSET', 'MAIL FROM:<joe@contoso.com>'])).at(-1) ?? '';
    assert.match(await two(), /^250/);
    server.clockAheadMs = 61_000;
    await server.set({ messageRateSource: 'IPAddress' });
    assert.match(await two(), /^421/);
  });

  it('DefaultDomain: an address without a domain gets it', async () => {
    await using server = await InboundServer.start();
    assert.match((await answers(server, ['MAIL FROM:<chris>']))[0] ?? '', /^[45]/);
    await server.set({ defaultDomain: 'contoso.com' });
    assert.match((await answers(server, ['MAIL FROM:<chris>']))[0] ?? '', /^250/);
  });

  it('ProtocolLoggingLevel: the next session is written, or is not', async () => {
    await using server = await InboundServer.start({ connector: { protocolLoggingLevel: 'None' } });
    await answers(server, ['NOOP']);
    assert.equal(server.events.lines.length, 0);
    await server.set({ protocolLoggingLevel: 'Verbose' });
    await answers(server, ['NOOP']);
    assert.ok(server.events.lines.some(({ data }) => data.includes('NOOP')));
  });

  it('TlsMinimumVersion: a client that knows TLS 1.2 alone is refused', async () => {
    await using server = await InboundServer.start({ connector: { authMechanism: ['Tls'] } });
    const secure = async (): Promise<void> => {
      const session = await server.greet();
      assert.match(await session.command('STARTTLS'), /^220/);
      await session.secure({ maxVersion: 'TLSv1.2' }).finally(() => session.close());
    };
    await secure();
    await server.set({ tlsMinimumVersion: 'Tls13' });
    await assert.rejects(secure());
  });

  it('Set-TransportService -ExternalIPAddress stands in Received of the next message', async () => {
    await using server = await InboundServer.start();
    const received = async (): Promise<string> => {
      assert.match(await server.deliver('Subject: Test\r\n\r\nbody'), /^250/);
      const id = server.accepted.at(-1)?.facts.id ?? 0;
      return String(server.store.held.get(id)?.content);
    };
    assert.doesNotMatch(await received(), /192\.0\.2\.7/);
    const transportService = { ...DEFAULT_TRANSPORT_SERVICE, externalIPAddress: '192.0.2.7' };
    server.snapshot = { ...server.snapshot, version: 2, transportService };
    assert.match(await received(), /by\s+ex1\.contoso\.com \(192\.0\.2\.7\)/);
  });
});

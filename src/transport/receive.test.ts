import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, ReceiveBench as Bench } from '../../test/support/receive-bench.ts';
import {
  ANONYMOUS,
  ANONYMOUS_USERS,
  METHOD_1,
  METHOD_2,
  acceptedDomain,
  allow,
  sampleSnapshot,
} from '../../test/support/receive-fixture.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { LocalMailbox } from '../config/recipient.ts';
import type { BodyFaults } from './receive-decide-content.ts';
import { StoreFull, StoreUnavailable } from '../queue/errors.ts';

const POSTMASTER: LocalMailbox = {
  kind: 'mailbox',
  guid: 'postmaster',
  name: 'postmaster',
  alias: 'postmaster',
  displayName: 'Postmaster',
  emailAddresses: ['postmaster@contoso.com'],
  whenCreated: '',
  whenChanged: '',
};
const SECURED = { entries: METHOD_2, authMechanism: ['ExternalAuthoritative'] } as const;
const MESSAGE = 'Subject: Test\r\n\r\nbody\r\n';
const TOO_LARGE = '552 5.3.4 Message size exceeds fixed maximum message size';
const hops = (count: number, by = 'other'): string => `Received: from a by ${by}; date\r\n`.repeat(count);

test('MAIL: RequireTLS comes before Submit, Submit before SIZE', () => {
  assert.equal(
    new Bench({ connector: { requireTLS: true, entries: [] } }).mail(),
    '451 5.7.3 STARTTLS is required to send mail',
  );
  const noRight = new Bench({ connector: { entries: [] } });
  assert.equal(noRight.mail('a@contoso.com', { size: 99_999_999 }), '530 5.7.1 Client was not authenticated');
});

test('MAIL SIZE= over MaxMessageSize is refused, unless ms-Exch-Bypass-Message-Size-Limit', () => {
  assert.equal(new Bench().mail('a@contoso.com', { size: 37_748_737 }), TOO_LARGE);
  assert.equal(new Bench().mail('a@contoso.com', { size: 37_748_736 }), 'ok');
  assert.equal(new Bench({ connector: SECURED }).mail('a@contoso.com', { size: 37_748_737 }), 'ok');
});

test('mail-flow.md §7.3: at medium pressure our own senders pass, at high nobody', () => {
  const refused = '452 4.3.1 Insufficient system resources';
  assert.equal(new Bench({ refuses: 'others' }).mail('chris@contoso.com'), 'ok');
  assert.equal(new Bench({ refuses: 'others' }).mail('a@fabrikam.com'), refused);
  assert.equal(new Bench({ refuses: 'others' }).mail('<>'), refused);
  assert.equal(new Bench({ refuses: 'everybody' }).mail('chris@contoso.com'), refused);
});

const SEND_AS = '550 5.7.1 Anonymous client does not have permissions to send as this sender';
const senders: readonly (readonly [string, readonly string[], string, string])[] = [
  ['no sender rights, foreign sender', [], 'a@fabrikam.com', SEND_AS],
  ['no sender rights, own sender', [], 'chris@contoso.com', SEND_AS],
  ['Accept-Any-Sender alone, own sender', ['ms-Exch-SMTP-Accept-Any-Sender'], 'chris@contoso.com', SEND_AS],
  ['Accept-Any-Sender alone, foreign sender', ['ms-Exch-SMTP-Accept-Any-Sender'], 'a@fabrikam.com', 'ok'],
  [
    'Authoritative-Domain-Sender alone, own sender',
    ['ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'],
    'chris@contoso.com',
    'ok',
  ],
  ['no sender rights, null sender', [], '<>', 'ok'],
];
for (const [name, rights, sender, expected] of senders) {
  test(`MAIL: ${name}`, () => {
    const entries = allow(ANONYMOUS, ['ms-Exch-SMTP-Submit', ...rights]);
    assert.equal(new Bench({ connector: { entries } }).mail(sender), expected);
  });
}

test('Exchange: a blocked sender is denied and the session closed, unless ms-Exch-Bypass-Anti-Spam', () => {
  assert.equal(new Bench().mail('blocked@fabrikam.com'), '554 5.1.0 Sender denied (closes)');
  assert.equal(new Bench({ connector: SECURED }).mail('blocked@fabrikam.com'), 'ok');
});

test('A blocked author in the header is denied at the end of data', async () => {
  const bench = new Bench();
  assert.equal(
    await bench.send('From: Blocked <blocked@fabrikam.com>\r\n\r\nx\r\n'),
    '554 5.1.0 Sender denied (closes)',
  );
  assert.equal(bench.store.held.size, 0);
});

test('Exchange: -Action StampStatus takes the message and says so', async () => {
  const senderFilter = { ...sampleSnapshot([]).senderFilter, action: 'StampStatus' as const };
  const bench = new Bench({ snapshot: { senderFilter } });
  assert.equal(bench.mail('blocked@fabrikam.com'), 'ok');
  assert.equal(bench.rcpt(), 'ok');
  assert.equal(await bench.body(MESSAGE), 'queued');
  assert.match(bench.store.text(1), /Antispam-Report: SenderFilter:Blocked;OrigIP:192\.168\.5\.10/);
});

test('An address without a domain is completed by DefaultDomain or refused; postmaster is always ours', () => {
  assert.equal(new Bench().mail('chris'), '501 5.1.7 Invalid address');
  const bench = new Bench({ connector: { defaultDomain: 'contoso.com', entries: ANONYMOUS_USERS } });
  assert.equal(bench.mail('chris'), 'ok');
  assert.equal(bench.rcpt('info'), 'ok');
  const plain = new Bench({ connector: { entries: ANONYMOUS_USERS } });
  assert.equal(plain.mail(), 'ok');
  assert.equal(plain.rcpt('info'), '501 5.1.3 Invalid address');
  assert.equal(plain.rcpt('Postmaster'), 'ok');
});

test('Exchange: reserved and single-label recipient domains', () => {
  const bench = new Bench({
    connector: {
      rejectReservedTopLevelRecipientDomains: true,
      rejectReservedSecondLevelRecipientDomains: true,
      rejectSingleLabelRecipientDomains: true,
    },
  });
  bench.mail();
  assert.equal(bench.rcpt('a@b.test'), '550 5.1.4 Recipient address reserved by RFC 2606');
  assert.equal(bench.rcpt('a@mail.example.com'), '550 5.1.5 Recipient address reserved by RFC 2606');
  assert.equal(
    bench.rcpt('a@intranet'),
    '550 5.1.6 Recipient addresses in single label domains not accepted',
  );
  assert.equal(bench.rcpt('a@fabrikam.com'), 'ok');
});

test('MaxRecipientsPerMessage: the message goes on with those accepted; one named twice counts once', async () => {
  const bench = new Bench({ connector: { maxRecipientsPerMessage: 2 } });
  bench.mail();
  const replies = ['a@x.com', 'b@x.com', 'b@x.com', 'c@x.com', 'd@x.com'].map((address) =>
    bench.rcpt(address),
  );
  const full = '452 4.5.3 Too many recipients';
  assert.deepEqual(replies, ['ok', 'ok', 'ok', full, full]);
  assert.equal(await bench.body(MESSAGE), 'queued');
  const accepted = bench.events.tracked.find(({ eventId }) => eventId === 'RECEIVE');
  assert.deepEqual(accepted?.recipients, ['a@x.com', 'b@x.com']);
});

test('RecipientValidationEnabled: unknown recipients of a domain with an address book are refused', () => {
  const snapshot = {
    recipientFilter: { recipientValidationEnabled: true },
    acceptedDomains: [
      acceptedDomain('contoso.com'),
      acceptedDomain('relay.com', { isDefault: false, addressBookEnabled: false }),
    ],
  };
  const bench = new Bench({ snapshot });
  bench.mail();
  assert.equal(bench.rcpt('nobody@contoso.com'), '550 5.1.1 User unknown');
  assert.equal(bench.rcpt('CHRIS@contoso.com'), 'ok');
  assert.equal(bench.rcpt('nobody@relay.com'), 'ok');
  assert.equal(bench.rcpt('nobody@fabrikam.com'), 'ok');
});

test('RFC 5321 §4.5.1: the postmaster of each authoritative domain is that of the default domain, in any letters', () => {
  const snapshot = {
    recipientFilter: { recipientValidationEnabled: true },
    acceptedDomains: [
      acceptedDomain('contoso.com'),
      acceptedDomain('contoso.org', { isDefault: false }),
      acceptedDomain('relay.com', { isDefault: false, domainType: 'InternalRelay' }),
    ],
  };
  const bench = new Bench({ snapshot });
  bench.mail();
  assert.equal(bench.rcpt('postmaster@contoso.org'), '550 5.1.1 User unknown');
  bench.directory.entries.push(POSTMASTER);
  assert.equal(bench.rcpt('postmaster'), 'ok');
  assert.equal(bench.rcpt('PostMaster@contoso.com'), 'ok');
  assert.equal(bench.rcpt('PostMaster@contoso.org'), 'ok');
  assert.equal(bench.rcpt('nobody@contoso.org'), '550 5.1.1 User unknown');
  assert.equal(bench.rcpt('postmaster@relay.com'), '550 5.1.1 User unknown');
});

/** What a relay has no business to refuse. */
const DEFECTS: readonly (readonly [defect: string, content: string])[] = [
  ['Resent-To without Resent-From and Resent-Date', 'Resent-To: a@b\r\nResent-To: c@d\r\n\r\nx\r\n'],
  ['no From, no Date', 'Subject: x\r\n\r\nx\r\n'],
  ['two Subjects, a Date that is none', 'Subject: a\r\nSubject: b\r\nDate: soon\r\n\r\nx\r\n'],
  ['addresses that cannot be read', 'To: <<>,,\r\nCc: undisclosed\r\n\r\nx\r\n'],
  ['a trace field of a foreign shape', 'Received: yesterday (by pigeon\r\n\r\nx\r\n'],
  ['MIME that does not end', 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'],
  ['MIME that is wrong', 'Content-Transfer-Encoding: base64\r\nContent-Type: ;;\r\n\r\n%%%\r\n'],
  ['a body in eight bits that nothing announced', 'Subject: x\r\n\r\n\u00e9\r\n'],
  ['lines of 1000 octets and more', `Subject: x\r\n\r\n${'y'.repeat(998)}\r\n${'z'.repeat(50_000)}\r\n`],
  ['no header', '\r\nx\r\n'],
  ['nothing at all', ''],
  ['a thousand recipients in its header', `To: ${'a@b.example,\r\n '.repeat(1000)}c@d.example\r\n\r\nx\r\n`],
];
for (const [defect, content] of DEFECTS) {
  test(`RFC 5321 §3.3, §3.7.2, §6.2: taken all the same: ${defect}`, async () => {
    const bench = new Bench();
    assert.equal(await bench.send(content), 'queued');
    const stored = Buffer.from(bench.store.text(1), 'latin1').toString('utf8');
    assert.ok(stored.endsWith(content.slice(content.indexOf('\r\n\r\n') + 4)));
  });
}

test('RFC 5321 §7.2: who gets a message does not stand in it', async () => {
  const bench = new Bench();
  bench.mail();
  for (const name of ['kate', 'blind', 'joe']) assert.equal(bench.rcpt(`${name}@fabrikam.com`), 'ok');
  assert.equal(await bench.body('To: kate@fabrikam.com\r\n\r\nx\r\n'), 'queued');
  const text = bench.store.text(1);
  assert.ok(!text.includes('blind') && !text.includes('joe'));
  assert.doesNotMatch(text, /^Apparently-To:|^\s+for /im);
});

const contents: readonly (readonly [
  string,
  Partial<ReceiveConnector>,
  string,
  Partial<BodyFaults>,
  string,
])[] = [
  ['30 hops pass', {}, hops(30), {}, 'queued'],
  ['MaxHopCount: 31 hops are a loop', {}, hops(31), {}, '554 5.4.6 Hop count exceeded - possible mail loop'],
  ['8 hops of our own pass', {}, hops(8, 'ex1.contoso.com'), {}, 'queued'],
  [
    'MaxLocalHopCount: 9 are a loop',
    {},
    hops(9, 'EX1.contoso.com'),
    {},
    '554 5.4.6 Hop count exceeded - possible mail loop',
  ],
  ['MaxLocalHopCount 0 is off', { maxLocalHopCount: 0 }, hops(9, 'ex1.contoso.com'), {}, 'queued'],
  [
    'hops count before the firewall',
    {
      maxHopCount: 1,
      entries: allow(ANONYMOUS, [
        'ms-Exch-SMTP-Submit',
        'ms-Exch-SMTP-Accept-Any-Recipient',
        'ms-Exch-SMTP-Accept-Any-Sender',
        'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      ]),
    },
    hops(2),
    {},
    '554 5.4.6 Hop count exceeded - possible mail loop',
  ],
  ['bare CR', {}, '', { bareCr: true }, '550 5.6.0 Message contains bare carriage returns or NUL'],
  ['NUL', {}, '', { nul: true }, '550 5.6.0 Message contains bare carriage returns or NUL'],
  ['bare LF is mended', {}, '', { bareLf: true }, 'queued'],
  [
    'BareLinefeedRejectionEnabled',
    { bareLinefeedRejectionEnabled: true },
    '',
    { bareLf: true },
    '550 5.6.11 Message contains bare linefeeds',
  ],
  [
    'a header with NUL, whatever the body type',
    {},
    'X: \0\r\n',
    {},
    '550 5.6.0 Message contains bare carriage returns or NUL',
  ],
  [
    'MaxHeaderSize closes',
    { maxHeaderSize: 20 },
    `X: ${'y'.repeat(30)}\r\n`,
    {},
    '552 5.3.4 Message header size exceeds fixed maximum size (closes)',
  ],
  ['MaxMessageSize', { maxMessageSize: 20 }, '', {}, TOO_LARGE],
];
for (const [name, connector, extra, faults, expected] of contents) {
  test(`End of data: ${name}`, async () => {
    const bench = new Bench({ connector });
    assert.equal(await bench.send(extra + MESSAGE, faults), expected);
    assert.equal(bench.store.held.size, expected === 'queued' ? 1 : 0);
  });
}

test('V21: MaxMessageSize does not hold for an externally secured host', async () => {
  const bench = new Bench({ connector: { ...SECURED, maxMessageSize: 20 } });
  assert.equal(await bench.send(MESSAGE), 'queued');
});

test('Header From: checked at the end of data where the session lacks a sender right', async () => {
  const entries = allow(ANONYMOUS, [
    'ms-Exch-SMTP-Submit',
    'ms-Exch-SMTP-Accept-Any-Recipient',
    'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  ]);
  const send = (header: string): Promise<string> =>
    new Bench({ connector: { entries } }).send(`${header}\r\n\r\nx\r\n`);
  assert.equal(await send('From: chris@contoso.com'), 'queued');
  assert.equal(await send('From: ceo@fabrikam.com'), SEND_AS);
  assert.equal(await send('From: chris@contoso.com, ceo@fabrikam.com'), SEND_AS);
  assert.equal(await send('From: ceo@fabrikam.com\r\nSender: chris@contoso.com'), 'queued');
  assert.equal(await send('From: <broken'), SEND_AS);
  assert.equal(await send('Subject: no From'), 'queued');
});

test('V22, V24: method 1 is anonymous, looked at, and shown as it wrote itself', async () => {
  const bench = new Bench();
  assert.equal(
    await bench.send('From: <chris@contoso.com>\r\nX-MS-Exchange-Organization-SCL: -1\r\n\r\nx\r\n'),
    'queued',
  );
  const text = bench.store.text(1);
  assert.match(text, /^From: <chris@contoso\.com>\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-AuthAs: Anonymous\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-Antispam-Report: SenderFilter:Passed;/m);
  assert.ok(!/SCL|AuthMechanism|MessageSecurityAntispamBypass/.test(text));
  assert.equal(bench.events.tracked[0]?.customData, 'S:AuthAs=Anonymous;S:Agents=Sender Filter Agent');
  assert.equal(bench.events.tracked[0]?.directionality, 'Incoming');
});

test('V22, V24: method 2 is internal, bypasses the agents, and is shown by its directory name', async () => {
  const bench = new Bench({ connector: SECURED });
  assert.equal(
    await bench.send('From: <chris@contoso.com>\r\nX-MS-Exchange-Organization-SCL: 9\r\n\r\nx\r\n'),
    'queued',
  );
  const text = bench.store.text(1);
  assert.match(text, /^From: Chris Green <chris@contoso\.com>\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-AuthAs: Internal\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-AuthMechanism: 10\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-SCL: -1\r$/m);
  assert.match(text, /^X-MS-Exchange-Organization-Antispam-Report: MessageSecurityAntispamBypass\r$/m);
  assert.equal(bench.events.tracked[0]?.customData, 'S:AuthAs=Internal;S:SCL=-1');
  assert.equal(bench.events.tracked[0]?.directionality, 'Originating');
});

test('RFC 4954 §5: AUTH=<> makes one message of a trusted session anonymous', async () => {
  const bench = new Bench({ connector: SECURED });
  assert.equal(bench.mail('chris@contoso.com', { auth: '<>' }), 'ok');
  bench.rcpt();
  assert.equal(await bench.body(MESSAGE), 'queued');
  assert.equal(bench.accepted[0]?.facts.authAs, 'Anonymous');
});

test('Tarpits are for anonymous sessions alone', () => {
  const tarpit = { tarpitIntervalMs: 5000, authTarpitIntervalMs: 6000 };
  const anonymous = new Bench({ connector: tarpit }).session;
  assert.deepEqual([anonymous.tarpitMs('tarpit'), anonymous.tarpitMs('auth')], [5000, 6000]);
  const secured = new Bench({ connector: { ...SECURED, ...tarpit } }).session;
  assert.deepEqual([secured.tarpitMs('tarpit'), secured.tarpitMs('auth')], [0, 0]);
});

test('A full or broken store refuses the message for now, and the next one may pass', async () => {
  const bench = new Bench();
  bench.store.failCommit = new StoreFull('no space left');
  assert.equal(await bench.send(MESSAGE), '452 4.3.1 Insufficient system resources');
  bench.store.failCommit = new StoreUnavailable('I/O error');
  assert.equal(await bench.send(MESSAGE), '451 4.3.0 Temporary storage failure, try again later');
  assert.equal(bench.accepted.length, 0);
  assert.deepEqual(
    bench.events.tracked.map(({ eventId, sourceContext }) => [eventId, sourceContext.split(';')[1]]),
    [
      ['FAIL', 'QueueStore'],
      ['FAIL', 'QueueStore'],
    ],
  );
  assert.equal(bench.store.bodiesAborted, 2);
  bench.store.failCommit = null;
  assert.equal(await bench.send(MESSAGE), 'queued');
});

for (const [rule, entries, size] of [
  [
    'from a server of the organization counts',
    [...METHOD_1, ...allow(ANONYMOUS, ['ms-Exch-Accept-Headers-Organization'])],
    77,
  ],
  ['from anybody else does not', METHOD_1, null],
] as const) {
  test(`mail-flow.md §8.1: an OriginalSize that comes ${rule}`, async () => {
    const bench = new Bench({ connector: { entries } });
    bench.mail('chris@contoso.com');
    bench.rcpt('kate@fabrikam.com');
    const content = 'X-MS-Exchange-Organization-OriginalSize: 77\r\nSubject: Test\r\n\r\nbody\r\n';
    assert.equal(await bench.body(content), 'queued');
    assert.equal(bench.accepted[0]?.facts.originalSizeBytes, size ?? content.length);
  });
}

test('The facts of an accepted message', async () => {
  const bench = new Bench();
  assert.equal(bench.mail('chris@contoso.com', { ret: 'HDRS', envid: 'QQ314159' }), 'ok');
  bench.rcpt('kate@fabrikam.com');
  bench.rcpt('info@contoso.com');
  const content =
    'From: App <app@contoso.com>\r\nTo: kate@fabrikam.com\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@app>\r\n\r\nbody\r\n';
  assert.equal(await bench.body(content), 'queued');
  const facts = bench.accepted[0]?.facts;
  assert.ok(facts !== undefined);
  const text = bench.store.text(facts.id);
  assert.equal(facts.sizeBytes, text.length);
  assert.equal(text.slice(0, facts.headerBytes).endsWith('\r\n\r\n'), true);
  assert.equal(facts.originalSizeBytes, content.length);
  assert.equal(facts.messageId, '<1@app>');
  assert.equal(facts.subject, 'Grüße');
  assert.equal(facts.headerFrom, 'app@contoso.com');
  assert.equal(facts.connectorId, 'EX1\\Anonymous Relay');
  assert.equal(facts.sourceName, 'SMTP:Anonymous Relay');
  assert.equal(facts.expiresAt, NOW + 172_800_000);
  assert.equal(facts.parameters.envid, 'QQ314159');
  assert.deepEqual(bench.events.tracked[0]?.recipientStatus, ['To', 'Bcc']);
  assert.deepEqual(
    bench.accepted[0]?.state.recipients.map(({ state, resolved }) => ({ state, resolved })),
    [
      { state: 'pending', resolved: false },
      { state: 'pending', resolved: false },
    ],
  );
});

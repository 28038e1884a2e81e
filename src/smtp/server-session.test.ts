import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as replies from './replies.ts';
import type { Refusal, Reply } from './reply.ts';
import { heloOf, initialState, isAuthenticated, isTls, step } from './server-session.ts';
import type { ServerEvent, SessionSettings } from './server-types.ts';
import { ARTICLE_SETTINGS, ScriptedServer, type Script } from './testing/scripted-server.ts';

const HELLO = ['EHLO printer'];
const SENDER = [...HELLO, 'MAIL FROM:<chris@contoso.com>'];
const RECIPIENT = [...SENDER, 'RCPT TO:<kate@fabrikam.com>'];
const BODY = [...RECIPIENT, 'DATA'];
const LOGIN: Partial<SessionSettings> = { authLogin: 'always' };

function refusal(reply: Reply, close = false): Refusal {
  return { reply, reason: 'test', by: 'test', close };
}

/** One row of receive-connectors.md §8.2. */
type Row = Readonly<{
  situation: string;
  settings?: Partial<SessionSettings>;
  script?: Script;
  before?: readonly string[];
  /** Sent with CRLF; null = the row is about the connection itself. */
  send: string | null;
  reply: string;
  counts?: boolean;
  delay?: 'tarpit' | 'auth';
  closes?: boolean;
}>;

function replyRow(
  situation: string,
  reply: Reply,
  script: (refusal: Refusal) => Script,
  row: Partial<Row>,
): Row {
  const text = `${reply.code} ${reply.status} ${reply.lines.join()}`;
  const close = row.closes === true;
  return {
    situation,
    script: script(refusal(reply, close)),
    send: 'MAIL FROM:<a@b>',
    before: HELLO,
    reply: text,
    ...row,
  };
}

const byMail = (verdict: Refusal): Script => ({ mail: () => verdict });
const byRcpt = (verdict: Refusal): Script => ({ rcpt: () => verdict });
const byBody = (verdict: Refusal): Script => ({ body: () => verdict });

const REFUSED_RCPT = { before: SENDER, send: 'RCPT TO:<a@b>', delay: 'tarpit' } as const;
const REFUSED_BODY = { before: BODY, send: '.', delay: 'tarpit' } as const;
const ERROR = { counts: true, delay: 'tarpit' } as const;

const ROWS: readonly Row[] = [
  { situation: 'connect', send: null, reply: ARTICLE_SETTINGS.banner },
  {
    situation: 'connect, custom Banner',
    settings: { banner: '220 Go ahead' },
    send: null,
    reply: '220 Go ahead',
  },
  { situation: 'HELO x', send: 'HELO x', reply: '250 ex1.contoso.com Hello [192.168.5.10]' },
  {
    situation: 'EHLO x',
    settings: {
      size: null,
      pipelining: false,
      dsn: false,
      startTls: false,
      chunking: false,
      eightBitMime: false,
    },
    send: 'EHLO x',
    reply: '250-ex1.contoso.com Hello [192.168.5.10]\r\n250 ENHANCEDSTATUSCODES',
  },
  { situation: 'HELO without a domain', send: 'HELO', reply: '250 ex1.contoso.com Hello [192.168.5.10]' },
  { situation: 'EHLO bad domain', send: 'EHLO a b', reply: '501 5.5.4 Invalid domain name', ...ERROR },
  { situation: 'HELO bad domain', send: 'HELO <x>', reply: '501 5.5.4 Invalid domain name', ...ERROR },
  {
    situation: 'EHLO without domain, RequireEHLODomain',
    settings: { requireEhloDomain: true },
    send: 'EHLO',
    reply: '501 5.5.4 Invalid domain name',
    delay: 'tarpit',
    closes: true,
  },
  {
    situation: 'EHLO with domain, RequireEHLODomain',
    settings: { requireEhloDomain: true },
    send: 'HELO x',
    reply: '250 ex1.contoso.com Hello [192.168.5.10]',
  },
  { situation: 'MAIL ok', before: HELLO, send: 'MAIL FROM:<a@b>', reply: '250 2.1.0 Sender OK' },
  { situation: 'MAIL before hello', send: 'MAIL FROM:<a@b>', reply: '503 5.5.2 Send hello first', ...ERROR },
  {
    situation: 'second MAIL',
    before: SENDER,
    send: 'MAIL FROM:<a@b>',
    reply: '503 5.5.2 Sender already specified',
    ...ERROR,
  },
  {
    situation: 'second MAIL after RCPT',
    before: RECIPIENT,
    send: 'MAIL FROM:<a@b>',
    reply: '503 5.5.2 Sender already specified',
    ...ERROR,
  },
  {
    situation: 'MAIL bad address',
    before: HELLO,
    send: 'MAIL FROM:<a b>',
    reply: '501 5.1.7 Invalid address',
    ...ERROR,
  },
  {
    situation: 'MAIL unknown parameter',
    before: HELLO,
    send: 'MAIL FROM:<a@b> X=1',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  {
    situation: 'RCPT unknown parameter',
    before: SENDER,
    send: 'RCPT TO:<a@b> X',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  replyRow('MAIL, no Submit right', replies.clientNotAuthenticated('classic'), byMail, { delay: 'tarpit' }),
  replyRow('MAIL before TLS, RequireTLS', replies.startTlsRequired, byMail, {}),
  replyRow('MAIL, rate exceeded', replies.rateExceeded, byMail, { closes: true }),
  replyRow('MAIL SIZE= too large', replies.sizeExceeded, byMail, { delay: 'tarpit' }),
  replyRow('MAIL, resources low', replies.insufficientResources, byMail, {}),
  replyRow('MAIL, sender refused', replies.cannotSendAs('classic', true), byMail, { delay: 'tarpit' }),
  replyRow('MAIL, sender blocked', replies.senderDenied, byMail, { delay: 'tarpit', closes: true }),
  { situation: 'RCPT ok', before: SENDER, send: 'RCPT TO:<a@b>', reply: '250 2.1.5 Recipient OK' },
  {
    situation: 'RCPT before MAIL',
    before: HELLO,
    send: 'RCPT TO:<a@b>',
    reply: '503 5.5.2 Need mail command',
    ...ERROR,
  },
  { situation: 'RCPT before hello', send: 'RCPT TO:<a@b>', reply: '503 5.5.2 Need mail command', ...ERROR },
  {
    situation: 'RCPT bad address',
    before: SENDER,
    send: 'RCPT TO:<>',
    reply: '501 5.1.3 Invalid address',
    ...ERROR,
  },
  replyRow('RCPT relay refused', replies.unableToRelay('classic'), byRcpt, REFUSED_RCPT),
  replyRow('RCPT unknown recipient', replies.userUnknown, byRcpt, REFUSED_RCPT),
  replyRow('RCPT reserved TLD', replies.reservedDomain('tld'), byRcpt, REFUSED_RCPT),
  replyRow('RCPT reserved 2nd level', replies.reservedDomain('second'), byRcpt, REFUSED_RCPT),
  replyRow('RCPT single label', replies.singleLabel, byRcpt, REFUSED_RCPT),
  replyRow('RCPT over the limit', replies.tooManyRecipients, byRcpt, {
    before: RECIPIENT,
    send: 'RCPT TO:<a@b>',
  }),
  replyRow('RCPT bad address found by policy', replies.invalidRecipientAddress, byRcpt, {
    ...REFUSED_RCPT,
    counts: true,
  }),
  {
    situation: 'RFC 5321 §3.3: DATA without an accepted RCPT',
    before: SENDER,
    send: 'DATA',
    reply: '503 5.5.2 Need rcpt command',
    ...ERROR,
  },
  {
    situation: 'DATA before MAIL',
    before: HELLO,
    send: 'DATA',
    reply: '503 5.5.2 Need rcpt command',
    ...ERROR,
  },
  {
    situation: 'DATA with an argument',
    before: RECIPIENT,
    send: 'DATA x',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  {
    situation: 'BDAT before RCPT',
    before: SENDER,
    send: 'BDAT 0 LAST',
    reply: '503 5.5.2 Need rcpt command',
    ...ERROR,
  },
  {
    situation: 'DATA ok',
    before: RECIPIENT,
    send: 'DATA',
    reply: '354 Start mail input; end with <CRLF>.<CRLF>',
  },
  {
    situation: 'end of data ok',
    before: BODY,
    send: 'x\r\n.',
    reply: '250 2.6.0 <1@client> [InternalId=1, Hostname=ex1.contoso.com] Queued mail for delivery',
  },
  {
    situation: 'BDAT non-last chunk ok',
    before: RECIPIENT,
    send: 'BDAT 4\r\nab',
    reply: '250 2.6.0 CHUNK received OK, 4 octets',
  },
  {
    situation: 'BDAT without a size',
    before: RECIPIENT,
    send: 'BDAT',
    reply: '501 5.5.4 Invalid arguments',
    delay: 'tarpit',
    closes: true,
  },
  {
    situation: 'BDAT with more than LAST',
    before: RECIPIENT,
    send: 'BDAT 0 LAST x',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  {
    situation: 'BDAT not offered',
    settings: { chunking: false },
    before: RECIPIENT,
    send: 'BDAT 0 LAST',
    reply: '500 5.3.3 Unrecognized command',
    ...ERROR,
  },
  replyRow('end of data, size', replies.sizeExceeded, byBody, REFUSED_BODY),
  replyRow('end of data, header', replies.headerTooLarge, byBody, { ...REFUSED_BODY, closes: true }),
  replyRow('end of data, hops', replies.hopCountExceeded, byBody, REFUSED_BODY),
  replyRow('end of data, bare LF', replies.bareLinefeed, byBody, REFUSED_BODY),
  replyRow('end of data, bare CR or NUL', replies.bareCrOrNul, byBody, REFUSED_BODY),
  replyRow('end of data, header From refused', replies.cannotSendAs('classic', false), byBody, REFUSED_BODY),
  replyRow('end of data, store unavailable', replies.storeUnavailable, byBody, { before: BODY, send: '.' }),
  { situation: 'RSET', before: RECIPIENT, send: 'RSET', reply: '250 2.0.0 Resetting' },
  { situation: 'RSET before hello', send: 'RSET', reply: '250 2.0.0 Resetting' },
  { situation: 'RSET with an argument', send: 'RSET x', reply: '501 5.5.4 Invalid arguments', ...ERROR },
  { situation: 'NOOP', send: 'NOOP', reply: '250 2.0.0 OK' },
  { situation: 'NOOP with an argument', send: 'NOOP x', reply: '250 2.0.0 OK' },
  {
    situation: 'HELP',
    send: 'HELP',
    reply:
      '214-This server supports the following commands:\r\n214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT',
  },
  { situation: 'VRFY x', send: 'VRFY x', reply: '252 2.1.5 Cannot VRFY user' },
  { situation: 'VRFY of nobody', send: 'VRFY', reply: '501 5.5.4 Invalid arguments', ...ERROR },
  ...['EXPN x', 'TURN', 'ETRN x'].map((send) => ({
    situation: send,
    send,
    reply: '502 5.3.3 Command not implemented',
    ...ERROR,
  })),
  ...['XYZZY', '', 'XEXCH50', 'X-EXPS GSSAPI', 'X-ANONYMOUSTLS', 'SEND FROM:<a@b>'].map((send) => ({
    situation: `unknown verb ${JSON.stringify(send)}`,
    send,
    reply: '500 5.3.3 Unrecognized command',
    ...ERROR,
  })),
  {
    situation: 'unknown verb, newer builds',
    settings: { replyFamily: 'modern' },
    send: "XY'ü x",
    reply: "500 5.3.3 Unrecognized command 'XY??'",
    ...ERROR,
  },
  { situation: 'line too long', send: 'x'.repeat(2001), reply: '500 5.3.3 Line too long', ...ERROR },
  {
    situation: 'line malformed',
    send: 'NOOP\nNOOP',
    reply: '500 5.5.2 A command line must end with CRLF and contain no other CR, LF or NUL',
    ...ERROR,
  },
  { situation: 'STARTTLS', before: HELLO, send: 'STARTTLS', reply: '220 2.0.0 SMTP server ready' },
  { situation: 'STARTTLS before hello', send: 'STARTTLS', reply: '503 5.5.2 Send hello first', ...ERROR },
  {
    situation: 'STARTTLS with an argument',
    before: HELLO,
    send: 'STARTTLS x',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  {
    situation: 'STARTTLS not offered',
    settings: { startTls: false },
    before: HELLO,
    send: 'STARTTLS',
    reply: '500 5.3.3 Unrecognized command',
    ...ERROR,
  },
  {
    situation: 'STARTTLS already on',
    before: [...HELLO, 'STARTTLS', ...HELLO],
    send: 'STARTTLS',
    reply: '503 5.5.2 Only one STARTTLS command can be issued per session',
    ...ERROR,
  },
  { situation: 'AUTH LOGIN', settings: LOGIN, before: HELLO, send: 'AUTH LOGIN', reply: '334 VXNlcm5hbWU6' },
  {
    situation: 'AUTH LOGIN, user given',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN'],
    send: 'YQ==',
    reply: '334 UGFzc3dvcmQ6',
  },
  {
    situation: 'AUTH ok',
    settings: LOGIN,
    script: { credentials: (user, password) => (user === 'a' && password === 'ü' ? 'accepted' : 'refused') },
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: 'w7w=',
    reply: '235 2.7.0 Authentication successful',
  },
  {
    situation: 'AUTH ok, password in Latin-1',
    settings: LOGIN,
    script: { credentials: (_, password) => (password === 'ü' ? 'accepted' : 'refused') },
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: '/A==',
    reply: '235 2.7.0 Authentication successful',
  },
  {
    situation: 'AUTH bad credentials',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: 'YQ==',
    reply: '535 5.7.3 Authentication unsuccessful',
    delay: 'auth',
  },
  {
    situation: 'AUTH bad credentials, at the limit',
    settings: { ...LOGIN, maxLogonFailures: 1 },
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: 'YQ==',
    reply: '421 4.7.0 Too many errors on this connection, closing transmission channel',
    closes: true,
  },
  {
    situation: 'AUTH mechanism not offered',
    settings: LOGIN,
    before: HELLO,
    send: 'AUTH PLAIN',
    reply: '504 5.7.4 Unrecognized authentication type',
    counts: true,
    delay: 'auth',
  },
  {
    situation: 'AUTH LOGIN not offered',
    before: HELLO,
    send: 'AUTH LOGIN',
    reply: '504 5.7.4 Unrecognized authentication type',
    counts: true,
    delay: 'auth',
  },
  {
    situation: 'AUTH LOGIN offered after TLS only',
    settings: { authLogin: 'afterTls' },
    before: HELLO,
    send: 'AUTH LOGIN',
    reply: '504 5.7.4 Unrecognized authentication type',
    counts: true,
    delay: 'auth',
  },
  {
    situation: 'AUTH, directory unavailable',
    settings: LOGIN,
    script: { credentials: () => 'unavailable' },
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: 'YQ==',
    reply: '454 4.7.0 Temporary authentication failure',
  },
  ...['AUTH LOGIN YQ', 'AUTH LOGIN Y Q==', 'AUTH LOGIN AA=='].map((send) => ({
    situation: `AUTH bad base64: ${send}`,
    settings: LOGIN,
    before: HELLO,
    send,
    reply: '501 5.5.4 Invalid arguments',
    counts: true,
    delay: 'auth' as const,
  })),
  {
    situation: 'AUTH bad base64 for the password',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN YQ=='],
    send: '=',
    reply: '501 5.5.4 Invalid arguments',
    counts: true,
    delay: 'auth',
  },
  {
    situation: 'RFC 4954 §4: AUTH canceled',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN'],
    send: '*',
    reply: '501 5.7.0 Authentication canceled',
    counts: true,
    delay: 'auth',
  },
  {
    situation: 'AUTH, answer too long',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN'],
    send: 'A'.repeat(2001),
    reply: '500 5.3.3 Line too long',
    ...ERROR,
  },
  {
    situation: 'AUTH without a mechanism',
    settings: LOGIN,
    before: HELLO,
    send: 'AUTH',
    reply: '501 5.5.4 Invalid arguments',
    ...ERROR,
  },
  {
    situation: 'AUTH before hello',
    settings: LOGIN,
    send: 'AUTH LOGIN',
    reply: '503 5.5.2 Send hello first',
    ...ERROR,
  },
  {
    situation: 'AUTH second time',
    settings: LOGIN,
    script: { credentials: () => 'accepted' },
    before: [...HELLO, 'AUTH LOGIN YQ==', 'YQ=='],
    send: 'AUTH LOGIN',
    reply: '503 5.5.2 Already authenticated',
    ...ERROR,
  },
  {
    situation: 'AUTH inside a transaction',
    settings: LOGIN,
    before: SENDER,
    send: 'AUTH LOGIN',
    reply: '503 5.5.2 Already authenticated',
    ...ERROR,
  },
  { situation: 'QUIT', send: 'QUIT', reply: '221 2.0.0 Service closing transmission channel', closes: true },
  { situation: 'QUIT with an argument', send: 'QUIT x', reply: '501 5.5.4 Invalid arguments', ...ERROR },
];

function sendLines(server: ScriptedServer, lines: readonly string[]): void {
  for (const line of lines) server.receive(Buffer.from(`${line}\r\n`));
}

describe('receive-connectors.md §8.2', () => {
  for (const row of ROWS) {
    it(`${row.situation}: ${row.reply.slice(0, 60)}`, () => {
      const server = new ScriptedServer({ ...ARTICLE_SETTINGS, ...row.settings }, row.script);
      if (row.send !== null) {
        sendLines(server, row.before ?? []);
        server.takeOutput();
      }
      const { errors } = server.state;
      if (row.send !== null) sendLines(server, [row.send]);
      assert.equal(server.takeOutput(), `${row.reply}\r\n`);
      assert.equal(server.replies.at(-1)?.delay, row.delay ?? 'none', 'delay');
      assert.equal(server.state.errors - errors, row.counts === true ? 1 : 0, 'counts to MaxProtocolErrors');
      assert.equal(server.closed, row.closes === true, 'closes');
    });
  }
});

describe('MaxProtocolErrors', () => {
  const tooMany = '421 4.7.0 Too many errors on this connection, closing transmission channel\r\n';
  for (const limit of [0, 1, 5]) {
    it(`Exchange: with a limit of ${limit} error ${limit + 1} is answered by the 421`, () => {
      const server = new ScriptedServer({ ...ARTICLE_SETTINGS, maxProtocolErrors: limit });
      for (let error = 1; error <= limit; error++) {
        server.takeOutput();
        sendLines(server, ['XYZZY']);
        assert.equal(server.takeOutput(), '500 5.3.3 Unrecognized command\r\n');
      }
      server.takeOutput();
      sendLines(server, ['XYZZY', 'NOOP']);
      assert.equal(server.takeOutput(), tooMany);
      assert.ok(server.closed);
    });
  }

  it('Exchange: unlimited never closes', () => {
    const server = new ScriptedServer({ ...ARTICLE_SETTINGS, maxProtocolErrors: null });
    for (let error = 0; error < 1000; error++) sendLines(server, ['XYZZY']);
    assert.ok(!server.closed);
  });

  it('a refused BDAT that is one error too many ends the session before its octets', () => {
    const server = new ScriptedServer({ ...ARTICLE_SETTINGS, maxProtocolErrors: 0 });
    server.takeOutput();
    sendLines(server, ['BDAT 100']);
    assert.equal(server.takeOutput(), tooMany);
  });

  it('Exchange: -MaxLogonFailures 0 never closes', () => {
    const server = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN, maxLogonFailures: 0 });
    sendLines(server, HELLO);
    for (let attempt = 0; attempt < 50; attempt++) sendLines(server, ['AUTH LOGIN YQ==', 'YQ==']);
    assert.ok(!server.closed);
  });
});

describe('transactions', () => {
  const resets = (server: ScriptedServer): number =>
    server.effects.filter(({ type }) => type === 'resetTransaction').length;

  for (const [rule, line] of [
    ['RFC 5321 §4.1.4: EHLO ends an open transaction', 'EHLO again'],
    ['RFC 5321 §4.1.4: HELO does', 'HELO again'],
    ['RFC 5321 §4.1.1.5: RSET does', 'RSET'],
    ['RFC 3207 §4.2: STARTTLS does', 'STARTTLS'],
    ['QUIT does', 'QUIT'],
  ] as const) {
    it(`${rule}, and says so once`, () => {
      const open = new ScriptedServer(ARTICLE_SETTINGS);
      sendLines(open, [...RECIPIENT, line]);
      assert.equal(resets(open), 1);
      const idle = new ScriptedServer(ARTICLE_SETTINGS);
      sendLines(idle, [...HELLO, line]);
      assert.equal(resets(idle), 0);
    });
  }

  it('RFC 5321 §4.1.4: a hello that is refused leaves the transaction alone', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, [...RECIPIENT, 'EHLO a b', 'DATA', 'x', '.']);
    assert.deepEqual(server.messages, ['x\r\n']);
  });

  it('a refused recipient leaves those accepted before it', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS, {
      rcpt: ({ local }) => (local === 'bad' ? refusal(replies.userUnknown) : null),
    });
    sendLines(server, [
      ...SENDER,
      'RCPT TO:<bad@x>',
      'DATA',
      'RCPT TO:<good@x>',
      'RCPT TO:<bad@x>',
      'DATA',
      '.',
    ]);
    assert.equal(server.messages.length, 1);
  });

  it('a transaction is over after its body, taken or refused', () => {
    for (const body of [(): null => null, (): Refusal => refusal(replies.sizeExceeded)]) {
      const server = new ScriptedServer(ARTICLE_SETTINGS, { body });
      sendLines(server, [...BODY, '.']);
      server.takeOutput();
      sendLines(server, ['DATA', 'MAIL FROM:<a@b>']);
      assert.equal(server.takeOutput(), '503 5.5.2 Need rcpt command\r\n250 2.1.0 Sender OK\r\n');
    }
  });

  it('RFC 3030 §2: a chunk that is refused ends the transaction, and the chunks behind it are dropped', () => {
    let state = initialState(ARTICLE_SETTINGS);
    const give = (event: ServerEvent): readonly string[] => {
      const next = step(state, event);
      state = next.state;
      return next.effects.map((effect) =>
        effect.type === 'reply' ? `${effect.reply.code} ${effect.reply.lines.join()}` : effect.type,
      );
    };
    const line = (text: string): ServerEvent => ({ type: 'line', line: Buffer.from(text) });
    give(line('EHLO x'));
    give(line('MAIL FROM:<a@b>'));
    give({ type: 'mailDecided', refusal: null });
    give(line('RCPT TO:<a@b>'));
    give({ type: 'rcptDecided', refusal: null });
    assert.deepEqual(give(line('BDAT 10')), ['receiveChunk']);
    const refused = give({ type: 'bodyDecided', outcome: refusal(replies.sizeExceeded) });
    assert.deepEqual(refused, ['552 Message size exceeds fixed maximum message size']);
    assert.deepEqual(give(line('BDAT 10 LAST')), ['503 Need rcpt command', 'discardChunk']);
    assert.throws(() => give(line('NOOP')), /line in phase waitDiscard/);
    assert.deepEqual(give({ type: 'chunkReceived', octets: 10 }), []);
    assert.deepEqual(give(line('NOOP')), ['250 OK']);
  });

  it('a chunk stays a chunk when CHUNKING is switched off after it was offered', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, RECIPIENT);
    server.give({ type: 'settings', settings: { ...ARTICLE_SETTINGS, chunking: false } });
    server.receive(Buffer.from('BDAT 6 LAST\r\nQUIT\r\n'));
    assert.deepEqual(server.messages, ['QUIT\r\n']);
    assert.ok(!server.closed);
  });

  it('RFC 6531 §3.4: RCPT may go beyond ASCII in a transaction with SMTPUTF8', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, [...HELLO, 'MAIL FROM:<a@b> SMTPUTF8']);
    server.takeOutput();
    sendLines(server, ['RCPT TO:<ü@b>', 'RSET', 'MAIL FROM:<a@b>', 'RCPT TO:<ü@b>']);
    assert.deepEqual(server.takeOutput().split('\r\n'), [
      '250 2.1.5 Recipient OK',
      '250 2.0.0 Resetting',
      '250 2.1.0 Sender OK',
      '501 5.1.3 Invalid address',
      '',
    ]);
  });
});

describe('what the pump may ask', () => {
  it('the name in the hello, through every phase', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    assert.equal(heloOf(server.state), '');
    for (const line of RECIPIENT) {
      sendLines(server, [line]);
      assert.equal(heloOf(server.state), 'printer');
    }
    sendLines(server, ['BDAT 9']);
    assert.equal(heloOf(server.state), 'printer');
    server.receive(Buffer.from('123456789'));
    sendLines(server, ['STARTTLS']);
    assert.equal(heloOf(server.state), '');
  });

  it('RFC 3207 §4.2: authentication and hello do not outlive STARTTLS; plaintext behind it is dropped', () => {
    const server = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN }, { credentials: () => 'accepted' });
    sendLines(server, [...HELLO, 'AUTH LOGIN YQ==', 'YQ==']);
    assert.ok(isAuthenticated(server.state));
    assert.ok(!isTls(server.state));
    server.takeOutput();
    server.receive(Buffer.from('STARTTLS\r\nEHLO injected\r\nMAIL FROM:<a@b>\r\nRCPT'));
    assert.equal(server.takeOutput(), '220 2.0.0 SMTP server ready\r\n');
    assert.equal(server.dropped, 36);
    assert.ok(!isAuthenticated(server.state));
    assert.ok(isTls(server.state));
    sendLines(server, ['MAIL FROM:<a@b>']);
    assert.equal(server.takeOutput(), '503 5.5.2 Send hello first\r\n');
  });
});

describe('terminate', () => {
  const terminate: ServerEvent = { type: 'terminate', refusal: refusal(replies.connectionTimedOut, true) };

  it('replies, drops the open transaction and closes, also while an answer is owed', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, BODY);
    server.takeOutput();
    server.give(terminate);
    assert.equal(server.takeOutput(), '421 4.4.1 Connection timed out\r\n');
    assert.deepEqual(server.effects.slice(-2), [{ type: 'resetTransaction' }, { type: 'close' }]);
  });

  it('says nothing during the TLS handshake', () => {
    let { state } = step(initialState(ARTICLE_SETTINGS), { type: 'line', line: Buffer.from('HELO x') });
    ({ state } = step(state, { type: 'line', line: Buffer.from('STARTTLS') }));
    assert.deepEqual(step(state, terminate).effects, [{ type: 'close' }]);
  });

  it('is the end: an answer that comes late and lines behind it are ignored', () => {
    let { state } = step(initialState(ARTICLE_SETTINGS), { type: 'line', line: Buffer.from('HELO x') });
    ({ state } = step(state, { type: 'line', line: Buffer.from('MAIL FROM:<a@b>') }));
    ({ state } = step(state, terminate));
    const late: readonly ServerEvent[] = [
      { type: 'mailDecided', refusal: null },
      { type: 'line', line: Buffer.from('NOOP') },
      terminate,
    ];
    for (const event of late) assert.deepEqual(step(state, event), { state, effects: [] });
  });

  it('an answer that nobody waits for is our bug', () => {
    const state = initialState(ARTICLE_SETTINGS);
    const answers: readonly ServerEvent[] = [
      { type: 'mailDecided', refusal: null },
      { type: 'rcptDecided', refusal: null },
      { type: 'bodyDecided', outcome: { text: '' } },
      { type: 'chunkReceived', octets: 1 },
      { type: 'authDecided', outcome: 'accepted' },
      { type: 'tlsStarted' },
    ];
    for (const event of answers) assert.throws(() => step(state, event), /in phase connected/);
  });
});

const commandLines = fc.oneof(
  fc.constantFrom(
    ...RECIPIENT,
    'DATA',
    'RSET',
    'NOOP',
    'HELP',
    'STARTTLS',
    'QUIT',
    'VRFY x',
    'EXPN x',
    '',
    '*',
    'YQ==',
  ),
  fc.constantFrom(
    'MAIL FROM:<>',
    'MAIL FROM:<a@b> BODY=BINARYMIME',
    'RCPT TO:<refused@x>',
    'AUTH LOGIN',
    'AUTH LOGIN YQ==',
    'AUTH PLAIN',
  ),
  fc.constantFrom(
    'BDAT 3',
    'BDAT 0',
    'BDAT 3 LAST',
    'BDAT 0 LAST',
    'BDAT 2 X',
    'BDAT x',
    'x'.repeat(2500),
    'NOOP\nQUIT',
    'HELO a\0',
  ),
  fc.string({ maxLength: 30 }).filter((text) => !/[\r\n\0]/.test(text)),
);

const ANYTHING: Script = {
  mail: (path) => (path === null ? refusal(replies.senderDenied) : null),
  rcpt: ({ local }) => (local === 'refused' ? refusal(replies.userUnknown) : null),
  credentials: (user) => (user === 'a' ? 'accepted' : 'refused'),
};

describe('properties', () => {
  it('any command sequence gets one reply a command, and no crash', () => {
    const settings: SessionSettings = {
      ...ARTICLE_SETTINGS,
      ...LOGIN,
      maxProtocolErrors: null,
      maxLogonFailures: 0,
    };
    fc.assert(
      fc.property(fc.array(commandLines, { maxLength: 40 }), (lines) => {
        const server = new ScriptedServer(settings, ANYTHING);
        for (const line of lines) {
          const open = !server.closed;
          const before = server.replies.length;
          server.receive(Buffer.from(`${line}\r\n`));
          const chunk =
            server.state.phase.name === 'waitBody' ||
            server.state.phase.name === 'waitChunk' ||
            server.state.phase.name === 'waitDiscard';
          if (server.takesData) {
            assert.equal(server.replies.length - before, 1);
            server.receive(Buffer.from('text\r\n.\r\n'));
            assert.equal(server.replies.length - before, 2);
            continue;
          }
          if (chunk) server.receive(Buffer.alloc(Number(line.split(' ')[1]), 'x'));
          assert.equal(server.replies.length - before, open ? 1 : 0, line);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('any octets get the same answers however they are split, and no crash', () => {
    const pieces = fc.oneof(
      commandLines,
      fc.constantFrom('\r', '\n', '.', '\0', '\r\n.\r\n', '\r\n', '\r\n'),
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 40 }),
        fc.array(fc.nat(400), { maxLength: 20 }),
        (texts, cuts) => {
          // What follows STARTTLS in the same packet is dropped, so that there the split does count.
          const octets = Buffer.from(
            texts.map((text) => (text === 'STARTTLS' ? '' : `${text}\r\n`)).join(''),
          );
          const whole = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN }, ANYTHING);
          whole.receive(octets);
          const split = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN }, ANYTHING);
          const points = [
            0,
            ...cuts.filter((cut) => cut < octets.length).sort((a, b) => a - b),
            octets.length,
          ];
          for (const [index, end] of points.slice(1).entries()) {
            split.receive(Buffer.from(octets.subarray(points[index], end)));
          }
          assert.deepEqual(split.replies, whole.replies);
          assert.deepEqual(split.effects, whole.effects);
          assert.deepEqual(split.messages, whole.messages);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a client that makes errors only is cut off after the limit, whatever it sends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('XYZZY', 'DATA', 'EHLO a b', 'BDAT 0'), { minLength: 6, maxLength: 9 }),
        (lines) => {
          const server = new ScriptedServer(ARTICLE_SETTINGS);
          sendLines(server, lines);
          assert.ok(server.closed);
          assert.equal(server.replies.length, 7);
        },
      ),
    );
  });
});

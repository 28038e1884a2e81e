import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as replies from './replies.ts';
import type { Refusal, Reply } from './reply.ts';
import type { SessionSettings } from './server-types.ts';
import { BODY, HELLO, LOGIN, RECIPIENT, refusal, SENDER, sendLines } from './testing/client-lines.ts';
import { ARTICLE_SETTINGS, ScriptedServer, type Script } from './testing/scripted-server.ts';

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
    situation: 'RFC 4954 §4: AUTH, an answer of 12,284 octets',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN'],
    send: 'YWFh'.repeat(3071),
    reply: '334 UGFzc3dvcmQ6',
  },
  {
    situation: 'AUTH, answer too long',
    settings: LOGIN,
    before: [...HELLO, 'AUTH LOGIN'],
    send: 'A'.repeat(12_287),
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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatMailbox, formatReversePath } from '../mail/address.ts';
import * as replies from './replies.ts';
import type { Refusal } from './reply.ts';
import { heloOf, initialState, isAuthenticated, isTls, step } from './server-session.ts';
import type { ServerEvent } from './server-types.ts';
import { BODY, HELLO, LOGIN, RECIPIENT, refusal, SENDER, sendLines } from './testing/client-lines.ts';
import { ARTICLE_SETTINGS, ScriptedServer } from './testing/scripted-server.ts';

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

  it('RFC 5321 §4.1.1.5: RSET takes nothing from a session that has nothing, and leaves it open', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    for (const lines of [[], HELLO, [...SENDER, 'RCPT TO:<a@b>', 'DATA', 'x', '.']]) {
      sendLines(server, lines);
      server.takeOutput();
      sendLines(server, ['RSET']);
      assert.equal(server.takeOutput(), '250 2.0.0 Resetting\r\n');
    }
    assert.ok(!server.closed);
  });

  it('RFC 3030 §2: RSET between the chunks drops those that came, and the next message begins anew', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, RECIPIENT);
    server.receive(Buffer.from('BDAT 5\r\nfirstRSET\r\n'));
    sendLines(server, ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>']);
    server.receive(Buffer.from('BDAT 6 LAST\r\nsecond'));
    assert.deepEqual(server.messages, ['second\r\n']);
  });

  for (const line of [
    'NOOP x',
    'HELP',
    'HELP DATA',
    'VRFY kate',
    'EXPN staff',
    'XYZZY',
    'MAIL FROM:<b@c>',
    'AUTH LOGIN',
  ]) {
    it(`RFC 5321 §4.1.1, §4.1.4: ${line} changes nothing in an open transaction`, () => {
      const server = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN });
      sendLines(server, RECIPIENT);
      const { phase } = server.state;
      sendLines(server, [line]);
      assert.deepEqual(server.state.phase, phase);
      sendLines(server, ['DATA', 'x', '.']);
      assert.deepEqual(server.messages, ['x\r\n']);
    });
  }

  for (const [rule, before, line] of [
    ['a MAIL that cannot be read', HELLO, 'MAIL FROM:<a b>'],
    ['a RCPT that cannot be read', RECIPIENT, 'RCPT TO:<a b>'],
    ['RCPT before MAIL', HELLO, 'RCPT TO:<a@b>'],
    ['DATA before RCPT', SENDER, 'DATA'],
    ['DATA with an argument', RECIPIENT, 'DATA now'],
    ['RSET with an argument', RECIPIENT, 'RSET now'],
  ] as const) {
    it(`RFC 5321 §4.1.4: ${rule} leaves the session where it was`, () => {
      const server = new ScriptedServer(ARTICLE_SETTINGS);
      sendLines(server, before);
      const { phase } = server.state;
      sendLines(server, [line]);
      assert.match(server.replies.at(-1)?.reply.code.toString() ?? '', /^50[13]$/);
      assert.deepEqual(server.state.phase, phase);
    });
  }

  it('RFC 5321 §2.4: verbs, keywords and domains go without regard to case, the local-part keeps its own', () => {
    const heard: string[] = [];
    const server = new ScriptedServer(ARTICLE_SETTINGS, {
      mail: (path) => {
        heard.push(formatReversePath(path));
        return null;
      },
      rcpt: (path) => {
        heard.push(formatMailbox(path));
        return null;
      },
    });
    sendLines(server, [
      'ehLO Printer',
      'mAIL fRoM:<ChRis@Contoso.COM> bOdY=8bitMIME',
      'rcPT tO:<KaTe@FabriKam.com>',
    ]);
    sendLines(server, ['dATa', 'x', '.']);
    assert.deepEqual(heard, ['ChRis@contoso.com', 'KaTe@fabrikam.com']);
    assert.deepEqual(server.messages, ['x\r\n']);
  });

  it('RFC 5321 §4.1.4: the name in the hello decides nothing, whatever it is', () => {
    for (const name of ['nobody.invalid', 'localhost', '[203.0.113.9]', 'ex1.contoso.com']) {
      const server = new ScriptedServer(ARTICLE_SETTINGS);
      sendLines(server, [`EHLO ${name}`, ...BODY.slice(1), 'x', '.']);
      assert.equal(server.messages.length, 1, name);
    }
  });

  it('RFC 5321 §3.2: HELO has one line, also after EHLO', () => {
    const server = new ScriptedServer(ARTICLE_SETTINGS);
    sendLines(server, HELLO);
    server.takeOutput();
    sendLines(server, ['HELO printer']);
    assert.equal(server.takeOutput(), '250 ex1.contoso.com Hello [192.168.5.10]\r\n');
  });

  it('RFC 5321 §4.2.4: what EHLO offers is not answered as unknown or not implemented', () => {
    const commands: Readonly<Record<string, string>> = {
      STARTTLS: 'STARTTLS',
      'AUTH LOGIN': 'AUTH LOGIN',
      CHUNKING: 'BDAT 0 LAST',
      SIZE: 'MAIL FROM:<a@b> SIZE=1',
      '8BITMIME': 'MAIL FROM:<a@b> BODY=8BITMIME',
      BINARYMIME: 'MAIL FROM:<a@b> BODY=BINARYMIME',
      DSN: 'MAIL FROM:<a@b> RET=HDRS ENVID=1',
      SMTPUTF8: 'MAIL FROM:<ü@b> SMTPUTF8',
    };
    for (const [keyword, command] of Object.entries(commands)) {
      const server = new ScriptedServer({ ...ARTICLE_SETTINGS, ...LOGIN });
      sendLines(server, HELLO);
      assert.match(server.takeOutput(), new RegExp(`^250[- ]${keyword}\\b`, 'm'));
      sendLines(server, [command]);
      assert.doesNotMatch(server.takeOutput(), /^50[0124]/, keyword);
    }
  });

  it('RFC 3461 §5.1: valid parameters of DSN change no answer, be it a yes or a no', () => {
    const answers = (ofMail: string, ofRcpt: string): string => {
      const server = new ScriptedServer(ARTICLE_SETTINGS, {
        mail: (path) => (path === null ? refusal(replies.senderDenied) : null),
        rcpt: ({ local }) => (local === 'no' ? refusal(replies.userUnknown) : null),
      });
      sendLines(server, HELLO);
      server.takeOutput();
      sendLines(server, [`MAIL FROM:<>${ofMail}`, `MAIL FROM:<a@b>${ofMail}`]);
      sendLines(server, [`RCPT TO:<no@b>${ofRcpt}`, `RCPT TO:<yes@b>${ofRcpt}`]);
      return server.takeOutput();
    };
    const plain = answers('', '');
    for (const ofMail of [' RET=FULL', ' ENVID=QQ314', ' RET=HDRS ENVID=a'])
      for (const ofRcpt of [' NOTIFY=NEVER', ' NOTIFY=SUCCESS,DELAY', ' ORCPT=rfc822;a@b'])
        assert.equal(answers(ofMail, ofRcpt), plain);
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

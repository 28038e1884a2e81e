import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clientStep, initialClientState } from './client-session.ts';
import type {
  ClientEffect,
  ClientEvent,
  ClientSettings,
  ClientState,
  ClientTransaction,
} from './client-types.ts';
import { parseExtensions } from './peer-extensions.ts';
import type { Reply } from './reply.ts';

const SETTINGS: ClientSettings = {
  helo: 'us.example',
  forceHelo: false,
  startTls: 'opportunistic',
  authentication: null,
};

function transaction(...addresses: readonly string[]): ClientTransaction {
  return {
    reversePath: { local: 'from', domain: 'a.example' },
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    recipients: addresses.map((local) => ({
      address: { local, domain: 'b.example' },
      parameters: { notify: [], orcpt: null },
    })),
    sizeBytes: 100,
  };
}

function reply(text: string): ClientEvent {
  const [code = '', ...words] = text.split(' ');
  return { type: 'reply', reply: { code: Number(code), status: '', lines: [words.join(' ')] } };
}

function ehlo(...keywords: readonly string[]): ClientEvent {
  return { type: 'reply', reply: { code: 250, status: '', lines: ['sink.example', ...keywords] } };
}

/** Plays events and shows the effects: what is sent as its text, the rest by name. */
function play(events: readonly ClientEvent[], settings: Partial<ClientSettings> = {}): string[] {
  let state: ClientState = initialClientState({ ...SETTINGS, ...settings });
  const shown: string[] = [];
  for (const event of events) {
    const next = clientStep(state, event);
    state = next.state;
    shown.push(...next.effects.map(show));
  }
  return shown;
}

function show(effect: ClientEffect): string {
  switch (effect.type) {
    case 'send':
      return effect.text.replaceAll('\r\n', '|');
    case 'outcome':
      return `outcome ${effect.outcome.replies.map(({ code }) => code).join(',')}`;
    case 'fault':
      return `fault ${effect.fault.stage}`;
    case 'sendContent':
      return `content ${effect.framing}`;
    case 'probed':
      return `probed ${effect.refusal?.code ?? 'yes'}`;
    case 'ready':
    case 'startTls':
    case 'close':
      return effect.type;
  }
}

const MAIL = 'MAIL FROM:<from@a.example>|';

const DIALOGUES: readonly Readonly<{
  rule: string;
  settings?: Partial<ClientSettings>;
  events: readonly ClientEvent[];
  expect: readonly string[];
}>[] = [
  {
    rule: 'RFC 5321 §3.2: EHLO refused with 5xx falls back to HELO',
    events: [reply('220 hi'), reply('502 no'), reply('250 hello')],
    expect: ['EHLO us.example|', 'HELO us.example|', 'ready'],
  },
  {
    rule: 'Exchange: ForceHELO never says EHLO',
    settings: { forceHelo: true },
    events: [reply('220 hi'), reply('250 hello')],
    expect: ['HELO us.example|', 'ready'],
  },
  {
    rule: 'RFC 3207 §4.2: after the handshake EHLO is said again',
    events: [reply('220 hi'), ehlo('STARTTLS'), reply('220 go'), { type: 'tlsStarted' }, ehlo()],
    expect: ['EHLO us.example|', 'STARTTLS|', 'startTls', 'EHLO us.example|', 'ready'],
  },
  {
    rule: 'opportunistic TLS: a refused STARTTLS goes on in clear',
    events: [reply('220 hi'), ehlo('STARTTLS'), reply('454 no')],
    expect: ['EHLO us.example|', 'STARTTLS|', 'ready'],
  },
  {
    rule: 'Exchange: RequireTLS without STARTTLS sends nothing',
    settings: { startTls: 'required' },
    events: [reply('220 hi'), ehlo()],
    expect: ['EHLO us.example|', 'fault tlsNotOffered', 'QUIT|'],
  },
  {
    rule: 'Exchange: IgnoreSTARTTLS does not ask for TLS',
    settings: { startTls: 'never' },
    events: [reply('220 hi'), ehlo('STARTTLS')],
    expect: ['EHLO us.example|', 'ready'],
  },
  {
    rule: 'BasicAuth: AUTH LOGIN with user and password in base64',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH PLAIN LOGIN'), reply('334 x'), reply('334 y'), reply('235 ok')],
    expect: ['EHLO us.example|', 'AUTH LOGIN|', 'dXNlcg==|', 'cGFzcw==|', 'ready'],
  },
  {
    rule: 'BasicAuth: AUTH PLAIN where LOGIN is not offered',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH PLAIN CRAM-MD5'), reply('235 ok')],
    expect: ['EHLO us.example|', 'AUTH PLAIN AHVzZXIAcGFzcw==|', 'ready'],
  },
  {
    rule: 'a refused AUTH PLAIN is a fault of the session',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH PLAIN'), reply('535 no')],
    expect: ['EHLO us.example|', 'AUTH PLAIN AHVzZXIAcGFzcw==|', 'fault auth', 'QUIT|'],
  },
  {
    rule: 'neither LOGIN nor PLAIN: a fault of the session',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH CRAM-MD5')],
    expect: ['EHLO us.example|', 'fault authNotOffered', 'QUIT|'],
  },
  {
    rule: 'BasicAuthRequireTLS: no password without TLS',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: true } },
    events: [reply('220 hi'), ehlo('AUTH LOGIN')],
    expect: ['EHLO us.example|', 'fault tlsNotOffered', 'QUIT|'],
  },
  {
    rule: 'a refused sign-in is a fault of the session',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH LOGIN'), reply('334 x'), reply('334 y'), reply('535 no')],
    expect: ['EHLO us.example|', 'AUTH LOGIN|', 'dXNlcg==|', 'cGFzcw==|', 'fault auth', 'QUIT|'],
  },
  {
    rule: 'RFC 5321 §4.3.1: nothing is said before the greeting',
    events: [],
    expect: [],
  },
  {
    rule: 'RFC 5321 §4.2: codes that nobody has heard of mean what their first digit says',
    events: [
      reply('299 hi'),
      reply('219 hello'),
      { type: 'transaction', transaction: transaction('a', 'b', 'c', 'd') },
      reply('279 from'),
      reply('251 forwarded'),
      reply('289 to'),
      reply('479 later'),
      reply('579 never'),
      reply('354 go'),
      { type: 'contentWritten', next: null },
      reply('298 taken'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      MAIL,
      ...['a', 'b', 'c', 'd'].map((local) => `RCPT TO:<${local}@b.example>|`),
      'DATA|',
      'content dot',
      'outcome 298,298,479,579',
      'ready',
    ],
  },
  {
    rule: 'RFC 5321 §3.4: 551 is a refusal of that recipient, whatever address stands in it',
    events: [
      reply('220 hi'),
      ehlo(),
      { type: 'transaction', transaction: transaction('x', 'y') },
      reply('250 m'),
      reply('551 User not local; please try <z@c.example>'),
      reply('250 r'),
      reply('354 go'),
      { type: 'contentWritten', next: null },
      reply('250 taken'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      MAIL,
      'RCPT TO:<x@b.example>|',
      'RCPT TO:<y@b.example>|',
      'DATA|',
      'content dot',
      'outcome 551,250',
      'ready',
    ],
  },
  ...['250 what', '399 go', '451 later', '554 no'].map((answer) => ({
    rule: `RFC 5321 §3.3: no content without a 354: DATA answered with ${answer}`,
    events: [
      reply('220 hi'),
      ehlo(),
      { type: 'transaction' as const, transaction: transaction('x') },
      reply('250 m'),
      reply('250 r'),
      reply(answer),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      MAIL,
      'RCPT TO:<x@b.example>|',
      'DATA|',
      `outcome ${answer.startsWith('4') || answer.startsWith('5') ? answer.slice(0, 3) : '451'}`,
      answer.startsWith('4') || answer.startsWith('5') ? 'ready' : 'close',
    ],
  })),
  {
    rule: 'RFC 5321 §4.1.1.10: the connection is closed when QUIT has its answer, not before',
    events: [reply('220 hi'), ehlo(), { type: 'quit' }, reply('221 bye')],
    expect: ['EHLO us.example|', 'ready', 'QUIT|', 'close'],
  },
  {
    rule: 'RFC 5321 §4.5.4.1: a MAIL that was refused for good is asked again for the next message',
    events: [
      reply('220 hi'),
      ehlo(),
      { type: 'transaction', transaction: transaction('x') },
      reply('550 not you'),
      { type: 'transaction', transaction: transaction('x') },
      reply('250 m'),
    ],
    expect: ['EHLO us.example|', 'ready', MAIL, 'outcome 550', 'ready', MAIL, 'RCPT TO:<x@b.example>|'],
  },
  {
    rule: 'RFC 4954 §4: sign-in goes by the first digit too',
    settings: { authentication: { user: 'user', password: 'pass', afterTlsOnly: false } },
    events: [reply('220 hi'), ehlo('AUTH LOGIN'), reply('330 x'), reply('339 y'), reply('239 ok')],
    expect: ['EHLO us.example|', 'AUTH LOGIN|', 'dXNlcg==|', 'cGFzcw==|', 'ready'],
  },
  {
    rule: 'a banner other than 2yz is a fault',
    events: [reply('554 no')],
    expect: ['fault banner', 'QUIT|'],
  },
  {
    rule: 'a probe asks for sender and recipients one by one, never says DATA, and quits',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'probe', transaction: transaction('x', 'y') },
      reply('250 m'),
      reply('250 x'),
      reply('250 y'),
      reply('221 bye'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      MAIL,
      'RCPT TO:<x@b.example>|',
      'RCPT TO:<y@b.example>|',
      'probed yes',
      'QUIT|',
      'close',
    ],
  },
  {
    rule: 'a probe ends at the first refusal',
    events: [
      reply('220 hi'),
      ehlo(),
      { type: 'probe', transaction: transaction('x', 'y') },
      reply('250 m'),
      reply('550 no'),
    ],
    expect: ['EHLO us.example|', 'ready', MAIL, 'RCPT TO:<x@b.example>|', 'probed 550', 'QUIT|'],
  },
  {
    rule: 'a probe without a transaction quits at once',
    events: [reply('220 hi'), ehlo(), { type: 'probe', transaction: null }],
    expect: ['EHLO us.example|', 'ready', 'probed yes', 'QUIT|'],
  },
  {
    rule: 'RFC 2920: the commands of a transaction leave in one write',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'transaction', transaction: transaction('x', 'y') },
      reply('250 m'),
      reply('550 no'),
      reply('250 yes'),
      reply('354 go'),
      { type: 'contentWritten', next: null },
      reply('250 taken'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      `${MAIL}RCPT TO:<x@b.example>|RCPT TO:<y@b.example>|DATA|`,
      'content dot',
      'outcome 550,250',
      'ready',
    ],
  },
  {
    rule: 'RFC 2920 §3.1: the next transaction follows the content, and each reply finds its own',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'transaction', transaction: transaction('x') },
      reply('250 m'),
      reply('250 r'),
      reply('354 go'),
      { type: 'contentWritten', next: transaction('y') },
      reply('250 x is taken'),
      reply('250 m'),
      reply('250 r'),
      reply('354 go'),
      { type: 'contentWritten', next: null },
      reply('451 y is not'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      `${MAIL}RCPT TO:<x@b.example>|DATA|`,
      'content dot',
      `${MAIL}RCPT TO:<y@b.example>|DATA|`,
      'outcome 250',
      'content dot',
      'outcome 451',
      'ready',
    ],
  },
  {
    rule: 'RFC 2920 §3.1: a 354 that nobody needs is answered by a lone dot',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'transaction', transaction: transaction('x') },
      reply('250 m'),
      reply('550 no'),
      reply('354 go'),
      reply('554 no recipients'),
    ],
    expect: ['EHLO us.example|', 'ready', `${MAIL}RCPT TO:<x@b.example>|DATA|`, '.|', 'outcome 550', 'ready'],
  },
  {
    rule: 'a refused MAIL decides for all recipients',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'transaction', transaction: transaction('x', 'y') },
      reply('451 not you'),
      reply('503 a'),
      reply('503 b'),
      reply('503 c'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      `${MAIL}RCPT TO:<x@b.example>|RCPT TO:<y@b.example>|DATA|`,
      'outcome 451,451',
      'ready',
    ],
  },
  {
    rule: 'RFC 5321 §3.8: 421 ends the session; everything open gets it',
    events: [
      reply('220 hi'),
      ehlo('PIPELINING'),
      { type: 'transaction', transaction: transaction('x') },
      reply('250 m'),
      reply('250 r'),
      reply('354 go'),
      { type: 'contentWritten', next: transaction('y') },
      reply('421 bye'),
    ],
    expect: [
      'EHLO us.example|',
      'ready',
      `${MAIL}RCPT TO:<x@b.example>|DATA|`,
      'content dot',
      `${MAIL}RCPT TO:<y@b.example>|DATA|`,
      'outcome 421',
      'outcome 421',
      'close',
    ],
  },
];

for (const { rule, settings, events, expect } of DIALOGUES) {
  test(rule, () => assert.deepEqual(play(events, settings), expect));
}

test('EHLO keywords: case, old AUTH= form, SIZE without a number', () => {
  const extensions = parseExtensions({
    code: 250,
    status: '',
    lines: ['x', 'pipelining', 'AUTH=LOGIN PLAIN', 'Size'],
  });
  assert.deepEqual([extensions.pipelining, extensions.authLogin, extensions.size], [true, true, 0]);
  assert.equal(parseExtensions({ code: 250, status: '', lines: ['PIPELINING'] }).pipelining, false);
});

test('RFC 6531 §3.2: an address outside US-ASCII fails where SMTPUTF8 is not offered', () => {
  const utf8: ClientTransaction = {
    ...transaction('x'),
    reversePath: { local: 'münchen', domain: 'a.example' },
    parameters: { size: null, body: '8BITMIME', smtpUtf8: true, ret: null, envid: null, auth: null },
  };
  const greeting = [reply('220 hi'), ehlo()];
  assert.deepEqual(play([...greeting, { type: 'transaction', transaction: utf8 }]).slice(2), [
    'outcome 550',
    'ready',
  ]);
  const offered = [reply('220 hi'), ehlo('SMTPUTF8', '8BITMIME')];
  assert.deepEqual(play([...offered, { type: 'transaction', transaction: utf8 }]).slice(2), [
    'MAIL FROM:<münchen@a.example> BODY=8BITMIME SMTPUTF8|',
  ]);
});

for (const [rule, answers, outcome] of [
  ['552 behind an accepted recipient is 452: too many for one transaction', ['250 r', '552 full'], '250,452'],
  ['552 to the first recipient is final', ['552 full', '250 r'], '552,250'],
] as const) {
  test(`RFC 5321 §4.5.3.1.10: ${rule}`, () => {
    for (const pipelining of [[], ['PIPELINING']]) {
      const shown = play([
        reply('220 hi'),
        ehlo(...pipelining),
        { type: 'transaction', transaction: transaction('x', 'y') },
        reply('250 m'),
        ...answers.map(reply),
        reply('354 go'),
        { type: 'contentWritten', next: null },
        reply('250 taken'),
      ]);
      assert.deepEqual(shown.slice(-2), [`outcome ${outcome}`, 'ready']);
    }
  });
}

test('RFC 5321 §4.5.3.1.10: a 552 whose status names another reason is final', () => {
  const answer = (code: number, status: string): ClientEvent => ({
    type: 'reply',
    reply: { code, status, lines: ['x'] },
  });
  const shown = play([
    reply('220 hi'),
    ehlo(),
    { type: 'transaction', transaction: transaction('x', 'y', 'z') },
    answer(250, '2.1.0'),
    answer(250, '2.1.5'),
    answer(552, '5.2.2'),
    answer(552, '5.5.3'),
    answer(354, ''),
    { type: 'contentWritten', next: null },
    answer(250, '2.0.0'),
  ]);
  assert.deepEqual(shown.slice(-2), ['outcome 250,552,452', 'ready']);
});

/** A server that answers whatever it likes; the owner always has another message. */
function runAgainst(
  codes: readonly number[],
  pipelining: boolean,
): Readonly<{ given: number; outcomes: number; ready: boolean }> {
  let state: ClientState = initialClientState(SETTINGS);
  let given = 0;
  let outcomes = 0;
  let ready = false;
  const step = (event: ClientEvent): void => {
    const next = clientStep(state, event);
    state = next.state;
    for (const effect of next.effects) handle(effect);
  };
  const handle = (effect: ClientEffect): void => {
    ready = effect.type === 'ready';
    if (effect.type === 'outcome') {
      outcomes += 1;
      assert.equal(effect.outcome.replies.length, effect.outcome.transaction.recipients.length);
    } else if (effect.type === 'ready') {
      given += 1;
      step({ type: 'transaction', transaction: transaction('x', 'y') });
    } else if (effect.type === 'sendContent') {
      if (pipelining) given += 1;
      step({ type: 'contentWritten', next: pipelining ? transaction('z') : null });
    } else if (effect.type === 'startTls') step({ type: 'tlsStarted' });
  };
  const answer = (code: number): Reply => ({
    code,
    status: '',
    lines: ['x', ...(pipelining ? ['PIPELINING'] : [])],
  });
  step({ type: 'reply', reply: answer(220) });
  step({ type: 'reply', reply: answer(250) });
  for (const code of codes) step({ type: 'reply', reply: answer(code) });
  step({ type: 'reply', reply: answer(421) });
  return { given, outcomes, ready };
}

test('whatever a server answers, each transaction has exactly one outcome by the time of the 421', () => {
  const codes = fc.array(fc.constantFrom(250, 354, 450, 452, 550, 552, 503), { maxLength: 60 });
  fc.assert(
    fc.property(codes, fc.boolean(), (list, pipelining) => {
      const { given, outcomes } = runAgainst(list, pipelining);
      assert.equal(outcomes, given);
    }),
  );
});

test('a yes that comes before the content was asked for or written counts for nothing: the message would be lost', () => {
  for (const pipelining of [true, false]) {
    for (const stray of [['250 stray'], ['354 go on', '250 stray']]) {
      const start = [reply('220 hi'), ehlo(...(pipelining ? ['PIPELINING'] : []))];
      const begin: ClientEvent = { type: 'transaction', transaction: transaction('x') };
      const events = [...start, begin, reply('250 ok'), reply('250 ok'), ...stray.map(reply)];
      const shown = play(events);
      assert.deepEqual(shown.slice(-2), ['outcome 451', 'close'], stray.join());
    }
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ProtocolLine } from './events.ts';
import { ProtocolWriter } from './protocol-writer.ts';
import { ReceiveLog } from './receive-log.ts';
import { CommandRedactor, REDACTED } from './redaction.ts';

describe('redaction of commands', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['AUTH PLAIN AGFsaWNlAHNlY3JldA==', `AUTH PLAIN ${REDACTED}`],
    ['auth  plain\tAGFsaWNlAHNlY3JldA==', `auth  plain ${REDACTED}`],
    [' AUTH LOGIN YWxpY2U=', ` AUTH LOGIN ${REDACTED}`],
    ['AUTH LOGIN', 'AUTH LOGIN'],
    ['AUTH AGFsaWNlAHNlY3JldA==', `AUTH ${REDACTED}`],
    ['X-EXPS LOGIN c2VjcmV0', `X-EXPS LOGIN ${REDACTED}`],
    ['MAIL FROM:<a@contoso.com> AUTH=<b@contoso.com>', 'MAIL FROM:<a@contoso.com> AUTH=<b@contoso.com>'],
    ['EHLO printer', 'EHLO printer'],
  ];
  for (const [line, shown] of cases) {
    it(`${line} is shown as ${shown}`, () => assert.equal(new CommandRedactor().redact(line), shown));
  }
  it('an answer to 334 is hidden even where it reads like a command', () => {
    const redactor = new CommandRedactor();
    redactor.redact('AUTH LOGIN');
    redactor.challenged();
    assert.equal(redactor.redact('QUIT'), REDACTED);
  });
  it('a client that was refused and goes on gives nothing away; the next command is shown', () => {
    const redactor = new CommandRedactor();
    assert.equal(redactor.redact('AUTH LOGIN'), 'AUTH LOGIN');
    assert.equal(redactor.redact('YWxpY2U='), REDACTED);
    assert.equal(redactor.redact('c2VjcmV0'), REDACTED);
    assert.equal(redactor.redact('MAIL FROM:<a@contoso.com>'), 'MAIL FROM:<a@contoso.com>');
    assert.equal(redactor.redact('something else'), 'something else');
  });
});

const FACTS = { connectorId: 'c', sessionId: 's', localEndpoint: 'l', remoteEndpoint: 'r' } as const;

/** A dialogue around one secret: what the client says, and what the server answers to each line. */
const secret = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9+/]{12,40}$/), fc.constantFrom('', '=', '=='))
  .map(([body, padding]) => `S3cr${body}${padding}`);
const ordinary = fc.constantFrom(
  'EHLO a',
  'MAIL FROM:<a@b.example>',
  'RCPT TO:<c@d.example>',
  'NOOP',
  'RSET',
);
const mechanism = fc.constantFrom('PLAIN', 'LOGIN', 'login', 'XOAUTH2', 'GSSAPI', 'CRAM-MD5');
const spaces = fc.constantFrom(' ', '  ', '\t');
const code = fc.constantFrom(250, 334, 334, 500, 504, 535, 235);

const exchange = fc.record({
  before: fc.array(ordinary, { maxLength: 3 }),
  verb: fc.constantFrom('AUTH', 'auth', 'Auth', 'X-EXPS'),
  mechanism,
  spaces,
  initial: fc.boolean(),
  secret,
  answers: fc.array(code, { minLength: 3, maxLength: 3 }),
  after: fc.array(ordinary, { maxLength: 3 }),
});

describe('protocol logs', () => {
  it('whatever the server answers, no secret of AUTH is in the receive log', () => {
    fc.assert(
      fc.property(exchange, (dialogue) => {
        const lines: ProtocolLine[] = [];
        const events = { track: () => undefined, protocol: (line: ProtocolLine) => void lines.push(line) };
        const log = new ReceiveLog(events, () => 0, { ...FACTS, verbose: true });
        const say = (line: string, answer: number): void => {
          log.received(Buffer.from(line));
          log.sent({ code: answer, status: '', lines: ['text'] });
        };
        play(dialogue, say);
        assert.ok(!JSON.stringify(lines).includes(dialogue.secret));
      }),
    );
  });
  it('whatever the next hop answers, no secret of AUTH is in the send log', () => {
    fc.assert(
      fc.property(exchange, (dialogue) => {
        const lines: ProtocolLine[] = [];
        const events = { track: () => undefined, protocol: (line: ProtocolLine) => void lines.push(line) };
        const log = new ProtocolWriter(events, FACTS, () => 0);
        play(dialogue, (line, answer) => {
          log.write('>', line);
          log.write('<', `${answer} text`);
        });
        assert.ok(!JSON.stringify(lines).includes(dialogue.secret));
      }),
    );
  });
});

type Dialogue = typeof exchange extends fc.Arbitrary<infer T> ? T : never;

function play(dialogue: Dialogue, say: (line: string, answer: number) => void): void {
  const { before, verb, mechanism: name, spaces: blank, initial, answers, after } = dialogue;
  for (const line of before) say(line, 250);
  const begin = `${verb}${blank}${name}`;
  say(initial ? `${begin}${blank}${dialogue.secret}` : begin, answers[0] ?? 334);
  say(dialogue.secret, answers[1] ?? 334);
  say(dialogue.secret, answers[2] ?? 235);
  for (const line of after) say(line, 250);
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as replies from './replies.ts';
import type { SessionSettings } from './server-types.ts';
import { LOGIN, RECIPIENT, refusal, sendLines } from './testing/client-lines.ts';
import { ARTICLE_SETTINGS, ScriptedServer, type Script } from './testing/scripted-server.ts';

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

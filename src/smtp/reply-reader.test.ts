import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Reply } from './reply.ts';
import { ReplyReader, replyText } from './reply-reader.ts';

function readAll(pieces: readonly Buffer[]): Readonly<{ replies: Reply[]; fault: string | null }> {
  const reader = new ReplyReader();
  const replies: Reply[] = [];
  for (const piece of pieces) {
    const batch = reader.push(piece);
    replies.push(...batch.replies);
    if (batch.fault !== null) return { replies, fault: batch.fault };
  }
  return { replies, fault: null };
}

function read(text: string): ReturnType<typeof readAll> {
  return readAll([Buffer.from(text, 'latin1')]);
}

test('RFC 5321 §4.2.1: a reply of several lines ends with the line without hyphen', () => {
  assert.deepEqual(read('250-first\r\n250-second\r\n250 third\r\n').replies, [
    { code: 250, status: '', lines: ['first', 'second', 'third'] },
  ]);
});

test('RFC 2034 §4: the enhanced status is read apart from the text of each line', () => {
  assert.deepEqual(read('550-5.1.1 No\r\n550 5.1.1 such user\r\n').replies, [
    { code: 550, status: '5.1.1', lines: ['No', 'such user'] },
  ]);
});

for (const [line, status] of [
  ['250 2.1.10 ok', '2.1.10'],
  ['550 2.1.1 class differs', ''],
  ['250 2.1 short', ''],
  ['250 2.1.1234 long', ''],
  ['250 10.20.30.40 an address', ''],
  ['250', ''],
] as const) {
  test(`the status of "${line}" is "${status}"`, () => {
    assert.equal(read(`${line}\r\n`).replies[0]?.status, status);
  });
}

for (const text of ['abc\r\n', '25\r\n', '650 x\r\n', '250_x\r\n', '250-a\r\n251 b\r\n', '\r\n']) {
  test(`malformed: ${JSON.stringify(text)}`, () => {
    assert.equal(read(text).fault, 'malformed');
  });
}

test('a line or a reply without end is cut off', () => {
  assert.equal(read(`250 ${'x'.repeat(5000)}`).fault, 'tooLong');
  assert.equal(read('250-x\r\n'.repeat(300)).fault, 'tooLong');
});

test('however the octets are split, the replies are the same', () => {
  const reply = fc
    .tuple(
      fc.integer({ min: 200, max: 599 }),
      fc.array(fc.stringMatching(/^[a-z0-9. ]{0,12}$/), { minLength: 1, maxLength: 3 }),
    )
    .map(([code, lines]) =>
      lines.map((line, index) => `${code}${index === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join(''),
    );
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 5 }), fc.array(fc.nat(40)), (replies, cuts) => {
      const bytes = Buffer.from(replies.join(''));
      const pieces: Buffer[] = [];
      let from = 0;
      for (const cut of cuts) {
        pieces.push(bytes.subarray(from, from + cut));
        from += cut;
      }
      pieces.push(bytes.subarray(from));
      assert.deepEqual(readAll(pieces), readAll([bytes]));
    }),
  );
});

test('a reply as one line', () => {
  assert.equal(
    replyText({ code: 550, status: '5.1.1', lines: ['No', 'such user'] }),
    '550 5.1.1 No such user',
  );
  assert.equal(replyText({ code: 250, status: '', lines: [''] }), '250');
});

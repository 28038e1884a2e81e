import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineFramer } from './framing.ts';

const MAX = 8;

function events(pieces: readonly string[], maxLine = MAX): readonly string[] {
  const framer = new LineFramer(maxLine);
  const found: string[] = [];
  for (const piece of pieces) {
    framer.push(Buffer.from(piece, 'latin1'));
    found.push(...drain(framer));
  }
  return found;
}

function drain(framer: LineFramer): readonly string[] {
  const found: string[] = [];
  for (let next = framer.next(); next !== null; next = framer.next()) {
    found.push(next.type === 'line' ? `=${next.line.toString('latin1')}` : next.type);
  }
  return found;
}

/** The rule in its plainest form, for input that ends with CRLF. */
function expected(input: string): readonly string[] {
  return input
    .slice(0, -2)
    .split('\r\n')
    .map((line) => {
      if (/[\r\n\0]/.test(line.slice(0, MAX + 1))) return 'lineMalformed';
      return line.length > MAX ? 'lineTooLong' : `=${line}`;
    });
}

const streams = fc
  .array(fc.constantFrom('\r\n', '\r\n', '\r', '\n', '\0', 'a', 'b', 'abc', 'abcdefgh'), { maxLength: 30 })
  .map((parts) => parts.join(''));

describe('LineFramer', () => {
  const table: readonly (readonly [rule: string, input: string, events: readonly string[]])[] = [
    ['RFC 5321 §2.3.8: a line ends with CRLF', 'NOOP\r\nQUIT\r\n', ['=NOOP', '=QUIT']],
    ['an empty line is a line', '\r\n\r\n', ['=', '=']],
    [
      'a bare LF makes the line malformed, and nothing of it is read',
      'A\nB\r\nC\r\n',
      ['lineMalformed', '=C'],
    ],
    ['a bare CR does', 'A\rB\r\nC\r\n', ['lineMalformed', '=C']],
    ['CR CR LF has a bare CR and ends the line', 'A\r\r\nC\r\n', ['lineMalformed', '=C']],
    ['a NUL does', 'A\0\r\nC\r\n', ['lineMalformed', '=C']],
    ['a line with several faults is reported once', 'A\n\r\0\n\r\nC\r\n', ['lineMalformed', '=C']],
    ['a line may have as many octets as the limit', '12345678\r\n', ['=12345678']],
    ['one octet more is too long', '123456789\r\nC\r\n', ['lineTooLong', '=C']],
    ['a line that is much too long is reported once', `${'x'.repeat(500)}\r\nC\r\n`, ['lineTooLong', '=C']],
    ['a fault is reported before the line ends', 'A\nB', ['lineMalformed']],
    ['a line is not reported before it ends', 'A\r', []],
  ];
  for (const [rule, input, wanted] of table) {
    it(rule, () => {
      assert.deepEqual(events([input]), wanted);
      assert.deepEqual(events([...input]), wanted);
    });
  }

  it('gives the events that the rule gives', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const input = `${stream}\r\n`;
        assert.deepEqual(events([input]), expected(input));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same events however the octets are split', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat(60), { maxLength: 10 }), (stream, cuts) => {
        const points = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        const pieces = points.slice(1).map((end, index) => stream.slice(points[index], end));
        assert.deepEqual(events(pieces), events([stream]));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not copy a line that arrives whole', () => {
    const framer = new LineFramer(MAX);
    const chunk = Buffer.from('NOOP\r\n');
    framer.push(chunk);
    const found = framer.next();
    assert.ok(found?.type === 'line');
    assert.equal(found.line.buffer, chunk.buffer);
    assert.equal(found.line.byteOffset, chunk.byteOffset);
  });

  it('holds no octet of a line that is being dropped', () => {
    const framer = new LineFramer(MAX);
    for (let round = 0; round < 100; round++) {
      framer.push(Buffer.alloc(1000, 'x'));
      drain(framer);
      assert.equal(framer.buffered, 0);
    }
  });

  it('hands over octets raw, also those of a line begun, and goes on with lines behind them', () => {
    const framer = new LineFramer(20);
    framer.push(Buffer.from('BDAT 5\r\nab\nc'));
    assert.equal(framer.next()?.type, 'line');
    assert.equal(framer.takeRaw(3)?.toString(), 'ab\n');
    framer.push(Buffer.from('dNO'));
    assert.equal(framer.takeRaw(1)?.toString(), 'c');
    assert.equal(framer.takeRaw(1)?.toString(), 'd');
    assert.deepEqual(drain(framer), []);
    assert.equal(framer.buffered, 2);
    assert.equal(framer.takeRaw(1)?.toString(), 'N');
    framer.push(Buffer.from('OP\r\n'));
    assert.deepEqual(drain(framer), ['=OOP']);
    assert.equal(framer.takeRaw(1), null);
  });

  it('reads octets again that were put back, before those that wait', () => {
    const framer = new LineFramer(20);
    framer.push(Buffer.from('DATA\r\nbody'));
    framer.next();
    const body = framer.takeRaw(100);
    framer.push(Buffer.from('IT\r\n'));
    assert.equal(body?.toString(), 'body');
    framer.unread(Buffer.from('QU'));
    assert.equal(framer.buffered, 6);
    assert.deepEqual(drain(framer), ['=QUIT']);
    assert.equal(framer.buffered, 0);
  });

  it('RFC 3207 §4.2: drops everything that has arrived, the start of a line and a line being dropped included', () => {
    const framer = new LineFramer(20);
    framer.push(Buffer.from('STARTTLS\r\nMAIL FROM:<a@b>\r\nRC'));
    framer.next();
    assert.equal(framer.discard(), 19);
    framer.push(Buffer.from('PT\r\nbad\nline'));
    assert.deepEqual(drain(framer), ['=PT', 'lineMalformed']);
    framer.discard();
    framer.push(Buffer.from('NOOP\r\nRCP'));
    assert.deepEqual(drain(framer), ['=NOOP']);
    assert.equal(framer.discard(), 3);
    framer.push(Buffer.from('EHLO\r\n'));
    assert.deepEqual(drain(framer), ['=EHLO']);
  });

  it('takes a new limit for the lines that follow', () => {
    const framer = new LineFramer(4);
    framer.setMaxLine(6);
    framer.push(Buffer.from('123456\r\n1234'));
    assert.deepEqual(drain(framer), ['=123456']);
    framer.setMaxLine(2);
    framer.push(Buffer.from('5\r\n12\r\n'));
    assert.deepEqual(drain(framer), ['lineTooLong', '=12']);
  });
});

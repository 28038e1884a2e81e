import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ChunkDecoder, DataDecoder } from './data-decoder.ts';

type Outcome = Readonly<{
  content: string;
  rest: string | null;
  bareLf: boolean;
  bareCr: boolean;
  nul: boolean;
  octets: number;
}>;

/** `rest` null = the end was not found; it includes the pieces that were not given to the decoder. */
function decode(pieces: readonly string[]): Outcome {
  const decoder = new DataDecoder();
  let content = '';
  let rest: string | null = null;
  for (const [index, piece] of pieces.entries()) {
    const result = decoder.push(Buffer.from(piece, 'latin1'));
    content += Buffer.concat(result.body).toString('latin1');
    if (!result.done) {
      assert.equal(result.rest, null);
      continue;
    }
    assert.notEqual(result.rest?.length, 0);
    rest = (result.rest?.toString('latin1') ?? '') + pieces.slice(index + 1).join('');
    break;
  }
  const { bareLf, bareCr, nul, octets } = decoder;
  return { content, rest, bareLf, bareCr, nul, octets };
}

/** The rule in its plainest form: the data ends at the first CRLF.CRLF, the CRLF of the command included. */
function expected(input: string): Outcome {
  const stream = `\r\n${input}`;
  const end = stream.indexOf('\r\n.\r\n');
  const data = end < 0 ? stream : stream.slice(0, end + 2);
  const content = data
    .replaceAll('\r\n.', '\r\n')
    .slice(2)
    .replaceAll(/(?<!\r)\n/g, '\r\n');
  return {
    content,
    rest: end < 0 ? null : stream.slice(end + 5),
    bareLf: /(?<!\r)\n/.test(data.slice(2)),
    bareCr: /\r(?!\n)/.test(data),
    nul: data.includes('\0'),
    octets: content.length,
  };
}

const ENDED = '\r\n.\r\n';
const parts = fc.constantFrom(
  '\r\n',
  '\r\n.',
  '\r\n.\r\n',
  '\r',
  '\n',
  '.',
  'a',
  '\0',
  'text',
  '\n.\r\n',
  '\r\n.\n',
);
const streams = fc.array(parts, { maxLength: 24 }).map((all) => all.join(''));
const cutPoints = fc.array(fc.nat(60), { maxLength: 12 });

function split(stream: string, cuts: readonly number[]): readonly string[] {
  const points = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
  return points.slice(1).map((end, index) => stream.slice(points[index], end));
}

describe('DataDecoder', () => {
  const table: readonly (readonly [rule: string, input: string, content: string, rest: string])[] = [
    ['RFC 5321 §4.1.1.4: CRLF.CRLF ends the data', `a${ENDED}QUIT\r\n`, 'a\r\n', 'QUIT\r\n'],
    ['the CRLF of the command counts: a dot alone is an empty message', '.\r\n', '', ''],
    ['RFC 5321 §4.5.2: a dot that begins a line is removed', `..a\r\n.b${ENDED}`, '.a\r\nb\r\n', ''],
    ['a dot inside a line stays', `a.b.\r\n${ENDED.slice(2)}`, 'a.b.\r\n', ''],
    ['LF.CRLF is no end', `a\n.\r\nb${ENDED}`, 'a\r\n.\r\nb\r\n', ''],
    ['LF.LF is no end', `a\n.\nb${ENDED}`, 'a\r\n.\r\nb\r\n', ''],
    ['CRLF.LF is no end; its dot is one of transparency', `a\r\n.\nb${ENDED}`, 'a\r\n\r\nb\r\n', ''],
    ['CRLF.CR is no end', `a\r\n.\rb${ENDED}`, 'a\r\n\rb\r\n', ''],
    ['CRLF.CR CRLF is no end', `a\r\n.\r\r\nb${ENDED}`, 'a\r\n\r\r\nb\r\n', ''],
    ['CR.CR is no end', `a\r.\rb${ENDED}`, 'a\r.\rb\r\n', ''],
    ['CR.CRLF is no end', `a\r.\r\nb${ENDED}`, 'a\r.\r\nb\r\n', ''],
  ];
  for (const [rule, input, content, rest] of table) {
    it(rule, () => {
      for (const pieces of [[input], [...input]]) {
        const outcome = decode(pieces);
        assert.deepEqual([outcome.content, outcome.rest], [content, rest]);
        assert.equal(outcome.octets, content.length);
      }
    });
  }

  it('notes bare LF, bare CR and NUL, and nothing that a clean message has', () => {
    const faults = (text: string): readonly boolean[] => {
      const { bareLf, bareCr, nul } = decode([text + ENDED]);
      return [bareLf, bareCr, nul];
    };
    assert.deepEqual(faults('a\r\n..\r\n\tb'), [false, false, false]);
    assert.deepEqual(faults('a\nb'), [true, false, false]);
    assert.deepEqual(faults('a\rb'), [false, true, false]);
    assert.deepEqual(faults('a\r'), [false, true, false]);
    assert.deepEqual(faults('a\0b'), [false, false, true]);
  });

  it('gives what the rule gives', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const input = stream + ENDED;
        assert.deepEqual(decode([input]), expected(input));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same however the octets are split', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, cuts) => {
        const input = stream + ENDED;
        assert.deepEqual(decode(split(input, cuts)), decode([input]));
      }),
      { numRuns: 2000 },
    );
  });

  it('has no bare LF and no line end but CRLF in what it gives on', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, cuts) => {
        const { content } = decode(split(stream + ENDED, cuts));
        assert.doesNotMatch(content, /(?<!\r)\n/);
      }),
    );
  });

  it('does not copy a chunk in which nothing changes', () => {
    const chunk = Buffer.from('Subject: x\r\n\r\ntext\r\n');
    const { body } = new DataDecoder().push(chunk);
    assert.equal(body.length, 1);
    assert.equal(body[0], chunk);
  });
});

/** Content of BDAT chunks, with the faults noted. */
function decodeChunks(pieces: readonly string[], binary: boolean): Omit<Outcome, 'rest'> {
  const decoder = new ChunkDecoder({ binary });
  const buffers = pieces.flatMap((piece) => decoder.push(Buffer.from(piece, 'latin1')));
  const content = Buffer.concat([...buffers, ...decoder.end()]).toString('latin1');
  const { bareLf, bareCr, nul, octets } = decoder;
  return { content, bareLf, bareCr, nul, octets };
}

describe('ChunkDecoder', () => {
  it('RFC 3030 §2: a dot has no meaning', () => {
    assert.equal(decodeChunks(['.a\r\n.\r\n..\r\n'], false).content, '.a\r\n.\r\n..\r\n');
  });

  it('judges text as DATA does, across chunks', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, cuts) => {
        const mended = stream.replaceAll(/(?<!\r)\n/g, '\r\n');
        const content = mended === '' || mended.endsWith('\r\n') ? mended : `${mended}\r\n`;
        assert.deepEqual(decodeChunks(split(stream, cuts), false), {
          content,
          bareLf: mended !== stream,
          bareCr: /\r(?!\n)/.test(stream),
          nul: stream.includes('\0'),
          octets: content.length,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('RFC 3030 §3: with BINARYMIME every octet passes and nothing is noted', () => {
    fc.assert(
      fc.property(streams, cutPoints, (stream, cuts) => {
        const clean = { bareLf: false, bareCr: false, nul: false };
        const outcome = decodeChunks(split(stream, cuts), true);
        assert.deepEqual(outcome, { content: stream, ...clean, octets: stream.length });
      }),
    );
  });
});

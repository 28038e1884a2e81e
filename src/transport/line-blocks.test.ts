import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineBlocks } from './line-blocks.ts';

describe('lines that wait outside the heap', () => {
  it('come back in order with their ends, whatever their length and their letters', () => {
    const lines = new LineBlocks('\r\n');
    const texts = ['', 'a', 'ä€😀', 'x'.repeat(200_000), ...Array.from({ length: 500 }, (_, n) => `${n} é`)];
    for (const text of texts) lines.add(text);
    assert.equal(lines.count, texts.length);
    const blocks = lines.take();
    assert.ok(blocks.length > 1);
    const found = blocks.flatMap(({ octets, lengths }) => {
      let at = 0;
      return lengths.map((length) => octets.toString('utf8', at, (at += length)));
    });
    assert.deepEqual(
      found,
      texts.map((text) => `${text}\r\n`),
    );
    for (const { octets, lengths } of blocks)
      assert.equal(
        octets.length,
        lengths.reduce((sum, length) => sum + length, 0),
      );
  });
  it('are taken once', () => {
    const lines = new LineBlocks('\n');
    lines.add('one');
    lines.take();
    assert.equal(lines.count, 0);
    assert.deepEqual(lines.take(), []);
    lines.add('two');
    assert.equal(Buffer.concat(lines.take().map(({ octets }) => octets)).toString(), 'two\n');
  });
});

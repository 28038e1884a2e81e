import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatByteSize, formatTimeSpan, isFqdn, parseByteSize, parseTimeSpan } from './values.ts';

describe("Exchange's value types", () => {
  const sizes: readonly (readonly [string, number | null])[] = [
    ['37748736', 37_748_736],
    ['36MB', 37_748_736],
    ['36 mb', 37_748_736],
    ['0.5GB', 536_870_912],
    ['26214400B', 26_214_400],
    ['36 MB (37,748,736 bytes)', 37_748_736],
    ['1TB', 1_099_511_627_776],
    ['-1', null],
    ['36 XB', null],
    ['', null],
  ];
  for (const [text, bytes] of sizes)
    it(`size "${text}" is ${bytes}`, () => assert.equal(parseByteSize(text), bytes));
  it('sizes are shown in the largest unit with their bytes', () => {
    assert.equal(formatByteSize(37_748_736), '36 MB (37,748,736 bytes)');
    assert.equal(formatByteSize(262_144), '256 KB (262,144 bytes)');
    assert.equal(formatByteSize(0), '0 B (0 bytes)');
    assert.equal(formatByteSize(1_677_721_600), '1.562 GB (1,677,721,600 bytes)');
  });
  it('what is shown reads back', () => {
    fc.assert(
      fc.property(fc.nat(2_147_483_647), (bytes) =>
        assert.equal(parseByteSize(formatByteSize(bytes)), bytes),
      ),
    );
    fc.assert(
      fc.property(fc.nat(90 * 86_400_000), (ms) => assert.equal(parseTimeSpan(formatTimeSpan(ms)), ms)),
    );
  });
  it('time spans', () => {
    assert.equal(parseTimeSpan('00:10:00'), 600_000);
    assert.equal(parseTimeSpan('1.00:00:00'), 86_400_000);
    assert.equal(parseTimeSpan('15'), 15 * 86_400_000);
    assert.equal(parseTimeSpan('00:60:00'), null);
    assert.equal(parseTimeSpan('soon'), null);
    assert.equal(formatTimeSpan(2 * 86_400_000), '2.00:00:00');
  });
  it('host names', () => {
    for (const name of ['contoso.com', 'EX1', 'a-b.example', 'xn--bcher-kva.example'])
      assert.ok(isFqdn(name), name);
    for (const name of ['', '-a.com', 'a..b', 'a b.com', 'münchen.de', `${'a'.repeat(64)}.com`])
      assert.ok(!isFqdn(name), name);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatByteSize, formatTimeSpan, isFqdn } from './values.ts';

describe("Exchange's value types", () => {
  it('sizes are shown in the largest unit with their bytes', () => {
    assert.equal(formatByteSize(37_748_736), '36 MB (37,748,736 bytes)');
    assert.equal(formatByteSize(262_144), '256 KB (262,144 bytes)');
    assert.equal(formatByteSize(0), '0 B (0 bytes)');
    assert.equal(formatByteSize(1_677_721_600), '1.562 GB (1,677,721,600 bytes)');
  });
  it('time spans', () => {
    assert.equal(formatTimeSpan(600_000), '00:10:00');
    assert.equal(formatTimeSpan(2 * 86_400_000), '2.00:00:00');
    assert.equal(formatTimeSpan(1500), '00:00:01.5000000');
  });
  it('host names', () => {
    for (const name of ['contoso.com', 'EX1', 'a-b.example', 'xn--bcher-kva.example'])
      assert.ok(isFqdn(name), name);
    for (const name of ['', '-a.com', 'a..b', 'a b.com', 'münchen.de', `${'a'.repeat(64)}.com`])
      assert.ok(!isFqdn(name), name);
  });
});

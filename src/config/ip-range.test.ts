import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  formatIp,
  formatIpRange,
  isWidened,
  parseIp,
  parseIpRange,
  parseIpv4,
  rangesRelation,
  unionSize,
} from './ip-range.ts';

function ends(text: string): string {
  const range = parseIpRange(text);
  if (range === null) return 'invalid';
  const { family, low, high } = range;
  return `${formatIp({ family, value: low })} ${formatIp({ family, value: high })}`;
}

describe('remote IP ranges', () => {
  const covers: readonly (readonly [string, string])[] = [
    ['192.168.5.10', '192.168.5.10 192.168.5.10'],
    ['192.168.5.10-192.168.5.20', '192.168.5.10 192.168.5.20'],
    ['192.168.5.1/24', '192.168.5.0 192.168.5.255'],
    ['17.17.17.1/24', '17.17.17.0 17.17.17.255'],
    ['2001:0DB8::CD3/60', '2001:db8:: 2001:db8:0:f:ffff:ffff:ffff:ffff'],
    ['fe80::39bd:88f7:6969:d223%11', 'fe80::39bd:88f7:6969:d223 fe80::39bd:88f7:6969:d223'],
    ['0.0.0.0-255.255.255.255', '0.0.0.0 255.255.255.255'],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ':: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['0.0.0.0', '0.0.0.0 255.255.255.255'],
    ['::', ':: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::ffff:192.168.5.10', '192.168.5.10 192.168.5.10'],
    ['::ffff:192.168.5.0/120', '192.168.5.0 192.168.5.255'],
    ['10.0.0.0/0', '0.0.0.0 255.255.255.255'],
    ['0.0.0.0/32', '0.0.0.0 0.0.0.0'],
  ];
  for (const [text, expected] of covers)
    it(`§1.6: ${text} covers ${expected}`, () => assert.equal(ends(text), expected));

  const bad = [
    '',
    '192.168.5',
    '192.168.5.256',
    '192.168.05.1',
    '10.0.0.1/33',
    '::1/129',
    '10.0.0.5-10.0.0.1',
    '10.0.0.1-::1',
    'printer',
    '10.0.0.1/x',
    '1.2.3.4.5',
    ':::1',
    '1:2:3:4:5:6:7:8:9',
    '2001:db8::1::2',
    '10.0.0.1-',
    '/24',
    '10.0.0.1 10.0.0.2',
  ];
  for (const text of bad) it(`§1.6: "${text}" is no range`, () => assert.equal(ends(text), 'invalid'));

  it('§1.6: a widened bare address is shown as what it covers, everything else as typed', () => {
    const bare = parseIpRange('0.0.0.0');
    assert.ok(bare !== null && isWidened(bare));
    assert.equal(formatIpRange(bare), '0.0.0.0-255.255.255.255');
    for (const text of ['192.168.5.1/24', '192.168.5.10', '::1/128']) {
      const range = parseIpRange(text);
      assert.ok(range !== null && !isWidened(range));
      assert.equal(formatIpRange(range), text);
    }
  });

  it('text of an address reads back as the same address', () => {
    const address = fc.oneof(
      fc.bigInt(0n, 0xffff_ffffn).map((value) => ({ family: 4 as const, value })),
      fc
        .bigInt(0n, (1n << 128n) - 1n)
        .filter((value) => value >> 32n !== 0xffffn)
        .map((value) => ({ family: 6 as const, value })),
    );
    fc.assert(fc.property(address, (one) => assert.deepEqual(parseIp(formatIp(one)), one)));
  });
  it('the fast IPv4 reader takes exactly dotted quads', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9', '.', ':', 'a') }), (text) => {
        const strict =
          /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text) &&
          text.split('.').every((octet) => Number(octet) <= 255);
        assert.equal(parseIpv4(text) >= 0, strict, text);
      }),
    );
  });

  it('relations of ranges', () => {
    const relation = (a: string, b: string): string => {
      const [one, other] = [parseIpRange(a), parseIpRange(b)];
      assert.ok(one !== null && other !== null);
      return rangesRelation(one, other);
    };
    assert.equal(relation('10.0.0.1', '10.0.0.2'), 'disjoint');
    assert.equal(relation('10.0.0.0/24', '10.0.0.77/24'), 'equal');
    assert.equal(relation('10.0.0.1', '10.0.0.0/24'), 'aInB');
    assert.equal(relation('10.0.0.0/24', '10.0.0.1'), 'bInA');
    assert.equal(relation('10.0.0.0/24', '10.0.0.128-10.0.1.5'), 'partial');
    assert.equal(relation('0.0.0.0/0', '::/0'), 'disjoint');
  });

  it('addresses that ranges cover together are counted once', () => {
    const ranges = ['10.0.0.0/24', '10.0.0.128-10.0.1.127', '10.0.0.5', '10.0.2.0'].map((text) =>
      parseIpRange(text),
    );
    assert.equal(
      unionSize(
        ranges.filter((range) => range !== null),
        4,
      ),
      385n,
    );
    assert.equal(unionSize([], 6), 0n);
  });
});

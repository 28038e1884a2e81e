import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatIp, parseIp } from '../config/ip-range.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { sampleConnector } from '../config/testing/sample.ts';
import { checkUniqueness } from '../config/uniqueness.ts';
import { buildConnectorIndex, explainSelection, selectConnector } from './select-connector.ts';

const ALL4 = '0.0.0.0-255.255.255.255';
const ALL = `::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ${ALL4}`;

const D = sampleConnector({ name: 'D', on: '0.0.0.0:25 [::]:25', from: ALL });
const R = sampleConnector({ name: 'R', on: '0.0.0.0:25', from: '192.168.5.10 192.168.5.11' });
const A = sampleConnector({ name: 'A', on: '0.0.0.0:25', from: '192.168.1.0-192.168.1.255' });
const B = sampleConnector({ name: 'B', on: '0.0.0.0:25', from: '192.168.1.75' });
const E = sampleConnector({ name: 'E', on: '10.1.1.1:25', from: ALL4 });
const F = sampleConnector({ name: 'F', on: '10.1.1.1:25', from: '192.168.5.10' });
const G = sampleConnector({ name: 'G', on: '[::]:25', from: '2001:db8:5::/48' });
const H = sampleConnector({ name: 'H', on: '0.0.0.0:587 [::]:587', from: ALL });
const SERVER = [D, R, A, B, E, F, G, H];

function winner(connectors: readonly ReceiveConnector[], remoteAddress: string, local: string): string {
  const at = local.lastIndexOf(':');
  const localAddress = local.slice(0, at).replaceAll(/^\[|\]$/g, '');
  const peer = { remoteAddress, localAddress, localPort: Number(local.slice(at + 1)) };
  return selectConnector(buildConnectorIndex(connectors), peer)?.connector.name ?? 'none';
}

describe('§1.8: which connector takes a connection', () => {
  const table: readonly (readonly [string, readonly ReceiveConnector[], string, string, string])[] = [
    ['M1', SERVER, '192.168.1.75', '10.1.1.2:25', 'B'],
    ['M2', SERVER, '192.168.1.100', '10.1.1.2:25', 'A'],
    ['M3', SERVER, '192.168.5.10', '10.1.1.2:25', 'R'],
    ['M4', SERVER, '192.168.5.12', '10.1.1.2:25', 'D'],
    ['M5', SERVER, '192.168.5.12', '10.1.1.1:25', 'E'],
    ['M6', SERVER, '192.168.5.10', '10.1.1.1:25', 'F'],
    ['M7', SERVER, '192.168.1.100', '10.1.1.1:25', 'A'],
    ['M8', SERVER, '2001:db8:5::9', '[2001:db8::1]:25', 'G'],
    ['M9', SERVER, '2001:db8:9::1', '[2001:db8::1]:25', 'D'],
    ['M10', SERVER, '::ffff:192.168.5.10', '[::ffff:10.1.1.2]:25', 'R'],
    ['M11', [D, { ...R, enabled: false }], '192.168.5.10', '10.1.1.2:25', 'D'],
    ['M12', SERVER, '192.168.5.10', '10.1.1.2:587', 'H'],
    ['M13', [R, A], '203.0.113.9', '10.1.1.2:25', 'none'],
  ];
  for (const [name, connectors, remote, local, expected] of table) {
    it(`${name}: ${remote} at ${local} meets ${expected}`, () =>
      assert.equal(winner(connectors, remote, local), expected));
  }

  it('the index agrees with the rules as they are written, for any valid configuration and any peer', () => {
    const octet = fc.constantFrom(0, 1, 2, 3);
    const four = fc.tuple(octet, octet).map(([a, b]) => `10.0.${a}.${b}`);
    const six = fc.tuple(octet, octet).map(([a, b]) => `2001:db8::${a}:${b}`);
    const range = (address: fc.Arbitrary<string>, bits: number): fc.Arbitrary<string> =>
      fc.oneof(
        address,
        fc
          .tuple(address, fc.integer({ min: bits - 20, max: bits }))
          .map(([one, length]) => `${one}/${length}`),
      );
    const from = fc.array(fc.oneof(range(four, 32), range(six, 128), fc.constant(ALL4)), {
      minLength: 1,
      maxLength: 4,
    });
    const on = fc.subarray(['0.0.0.0:25', '10.1.1.1:25', '[::]:25', '[2001:db8::1]:25', '10.1.1.1:26'], {
      minLength: 1,
    });
    const connector = fc.record({ on, from, enabled: fc.boolean() });
    const peer = fc.record({
      remoteAddress: fc.oneof(four, six),
      localAddress: fc.constantFrom('10.1.1.1', '10.1.1.2', '2001:db8::1', '2001:db8::2'),
      localPort: fc.constantFrom(25, 26),
    });
    fc.assert(
      fc.property(
        fc.array(connector, { maxLength: 6 }),
        fc.array(peer, { minLength: 1, maxLength: 20 }),
        (made, peers) => {
          const connectors: ReceiveConnector[] = [];
          for (const [n, one] of made.entries()) {
            const next = sampleConnector({
              name: `C${n}`,
              on: one.on.join(' '),
              from: one.from.join(' '),
              enabled: one.enabled,
            });
            if (checkUniqueness(next, connectors, 'EX1') === null) connectors.push(next);
          }
          const index = buildConnectorIndex(connectors);
          for (const one of peers) {
            const expected = explainSelection(connectors, one).find((considered) => considered.won) ?? null;
            const found = selectConnector(index, one);
            assert.equal(found?.connector.name, expected?.connector.name, JSON.stringify(one));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('every address of a line with nested and touching ranges meets its smallest range', () => {
    const nested = ['10.0.0.0/28', '10.0.0.4/30', '10.0.0.5', '10.0.0.8-10.0.0.11', '10.0.0.15'];
    const connectors = nested.map((from, n) => sampleConnector({ name: `N${n}`, on: '0.0.0.0:25', from }));
    const start = parseIp('10.0.0.0')?.value ?? 0n;
    const line = Array.from({ length: 17 }, (_, n) =>
      winner(connectors, formatIp({ family: 4, value: start + BigInt(n) }), '10.9.9.9:25'),
    );
    assert.deepEqual(line, [
      'N0',
      'N0',
      'N0',
      'N0',
      'N1',
      'N2',
      'N1',
      'N1',
      'N3',
      'N3',
      'N3',
      'N3',
      'N0',
      'N0',
      'N0',
      'N4',
      'none',
    ]);
  });

  it('explains each connector: why it won, lost or took no part', () => {
    const reasons = explainSelection(SERVER, {
      remoteAddress: '192.168.5.10',
      localAddress: '10.1.1.2',
      localPort: 25,
    });
    const reason = (name: string): string => reasons.find((one) => one.connector.name === name)?.reason ?? '';
    assert.match(reason('R'), /192\.168\.5\.10 \(1 address\) is the most specific match/);
    assert.match(reason('D'), /is wider than 192\.168\.5\.10/);
    assert.match(reason('A'), /none of its remote IP ranges contains 192\.168\.5\.10/);
    assert.match(reason('F'), /bound to 10\.1\.1\.1:25/);
  });
});

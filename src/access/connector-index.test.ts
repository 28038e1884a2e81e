import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { sampleConnector } from '../config/testing/sample.ts';
import { buildConnectorIndex, type ConnectorIndex } from './select-connector.ts';

/** What look-ups read, in a form that compares. */
function linesOf({ lines }: ConnectorIndex): unknown {
  const ports = [...lines].sort(([a], [b]) => a - b);
  return ports.map(([port, byAddress]) => [
    port,
    [...byAddress]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, { starts4, starts6, winners }]) => [
        address,
        [...starts4],
        starts6.map(String),
        winners.map((winner) =>
          winner === null
            ? null
            : [winner.connector.name, `${winner.range.low}-${winner.range.high}`, winner.bindingKind],
        ),
      ]),
  ]);
}

const octet = fc.integer({ min: 0, max: 15 });
const four = octet.map((last) => `10.0.0.${last}`);
const six = octet.map((last) => `2001:db8::${last.toString(16)}`);
const range = fc.oneof(
  four,
  six,
  fc.tuple(four, fc.integer({ min: 27, max: 32 })).map(([one, length]) => `${one}/${length}`),
  fc.tuple(six, fc.integer({ min: 123, max: 128 })).map(([one, length]) => `${one}/${length}`),
  fc.tuple(octet, octet).map(([a, b]) => `10.0.0.${Math.min(a, b)}-10.0.0.${Math.max(a, b)}`),
  fc.constantFrom('0.0.0.0/0', '::/0'),
);
const BINDINGS = ['0.0.0.0:25', '10.1.1.1:25', '10.1.1.2:25', '[::]:25', '[2001:db8::1]:25', '10.1.1.1:26'];
/** Puts a connector in a slot, changes the one that is there, or empties it. */
const step = fc.record({
  slot: fc.integer({ min: 0, max: 4 }),
  on: fc.subarray(BINDINGS, { minLength: 1 }),
  from: fc.array(range, { minLength: 1, maxLength: 6 }),
  enabled: fc.boolean(),
  remove: fc.boolean(),
});

/** A connector that names one range twice: either of the two may win, and both are one winner. */
const TWICE = [
  { slot: 1, on: ['10.1.1.2:25'], from: ['10.0.0.0', '2001:db8::0'], enabled: true, remove: false },
  {
    slot: 0,
    on: ['10.1.1.2:25', '10.1.1.1:26'],
    from: ['0.0.0.0/0', '0.0.0.0/0'],
    enabled: true,
    remove: false,
  },
  { slot: 1, on: ['[2001:db8::1]:25'], from: ['2001:db8::0/123'], enabled: false, remove: false },
  { slot: 0, on: ['10.1.1.1:26'], from: ['10.0.0.0'], enabled: false, remove: false },
];

describe('the index after a change', () => {
  it('is the index made anew, after any series of changes of connectors', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const slots = new Map<number, ReceiveConnector>();
        let index = buildConnectorIndex([]);
        for (const { slot, on, from, enabled, remove } of steps) {
          const made = sampleConnector({
            name: `C${slot}`,
            on: on.join(' '),
            from: from.join(' '),
            enabled,
          });
          if (remove) slots.delete(slot);
          else slots.set(slot, { ...made, createdOrder: slot });
          index = buildConnectorIndex([...slots.values()], index);
          assert.deepEqual(linesOf(index), linesOf(buildConnectorIndex([...slots.values()])));
        }
      }),
      {
        numRuns: 500,
        examples: [[TWICE]],
      },
    );
  });

  it('shares the lines that the change does not touch', () => {
    const ports = [25, 26, 27].map((port) =>
      sampleConnector({ name: `P${port}`, on: `10.1.1.1:${port}`, from: '10.0.0.0/8' }),
    );
    const [a, b, c] = ports;
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    const before = buildConnectorIndex(ports);
    const after = buildConnectorIndex([a, { ...b, comment: 'changed' }, c], before);
    assert.equal(after.lines.get(25), before.lines.get(25));
    assert.notEqual(after.lines.get(26), before.lines.get(26));
    assert.equal(after.lines.get(27), before.lines.get(27));
  });
});

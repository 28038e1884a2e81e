import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBinding } from '../../../../src/config/binding.ts';
import type { Connector } from './connector.ts';
import { holdersOf, levelOf, type RangeNode, rangeTree, winnerOf } from './range-tree.ts';

function connector(
  name: string,
  bindings: readonly string[],
  ranges: readonly string[],
  enabled = true,
): Connector {
  return {
    guid: name,
    identity: `EX1\\${name}`,
    name,
    enabled,
    role: 'FrontendTransport',
    bindings,
    ranges,
    groups: [],
    mechanisms: [],
    object: { $: 'object', type: 'ReceiveConnector', text: name, properties: [] },
  };
}

/** receive-connectors.md §1.8, the example server. */
const all = [
  connector(
    'D',
    ['0.0.0.0:25', '[::]:25'],
    ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ),
  connector('R', ['0.0.0.0:25'], ['192.168.5.10', '192.168.5.11']),
  connector('A', ['0.0.0.0:25'], ['192.168.1.0-192.168.1.255']),
  connector('B', ['0.0.0.0:25'], ['192.168.1.75']),
  connector('E', ['10.1.1.1:25'], ['0.0.0.0-255.255.255.255']),
  connector('F', ['10.1.1.1:25'], ['192.168.5.10']),
  connector('Off', ['0.0.0.0:25'], ['192.168.5.12'], false),
];

function treeAt(binding: string): readonly RangeNode[] {
  const parsed = parseBinding(binding);
  assert.ok(parsed !== null);
  return rangeTree(all, parsed);
}

const shape = (tree: readonly RangeNode[]): string =>
  tree
    .map(({ connector: { name }, inside }) => (inside.length === 0 ? name : `${name}(${shape(inside)})`))
    .join(' ');

describe('the picture of remote ranges', () => {
  it('nests what is narrower inside what contains it, and leaves out other families and disabled connectors', () => {
    assert.equal(shape(treeAt('10.1.1.2:25')), 'D(A(B) R R)');
    assert.equal(shape(treeAt('[::]:25')), 'D');
  });
  it('names the winner as the server does', () => {
    const rows: readonly (readonly [string, string, string])[] = [
      ['192.168.1.75', '10.1.1.2:25', 'B'],
      ['192.168.1.100', '10.1.1.2:25', 'A'],
      ['192.168.5.12', '10.1.1.2:25', 'D'],
      ['192.168.5.12', '10.1.1.1:25', 'E'],
      ['192.168.5.10', '10.1.1.1:25', 'F'],
      ['192.168.1.100', '10.1.1.1:25', 'A'],
    ];
    for (const [from, to, name] of rows)
      assert.equal(winnerOf(treeAt(to), from)?.connector.name, name, `${from} to ${to}`);
    assert.equal(winnerOf(treeAt('10.1.1.1:25'), 'nonsense'), null);
  });
});

describe('a hundred thousand ranges', () => {
  it('are nested in one sweep, and only those that matter are drawn', () => {
    const many = Array.from({ length: 1000 }, (_, n) =>
      connector(
        `C${n}`,
        ['0.0.0.0:25'],
        Array.from(
          { length: 100 },
          (_range, k) => `10.${n >> 2}.${(n % 4) * 64 + (k >> 1)}.${(k & 1) * 8}/29`,
        ),
      ),
    );
    const parsed = parseBinding('0.0.0.0:25');
    assert.ok(parsed !== null);
    const started = performance.now();
    const [root, ...rest] = rangeTree([...all.slice(0, 1), ...many], parsed);
    assert.ok(performance.now() - started < 10_000);
    assert.ok(root !== undefined && rest.length === 0);
    assert.equal(root.inside.length, 100_000);
    const matters = holdersOf([root], (node) => node.connector.name === 'C700');
    const { shown, hidden } = levelOf(root.inside, matters, 150);
    assert.equal(shown.filter((node) => node.connector.name === 'C700').length, 100);
    assert.deepEqual([shown.length, hidden], [150, 99_850]);
  });
});

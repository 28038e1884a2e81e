import { randomUUID } from 'node:crypto';
import { buildConnectorIndex, explainSelection, selectConnector } from '../src/access/select-connector.ts';
import { bindingOf, newReceiveConnector, rangeOf } from '../src/config/defaults.ts';
import type { ReceiveConnector } from '../src/config/receive-connector.ts';
import { connectionSetUp } from './connection-setup.ts';
import { median, table } from './statistics.ts';

/** `npm run bench:selection`: choosing a connector among 100,000 remote ranges, beside a look at all of them in turn, and
 *  its share of a connection's set-up in a running server. */

const CONNECTORS = 1000;
const RANGES = 100;

function connector(n: number, from: readonly string[]): ReceiveConnector {
  const made = {
    guid: randomUUID(),
    name: `C${n}`,
    usage: 'Custom',
    domain: 'BENCH',
    createdOrder: n,
    whenCreated: '',
  } as const;
  return {
    ...newReceiveConnector(made),
    bindings: [bindingOf('0.0.0.0:25')],
    remoteIPRanges: from.map(rangeOf),
  };
}

const address = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
const connectors = [connector(0, ['0.0.0.0/0'])];
for (let n = 0; n < CONNECTORS; n++) {
  connectors.push(
    connector(
      n + 1,
      Array.from({ length: RANGES }, (_, k) => address((n * RANGES + k) * 2)),
    ),
  );
}
const peers = Array.from({ length: 1000 }, () => ({
  remoteAddress: address(Math.floor(Math.random() * CONNECTORS * RANGES * 2)),
  localAddress: '192.0.2.1',
  localPort: 25,
}));

const builds: number[] = [];
const changes: number[] = [];
const lookups: number[] = [];
const scans: number[] = [];
const few: number[] = [];
const small = buildConnectorIndex(connectors.slice(0, 2));
for (let round = 0; round < 7; round++) {
  let started = performance.now();
  const index = buildConnectorIndex(connectors);
  builds.push(performance.now() - started);
  const changed = connectors.map((one, n) =>
    n === 500 ? { ...one, remoteIPRanges: one.remoteIPRanges.slice(round + 1) } : one,
  );
  started = performance.now();
  buildConnectorIndex(changed, index);
  changes.push(performance.now() - started);
  lookups.push(nanoseconds(() => lookUpAll(index)));
  few.push(nanoseconds(() => lookUpAll(small)));
  started = performance.now();
  for (const peer of peers.slice(0, 3)) explainSelection(connectors, peer);
  scans.push(((performance.now() - started) * 1e6) / 3);
}

function lookUpAll(index: ReturnType<typeof buildConnectorIndex>): void {
  for (const peer of peers) selectConnector(index, peer);
}

function nanoseconds(run: () => void): number {
  const started = performance.now();
  for (let n = 0; n < 100; n++) run();
  return ((performance.now() - started) * 1e6) / 100 / peers.length;
}

const { fewUs, manyUs } = await connectionSetUp(CONNECTORS, RANGES);
const lookUpUs = (median(lookups) - median(few)) / 1000;
const ratio = median(scans) / median(lookups);
console.log(
  table(
    ['100,000 ranges in 1,000 connectors', 'median of 7'],
    [
      ['look-up, ns', median(lookups).toFixed(0)],
      ['the same with one connector, ns', median(few).toFixed(0)],
      ['a look at all of them, ns', `${median(scans).toFixed(0)} (× ${ratio.toFixed(0)})`],
      [
        'CPU of a connection, accept to end, µs',
        `${manyUs.toFixed(0)} (${fewUs.toFixed(0)} with one connector)`,
      ],
      ['– share of the longer look-up (goal 1 %)', `${((100 * lookUpUs) / fewUs).toFixed(2)} %`],
      ['index made anew, ms', median(builds).toFixed(0)],
      ['index after a change of one connector, ms (goal 100)', median(changes).toFixed(0)],
    ],
  ),
);

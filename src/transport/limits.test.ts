import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionCounters, RateWindow, decideConnection, rateKeys } from './limits.ts';

const LIMITS = {
  maxInboundConnection: 5000,
  maxInboundConnectionPerSource: 20,
  maxInboundConnectionPercentagePerSource: 2,
};

const cases: readonly (readonly [string, Partial<typeof LIMITS> | object, number, number, string | null])[] =
  [
    ['the 20th session of a source is the last', {}, 100, 19, null],
    ['the 21st session of a source is one too many', {}, 100, 20, 'MaxInboundConnectionPerSource'],
    ['the connector is full', {}, 5000, 0, 'MaxInboundConnection'],
    ['2 % of 5000 free are 100', { maxInboundConnectionPerSource: null }, 0, 99, null],
    ['the connector counts before the source', { maxInboundConnection: 20 }, 20, 20, 'MaxInboundConnection'],
    ['2 % of 100 free are 2: the second', { maxInboundConnectionPerSource: null }, 4900, 1, null],
    [
      '2 % of 100 free are 2: the third',
      { maxInboundConnectionPerSource: null },
      4900,
      2,
      'MaxInboundConnectionPercentagePerSource',
    ],
    ['at least one is allowed', { maxInboundConnection: 3 }, 2, 0, null],
    [
      'no percentage of unlimited',
      { maxInboundConnection: null, maxInboundConnectionPerSource: null },
      9999,
      9999,
      null,
    ],
  ];
for (const [name, change, total, fromSource, expected] of cases) {
  test(`receive-connectors.md §7.2: ${name}`, () => {
    assert.equal(decideConnection({ ...LIMITS, ...change }, total, fromSource)?.by ?? null, expected);
  });
}

test('A session that left frees its place, for its source and its connector alone', () => {
  const counters = new ConnectionCounters();
  const limits = { ...LIMITS, maxInboundConnectionPerSource: 1 };
  assert.equal(counters.enter('A', '10.0.0.1', limits), null);
  assert.equal(counters.enter('A', '10.0.0.1', limits)?.by, 'MaxInboundConnectionPerSource');
  assert.equal(counters.enter('A', '10.0.0.2', limits), null);
  assert.equal(counters.enter('B', '10.0.0.1', limits), null);
  counters.leave('A', '10.0.0.1');
  assert.equal(counters.enter('A', '10.0.0.1', limits), null);
  assert.equal(counters.open('A'), 2);
  counters.leave('A', '10.0.0.1');
  counters.leave('A', '10.0.0.2');
  assert.equal(counters.open('A'), 0);
});

test('MessageRateLimit: a window of 60 s slides, to the millisecond', () => {
  const window = new RateWindow();
  for (const at of [0, 30_000]) {
    assert.equal(window.isExceeded(['k'], 2, at), false);
    window.record(['k'], 2, at);
  }
  assert.equal(window.isExceeded(['k'], 2, 59_999), true);
  assert.equal(window.isExceeded(['other'], 2, 59_999), false);
  assert.equal(window.isExceeded(['k'], 2, 60_000), false);
  window.record(['k'], 2, 60_000);
  assert.equal(window.isExceeded(['k'], 2, 60_001), true);
});

test('MessageRateLimit unlimited counts nothing and refuses nothing', () => {
  const window = new RateWindow();
  window.record(['k'], null, 0);
  assert.equal(window.size, 0);
  assert.equal(window.isExceeded(['k'], null, 0), false);
});

test('Keys that have been quiet for a minute are forgotten', () => {
  const window = new RateWindow();
  for (let index = 0; index < 100; index += 1) window.record([`k${index}`], 5, 1);
  window.record(['last'], 5, 120_001);
  assert.equal(window.size, 1);
});

const sources = [
  ['None', []],
  ['IPAddress', ['g ip 10.0.0.1']],
  ['User', ['g user chris@contoso.com']],
  ['All', ['g ip 10.0.0.1', 'g user chris@contoso.com']],
] as const;
for (const [messageRateSource, expected] of sources) {
  test(`MessageRateSource ${messageRateSource}`, () => {
    assert.deepEqual(rateKeys({ guid: 'g', messageRateSource }, '10.0.0.1', 'Chris@contoso.com'), expected);
  });
}

test('MessageRateSource All: both keys must pass', () => {
  const window = new RateWindow();
  window.record(['ip'], 1, 0);
  assert.equal(window.isExceeded(['ip', 'user'], 1, 1), true);
});

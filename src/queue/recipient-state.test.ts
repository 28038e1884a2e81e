import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pending, stateOf } from '../../test/support/delivery-harness.ts';
import type { NotifyEvent } from '../mail/envelope.ts';
import { pendingIndexes, reportDelay, settleResults, wantsReport } from './recipient-state.ts';
import type { AttemptResult, ReportAction } from './recipient-state.ts';

const AT = Date.UTC(2026, 10, 24, 8, 0, 0);

function result(kind: AttemptResult['kind']): AttemptResult {
  return { kind, status: '2.0.0', diagnostic: kind, remoteMta: 'mx.example' };
}

const WISHES: readonly (readonly [notify: readonly NotifyEvent[], action: ReportAction, wanted: boolean])[] =
  [
    [[], 'failed', true],
    [[], 'delayed', true],
    [[], 'relayed', false],
    [['NEVER'], 'failed', false],
    [['NEVER'], 'delayed', false],
    [['SUCCESS'], 'failed', false],
    [['SUCCESS'], 'relayed', true],
    [['SUCCESS'], 'expanded', true],
    [['SUCCESS'], 'delivered', true],
    [['FAILURE'], 'failed', true],
    [['FAILURE'], 'delayed', false],
    [['DELAY'], 'delayed', true],
  ];

for (const [notify, action, wanted] of WISHES) {
  test(`RFC 3461 §4.1: NOTIFY ${notify.join(',') || 'absent'}, ${action}: ${wanted ? 'a report' : 'none'}`, () => {
    assert.equal(wantsReport(notify, action), wanted);
  });
}

test('each recipient gets its own result; the message is finished when none is pending', () => {
  const before = stateOf([pending('a@x.example'), pending('b@x.example'), pending('c@x.example')]);
  const first = settleResults(
    before,
    [
      { index: 0, result: result('transferred') },
      { index: 1, result: result('permanent') },
      { index: 2, result: result('transient') },
    ],
    AT,
  );
  assert.deepEqual(
    first.state.recipients.map(({ state }) => state),
    ['delivered', 'failed', 'pending'],
  );
  assert.deepEqual(
    first.state.recipients.map(({ attempts }) => attempts),
    [0, 0, 1],
  );
  assert.deepEqual(
    first.reports.map(({ action }) => action),
    ['failed'],
  );
  assert.deepEqual([first.finished, first.durable], [false, true]);
  assert.deepEqual(pendingIndexes(first.state), [2]);
  const second = settleResults(first.state, [{ index: 2, result: result('relayed') }], AT);
  assert.deepEqual([second.finished, second.reports.length], [true, 0]);
});

test('a result for a recipient that is final already changes nothing', () => {
  const done = settleResults(
    stateOf([pending('a@x.example')]),
    [{ index: 0, result: result('permanent') }],
    AT,
  );
  const late = settleResults(done.state, [{ index: 0, result: result('delivered') }], AT);
  assert.equal(late.state.recipients[0]?.state, 'failed');
  assert.deepEqual([late.durable, late.reports.length], [false, 0]);
});

test('a next hop that reports success itself leaves nothing to report; one that does not is reported as relayed', () => {
  const state = stateOf([pending('a@x.example', ['SUCCESS'])]);
  assert.equal(settleResults(state, [{ index: 0, result: result('transferred') }], AT).reports.length, 0);
  assert.equal(
    settleResults(state, [{ index: 0, result: result('relayed') }], AT).reports[0]?.action,
    'relayed',
  );
  assert.equal(
    settleResults(state, [{ index: 0, result: result('delivered') }], AT).reports[0]?.action,
    'delivered',
  );
});

test('a delay is reported once for each recipient, with its own last error where it has one', () => {
  const state = stateOf([
    { ...pending('a@x.example'), lastError: '451 later' },
    pending('b@x.example', ['NEVER']),
  ]);
  const first = reportDelay(state, [0, 1]);
  assert.deepEqual(
    first.reports.map(({ diagnostic }) => diagnostic),
    ['451 later'],
  );
  assert.ok(first.state.recipients.every(({ delayReported }) => delayReported));
  assert.equal(reportDelay(first.state, [0, 1]).reports.length, 0);
});

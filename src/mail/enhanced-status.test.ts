import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { genericStatus, isEnhancedStatus, splitEnhancedStatus } from './enhanced-status.ts';

describe('enhanced status', () => {
  for (const text of ['2.0.0', '4.4.1', '5.7.57', '5.999.0']) {
    it(`RFC 3463 §2: ${text} is one`, () => assert.ok(isEnhancedStatus(text)));
  }

  for (const text of [
    '',
    '5',
    '5.7',
    '5.7.',
    '5..1',
    '3.0.0',
    '5.07.1',
    '5.7.01',
    '5.1000.0',
    '5.7.1 ',
    '5.7.1.2',
    'a.b.c',
  ]) {
    it(`RFC 3463 §2: ${JSON.stringify(text)} is none`, () => assert.ok(!isEnhancedStatus(text)));
  }

  it('RFC 2034 §4: stands before the text of a reply, with a blank between', () => {
    assert.deepEqual(splitEnhancedStatus('5.7.1 Unable to relay'), {
      status: '5.7.1',
      rest: 'Unable to relay',
    });
    assert.deepEqual(splitEnhancedStatus('5.7.1'), { status: '5.7.1', rest: '' });
    assert.deepEqual(splitEnhancedStatus('5.7.1x'), { status: '', rest: '5.7.1x' });
    assert.deepEqual(splitEnhancedStatus('Unable to relay'), { status: '', rest: 'Unable to relay' });
  });

  it('RFC 3463 §3.1: a reply without a code has that of its class', () => {
    assert.deepEqual([250, 354, 421, 550].map(genericStatus), ['2.0.0', '2.0.0', '4.0.0', '5.0.0']);
  });
});

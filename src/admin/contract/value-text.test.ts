import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatSize, formatTimeSpan, parseDateTime, parseSize, parseTimeSpan } from './value-text.ts';

describe('sizes, shell-language.md §4', () => {
  it('every accepted spelling', () => {
    const rows: readonly (readonly [string, number | null])[] = [
      ['25MB', 26_214_400],
      ['25 MB', 26_214_400],
      ['26214400', 26_214_400],
      ['26214400B', 26_214_400],
      ['0.5GB', 536_870_912],
      ['25 MB (26,214,400 bytes)', 26_214_400],
      ['1 MB (7 bytes)', 7],
      ['2tb', 2_199_023_255_552],
      ['', null],
      ['MB', null],
      ['-1', null],
      ['1.2.3MB', null],
    ];
    for (const [text, bytes] of rows) assert.equal(parseSize(text), bytes, text);
  });
  it('four significant digits of the largest unit', () => {
    assert.equal(formatSize(37_748_736), '36 MB (37,748,736 bytes)');
    assert.equal(formatSize(1_677_721_600), '1.562 GB (1,677,721,600 bytes)');
    assert.equal(formatSize(0), '0 B (0 bytes)');
  });
  it('what is shown is read back exactly', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (bytes) => parseSize(formatSize(bytes)) === bytes));
  });
});

describe('time spans, shell-language.md §4', () => {
  it('every accepted spelling', () => {
    const rows: readonly (readonly [string, number | null])[] = [
      ['00:10:00', 600_000],
      ['1.00:00:00', 86_400_000],
      ['15', 15 * 86_400_000],
      ['10:30', 37_800_000],
      ['00:00:00.5', 500],
      ['-00:00:01', -1000],
      ['24:00:00', null],
      ['00:60:00', null],
      ['soon', null],
    ];
    for (const [text, ms] of rows) assert.equal(parseTimeSpan(text), ms, text);
  });
  it('what is shown is read back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => parseTimeSpan(formatTimeSpan(ms)) === ms),
    );
  });
});

describe('dates', () => {
  it('American, ISO, with and without a clock', () => {
    const local = (...parts: readonly [number, number, number, number, number]): number =>
      new Date(...parts).getTime();
    assert.equal(parseDateTime('3/2/2026'), local(2026, 2, 2, 0, 0));
    assert.equal(parseDateTime('3/2/2026 9:00 AM'), local(2026, 2, 2, 9, 0));
    assert.equal(parseDateTime('3/2/2026 12:30 PM'), local(2026, 2, 2, 12, 30));
    assert.equal(parseDateTime('2026-03-02 09:00'), local(2026, 2, 2, 9, 0));
    assert.equal(parseDateTime('2026-03-02T09:00:00.000Z'), Date.UTC(2026, 2, 2, 9));
    for (const bad of ['13/1/2026', 'tomorrow', '2026-03-02 25:00'])
      assert.equal(parseDateTime(bad), null, bad);
  });
});

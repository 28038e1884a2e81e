import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  copyText,
  type DialogueLine,
  EMPTY_TAIL,
  MOST_LINES,
  sessionsOf,
  stepTail,
  type Tail,
} from './dialogue-tail.ts';
import { offsetsOf, rowsInSight, rowsOf } from './line-layout.ts';

const line = (session: string, text: string): DialogueLine => ({
  session,
  side: 'receive',
  connector: 'Anonymous Relay',
  remote: '192.168.5.10:40000',
  direction: '<',
  line: text,
  context: '',
  time: '2026-03-02T09:00:00.000Z',
});
const arrive = (tail: Tail, ...lines: readonly DialogueLine[]): Tail =>
  stepTail(tail, { kind: 'arrived', lines, lost: 0 });
const many = (count: number): readonly DialogueLine[] =>
  Array.from({ length: count }, (_, index) => line('A', `NOOP ${index}`));

describe('the tail of dialogues', () => {
  it('keeps the latest lines and counts those that it leaves out', () => {
    const tail = arrive(EMPTY_TAIL, ...many(MOST_LINES + 7));
    assert.equal(tail.lines.length, MOST_LINES);
    assert.equal(tail.lines[0]?.line, 'NOOP 7');
    assert.equal(tail.lost, 7);
    assert.equal(stepTail(tail, { kind: 'arrived', lines: [], lost: 3 }).lost, 10);
  });
  it('paused, it shows what it showed; what arrives is held, and bounded too', () => {
    const paused = stepTail(arrive(EMPTY_TAIL, line('A', 'EHLO a')), { kind: 'paused' });
    const later = arrive(paused, ...many(MOST_LINES + 1));
    assert.equal(later.lines.length, 1);
    assert.equal(later.held.length, MOST_LINES);
    assert.equal(later.lost, 1);
    const on = stepTail(later, { kind: 'continued' });
    assert.equal(on.lines.length, MOST_LINES);
    assert.equal(on.held.length, 0);
    assert.equal(on.lost, 2);
  });
  it('cleared, it is empty and stays paused', () => {
    const tail = stepTail(stepTail(arrive(EMPTY_TAIL, line('A', 'x')), { kind: 'paused' }), {
      kind: 'cleared',
    });
    assert.deepEqual(tail, { ...EMPTY_TAIL, isPaused: true });
  });
  it('lines of one session stand together, whatever came between them', () => {
    const sessions = sessionsOf([line('A', '1'), line('B', '2'), line('A', '3')]);
    assert.deepEqual(
      sessions.map(({ lines }) => lines.map((one) => one.line)),
      [['1', '3'], ['2']],
    );
    assert.match(copyText(sessions), /^# A 192\.168\.5\.10:40000 Anonymous Relay\n\S+ < 1\n\S+ < 3\n\n# B /);
  });
});

describe('the list of lines', () => {
  it('a line takes as many rows as it needs, Japanese twice the room', () => {
    const rows = rowsOf(sessionsOf([line('A', 'x'.repeat(21)), line('A', '中'.repeat(10)), line('A', '')]));
    assert.deepEqual(offsetsOf(rows, 20), [0, 44, 84, 104, 124]);
  });
  it('of five thousand lines those in sight are drawn', () => {
    const offsets = offsetsOf(rowsOf(sessionsOf(many(5_000))), 80);
    const { first, end } = rowsInSight(offsets, { top: 50_000, height: 600 });
    assert.ok(first > 2_400 && end < 2_600, `${first} to ${end}`);
    assert.deepEqual(rowsInSight([0], { top: 0, height: 600 }), { first: 0, end: 0 });
  });
});

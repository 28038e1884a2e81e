import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mapInSlices, sortInSlices } from './slices.ts';

const MANY = 100_000;
/** Of the same order of magnitude as 5 ms of work. */
const MOST_WORK = 8_000;

/** Counts what is done between two turns; over after so many turns. */
function counter(turns = Number.POSITIVE_INFINITY) {
  const counted = { work: 0, most: 0, turns: 0 };
  return {
    counted,
    done: (): void => {
      counted.work += 1;
      counted.most = Math.max(counted.most, counted.work);
    },
    pace: async (): Promise<boolean> => {
      counted.work = 0;
      counted.turns += 1;
      return counted.turns < turns;
    },
  };
}

describe('work over long lists', () => {
  it('makes 100,000 items, 500 between two turns of the event loop', async () => {
    const { counted, done, pace } = counter();
    const items = Array.from({ length: MANY }, (_, at) => at);
    const even = await mapInSlices(
      items,
      (item) => {
        done();
        return item % 2 === 0 ? item * 10 : undefined;
      },
      pace,
    );
    assert.equal(even?.length, MANY / 2);
    assert.equal(even[1], 20);
    assert.equal(counted.most, 500);
    assert.equal(counted.turns, MANY / 500 - 1);
  });

  it('sorts 100,000 items as toSorted does, stably, with few comparisons between two turns', async () => {
    const { counted, done, pace } = counter();
    const items = Array.from({ length: MANY }, (_, at) => ({ at, key: (at * 7919) % 1009 }));
    const compare = (a: { key: number }, b: { key: number }): number => {
      done();
      return a.key - b.key;
    };
    const sorted = await sortInSlices(items, { compare, pace });
    assert.deepEqual(
      sorted,
      items.toSorted((a, b) => a.key - b.key),
    );
    assert.ok(counted.most <= MOST_WORK, `${counted.most} comparisons`);
  });

  it('ends where nobody waits any more', async () => {
    const { counted, done, pace } = counter(3);
    const items = Array.from({ length: MANY }, (_, at) => at);
    assert.equal(await mapInSlices(items, done, pace), null);
    assert.equal(counted.turns, 3);
    const again = counter(3);
    assert.equal(await sortInSlices(items, { compare: (a, b) => a - b, pace: again.pace }), null);
    assert.equal(again.counted.turns, 3);
    const merging = counter(250);
    assert.equal(await sortInSlices(items, { compare: (a, b) => a - b, pace: merging.pace }), null);
    assert.equal(merging.counted.turns, 250);
  });

  it('short and empty lists take no turn', async () => {
    const { counted, pace } = counter();
    assert.deepEqual(await mapInSlices([3, 1], (item) => item + 1, pace), [4, 2]);
    assert.deepEqual(await sortInSlices([3, 1], { compare: (a, b) => a - b, pace }), [1, 3]);
    assert.deepEqual(await sortInSlices([], { compare: () => 0, pace }), []);
    assert.equal(counted.turns, 0);
  });
});

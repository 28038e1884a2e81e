import assert from 'node:assert/strict';
import { it } from 'node:test';
import { crashRounds } from '../support/crash-rounds.ts';

const ROUNDS = process.env['POSTERN_LONG'] === '1' ? 200 : 8;

it(`promise 2: ${ROUNDS} kills under load lose nothing that was answered with 250`, {
  timeout: 900_000,
}, async (test) => {
  const found = await crashRounds(ROUNDS);
  test.diagnostic(
    `${found.acknowledged} acknowledged, ${found.duplicates} duplicates over ${found.rounds} kills`,
  );
  assert.ok(found.acknowledged > ROUNDS * 4, `only ${found.acknowledged} were acknowledged`);
  assert.deepEqual(found.lost, [], found.evidence);
  assert.deepEqual(found.damaged, []);
  assert.deepEqual(found.unexplained, []);
});

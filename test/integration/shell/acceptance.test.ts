import '../../support/shell-lab/utc.ts';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allSpecs } from '../../../src/admin/contract/specs/all-specs.ts';
import { type Example, readGolden } from '../../support/shell-lab/golden.ts';
import { play } from '../../support/shell-lab/play.ts';

const examples = readGolden(readFileSync(new URL('acceptance.txt', import.meta.url), 'utf8'));

/** Whether the product has what the example is about; if not, the one clear error is what it must print. */
function isThere({ needs }: Example): boolean {
  return needs === null || allSpecs.some((spec) => spec.name === needs);
}

describe('the acceptance examples of shell-language.md §15', () => {
  it('are all there', () => {
    const counts = { A: 35, B: 19, C: 18, D: 12, E: 12, F: 25 };
    const wanted = Object.entries(counts).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, index) => `${part}${index + 1}`),
    );
    assert.equal(wanted.length, 121);
    assert.deepEqual(
      examples.map((example) => example.id),
      wanted,
    );
  });

  for (const example of examples) {
    it(`${example.id}: ${example.title}`, async () => {
      const played = await play(example);
      // What has come must be written down: its exact output, not that there is some.
      assert.ok(example.needs === null || !isThere(example), `${example.needs} is there: write its output`);
      for (const [index, step] of example.steps.entries())
        assert.deepEqual(played[index], step.expected, step.text);
    });
  }

  it('the cmdlet that an example waits for is named in its one error', () => {
    for (const { id, needs, steps } of examples.filter((one) => one.needs !== null)) {
      const printed = steps.flatMap((step) => step.expected).join('\n');
      assert.ok(
        printed.includes(`!${needs} : The term '${needs}' is not recognized as the name of a cmdlet`),
        id,
      );
    }
  });
});

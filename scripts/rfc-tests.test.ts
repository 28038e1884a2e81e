import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** docs/rfc-tests.tsv names the tests of the RFCs that a relay lives by: number, section, file, what the test's name holds. */
const ROOT = join(import.meta.dirname, '..');
const RELAY_RFCS = [1870, 2034, 3030, 3207, 3461, 3463, 3464, 4954, 5321, 6531, 7505];

function rows(file: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(ROOT, 'docs', file), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.split('\t'));
}

test('docs/rfc-tests.tsv: every named test exists', () => {
  const missing = rows('rfc-tests.tsv').filter(([, , file = '', name = '']) => {
    const path = join(ROOT, file);
    return name === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
  });
  assert.deepEqual(missing, []);
});

test('docs/rfc-tests.tsv: each RFC of a relay has tests, and a row in docs/rfc.tsv', () => {
  const tested = new Set(rows('rfc-tests.tsv').map(([number]) => number));
  const listed = new Set(rows('rfc.tsv').map(([number]) => number));
  const lacking = RELAY_RFCS.map(String).filter((number) => !tested.has(number) || !listed.has(number));
  assert.deepEqual(lacking, []);
});

test('docs/rfc.tsv: every file of tests that it names exists', () => {
  const named = rows('rfc.tsv').flatMap(([, , , note = '']) => note.match(/test\/[\w./-]+\.test\.ts/g) ?? []);
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter((file) => !existsSync(join(ROOT, file))),
    [],
  );
});

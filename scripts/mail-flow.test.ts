import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** docs/mail-flow.tsv says of each row of Exchange's mail flow whether it is here: section, subject, state, file, and the
 *  test that shows it, as `file: what its name holds`, or the reason where the state is another than yes. */
const ROOT = join(import.meta.dirname, '..');
const STATES = ['yes', 'partial', 'no', 'not here'];
const ROWS: readonly (readonly string[])[] = readFileSync(join(ROOT, 'docs/mail-flow.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

function has(named: string): boolean {
  const [file = '', ...rest] = named.split(': ');
  const path = join(ROOT, file);
  const name = rest.join(': ');
  return name !== '' && existsSync(path) && readFileSync(path, 'utf8').includes(name);
}

test('docs/mail-flow.tsv: five columns, a state that is known, a file that is there', () => {
  const wrong = ROWS.filter(
    (row) =>
      row.length !== 5 ||
      row.includes('') ||
      !STATES.includes(row[2] ?? '') ||
      (row[3] === '-' ? row[2] === 'yes' : !existsSync(join(ROOT, row[3] ?? ''))),
  );
  assert.deepEqual(wrong, []);
});

test('docs/mail-flow.tsv: each row that says yes names a test that is there', () => {
  const missing = ROWS.filter(([, , state, , named = '']) => state === 'yes' && !has(named));
  assert.deepEqual(missing, []);
});

test('docs/mail-flow.tsv: each row stands once', () => {
  const subjects = ROWS.map(([section = '', subject = '']) => `${section} ${subject}`);
  assert.deepEqual(
    subjects.filter((one, index) => subjects.indexOf(one) !== index),
    [],
  );
});

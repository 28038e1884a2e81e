import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** docs/rfc-tests.tsv goes through the RFCs that a relay lives by, section by section, a requirement a row:
 *
 *      RFC, section, requirement, status, file of the test, what the test's name holds, reason
 *
 *  `yes`: the test shows it. `ours`: we do otherwise, the test shows what, the reason says why. `n/a`: it is nothing for
 *  us, and the reason says why. A file that ends with .dialogue.txt is played whole; what is named is a line of it. */
const ROOT = join(import.meta.dirname, '..');
const RELAY_RFCS = [1870, 2034, 3030, 3207, 3461, 3463, 3464, 4954, 5321, 6531, 7505];
const HEAD = ['RFC', 'section', 'requirement', 'status', 'file', 'test', 'reason'];
const NONE = '-';

type Requirement = Readonly<{
  rfc: string;
  section: string;
  requirement: string;
  status: string;
  file: string;
  name: string;
  reason: string;
}>;

function cells(file: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(ROOT, 'docs', file), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.split('\t'));
}

const [HEAD_CELLS, ...ROWS] = cells('rfc-tests.tsv');

const REQUIREMENTS: readonly Requirement[] = ROWS.map(
  ([rfc = '', section = '', requirement = '', status = '', file = '', name = '', reason = '']) => ({
    rfc,
    section,
    requirement,
    status,
    file,
    name,
    reason,
  }),
);

/** Texts in quotes of a file of tests, as they are written; comments do not count. */
function texts(source: string): readonly string[] {
  const token = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return (source.match(token) ?? []).filter((text) => !text.startsWith('/')).map((text) => text.slice(1, -1));
}

const known = new Map<string, readonly string[]>();

function namesIn(file: string): readonly string[] {
  const path = join(ROOT, file);
  const found = known.get(file);
  if (found !== undefined) return found;
  const source = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const isDialogue = file.endsWith('.dialogue.txt');
  const names = isDialogue ? source.split('\n') : file.endsWith('.test.ts') ? texts(source) : [];
  known.set(file, names);
  return names;
}

/** `§4.5.3.1.10` as numbers, so that it stands behind `§4.5.3.1.9`; an appendix stands behind all sections. */
function place({ rfc, section }: Requirement): readonly number[] {
  const numbers = section.startsWith('§') ? section.slice(1).split('.').map(Number) : [Infinity];
  return [Number(rfc), ...numbers];
}

function isBehind(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index >= 0 && (a[index] ?? 0) > (b[index] ?? -1);
}

test('docs/rfc-tests.tsv: seven columns, section by section, no requirement twice', () => {
  assert.deepEqual(HEAD_CELLS, HEAD);
  const wrong = ROWS.filter((row) => row.length !== HEAD.length || row.includes(''));
  assert.deepEqual(wrong, []);
  const outOfOrder = REQUIREMENTS.filter((row, index) => {
    const before = REQUIREMENTS[index - 1];
    return before !== undefined && isBehind(place(before), place(row));
  });
  assert.deepEqual(outOfOrder, []);
  const keys = REQUIREMENTS.map(({ rfc, section, requirement }) => `${rfc} ${section} ${requirement}`);
  assert.equal(new Set(keys).size, keys.length);
});

test('docs/rfc-tests.tsv: each row names a test that exists, or says why there is none', () => {
  const wrong = REQUIREMENTS.filter(({ status, file, name, reason }) => {
    const isShown = namesIn(file).some((text) => text.includes(name));
    if (status === 'yes') return !isShown || reason !== NONE;
    if (status === 'ours') return !isShown || reason === NONE;
    return status !== 'n/a' || file !== NONE || name !== NONE || reason === NONE;
  });
  assert.deepEqual(wrong, []);
});

test('docs/rfc-tests.tsv: each RFC of a relay has tests, and a row in docs/rfc.tsv', () => {
  const tested = new Set(REQUIREMENTS.map(({ rfc }) => rfc));
  const listed = new Set(cells('rfc.tsv').map(([number]) => number));
  const lacking = RELAY_RFCS.map(String).filter((number) => !tested.has(number) || !listed.has(number));
  assert.deepEqual(lacking, []);
});

test('docs/rfc-tests.tsv: a test that is named after a section of these RFCs has its row', () => {
  const title = new RegExp(`^RFC (?:${RELAY_RFCS.join('|')})[ :]`);
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => `${folder}/${path}`),
  );
  assert.ok(files.length > 100);
  const lacking = files.flatMap((file) => {
    const named = REQUIREMENTS.filter((row) => row.file === file).map(({ name }) => name);
    return namesIn(file)
      .filter((text) => title.test(text) && !named.some((name) => text.includes(name)))
      .map((text) => `${file}: ${text}`);
  });
  assert.deepEqual(lacking, []);
});

test('docs/rfc.tsv: every file of tests that it names exists', () => {
  const named = cells('rfc.tsv').flatMap(
    ([, , , note = '']) => note.match(/test\/[\w./-]+\.test\.ts/g) ?? [],
  );
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter((file) => !existsSync(join(ROOT, file))),
    [],
  );
});

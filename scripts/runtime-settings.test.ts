import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allSpecs } from '../src/admin/contract/specs/all-specs.ts';

/** docs/runtime-settings.tsv names, for each setting of mail flow that acts, the test that changes it while the server runs:
 *  command, parameter, file, what the test's name holds; or `-` and why there is none. */
const ROOT = join(import.meta.dirname, '..');

const COMMANDS = [
  'Set-AcceptedDomain',
  'Set-ForeignConnector',
  'Set-FrontendTransportService',
  'Set-ReceiveConnector',
  'Set-RecipientFilterConfig',
  'Set-RemoteDomain',
  'Set-SendConnector',
  'Set-SenderFilterConfig',
  'Set-TransportConfig',
  'Set-TransportService',
];

/** Of the command, not settings. */
const OTHERS = ['Identity', 'DomainController'];

const ROWS: readonly (readonly string[])[] = readFileSync(join(ROOT, 'docs/runtime-settings.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

test('docs/runtime-settings.tsv: each setting that acts has one row, and no other has one', () => {
  const acting = allSpecs
    .filter(({ name }) => COMMANDS.includes(name))
    .flatMap(({ name, parameters }) =>
      parameters
        .filter((one) => one.support === 'implemented' && !OTHERS.includes(one.name))
        .map((one) => `${name} ${one.name}`),
    );
  assert.deepEqual(
    ROWS.map(([command, parameter]) => `${command} ${parameter}`),
    acting.toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test('docs/runtime-settings.tsv: every named test exists, and a row without one says why', () => {
  const wrong = ROWS.filter(([, , file = '', text = '']) => {
    if (file === '-') return text === '';
    const path = join(ROOT, file);
    return text === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(text);
  });
  assert.deepEqual(wrong, []);
});

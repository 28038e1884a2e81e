import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandSpec } from '../../admin/contract/command-spec.ts';
import { adminObject, FakeHost, testShell } from '../testing/fake-host.ts';
import { asArgument, segmentAt } from './segment.ts';

const SPECS: readonly CommandSpec[] = [
  {
    name: 'Get-Gate',
    synopsis: '',
    returns: 'Gate',
    parameters: [{ name: 'Identity', type: 'GateIdParameter', position: 0, support: 'implemented' }],
  },
  {
    name: 'Set-Gate',
    synopsis: '',
    returns: '',
    parameters: [
      { name: 'Identity', type: 'GateIdParameter', position: 0, support: 'implemented' },
      { name: 'Force', type: 'SwitchParameter', support: 'implemented' },
      { name: 'Enabled', type: 'Boolean', support: 'implemented' },
      { name: 'Modes', type: 'Modes', values: ['Open', 'Shut'], multiple: true, support: 'implemented' },
      {
        name: 'User',
        type: 'Principal',
        suggestions: ['NT AUTHORITY\\ANONYMOUS LOGON'],
        support: 'implemented',
      },
      { name: 'Next', type: 'Other', objects: ['Get-Gate'], support: 'implemented' },
    ],
  },
];
const GATES = ['North Gate', "Miller's", 'plain'].map((name) =>
  adminObject('Gate', `EX1\\${name}`, { Name: name }),
);

async function completed(text: string): Promise<readonly string[]> {
  const host = new FakeHost(SPECS, { 'Get-Gate': () => ({ objects: GATES }) });
  const { start, candidates } = await testShell(host).shell.complete(text, text.length);
  return candidates.map((candidate) => text.slice(0, start) + candidate);
}

describe('completion', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['set-g', ['Set-Gate']],
    ['Set-Gate N', ['Set-Gate "North Gate"']],
    ['Set-Gate "North G', ['Set-Gate "North Gate"']],
    ["Set-Gate 'm", ["Set-Gate 'Miller''s'"]],
    ['Set-Gate -Force p', ['Set-Gate -Force plain']],
    ['Set-Gate EX1\\p', ['Set-Gate EX1\\plain']],
    ['Set-Gate -Next p', ['Set-Gate -Next plain']],
    ['Set-Gate x -Modes Open,s', ['Set-Gate x -Modes Open,Shut']],
    ['Set-Gate x -Modes Open, s', ['Set-Gate x -Modes Open, Shut']],
    ['Set-Gate x -Enabled $t', ['Set-Gate x -Enabled $true']],
    ['Set-Gate x -User nt', ['Set-Gate x -User "NT AUTHORITY\\ANONYMOUS LOGON"']],
    ['Set-Gate x -ErrorAction st', ['Set-Gate x -ErrorAction Stop']],
    ['Set-Gate x -En', ['Set-Gate x -Enabled']],
    ['Set-Gate x \u2013en', ['Set-Gate x -Enabled']],
    ['Get-Gate | % { set-g', ['Get-Gate | % { Set-Gate']],
    ['$a = get-ga', ['$a = Get-Gate']],
    ['Get-Help set-g', ['Get-Help Set-Gate']],
    ['Nothing x', []],
  ];
  for (const [typed, expected] of cases)
    it(typed, async () => assert.deepEqual(await completed(typed), expected));

  it('a server that fails names nothing', async () => {
    const host = new FakeHost(SPECS, {
      'Get-Gate': () => {
        throw new Error('lost');
      },
    });
    assert.deepEqual((await testShell(host).shell.complete('Set-Gate x', 10)).candidates, []);
  });

  it('the word at the cursor begins behind blanks, commas and separators, not within quotes', () => {
    assert.deepEqual(segmentAt('a "b c" d'), { words: ['a', 'b c'], start: 8, word: 'd', quote: '' });
    assert.deepEqual(segmentAt('a; b "c; d'), { words: ['b'], start: 5, word: 'c; d', quote: '"' });
    assert.deepEqual(segmentAt(''), { words: [], start: 0, word: '', quote: '' });
  });

  it('what holds a sign of the language is quoted', () => {
    assert.equal(asArgument('a$b', ''), "'a$b'");
    assert.equal(asArgument('a$b', '"'), '"a`$b"');
    assert.equal(asArgument('plain', ''), 'plain');
  });
});

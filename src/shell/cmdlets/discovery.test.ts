import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { allSpecs } from '../../admin/contract/specs/all-specs.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { SYNOPSES } from './synopses.ts';
import { aliases, utilityCmdlets } from './table.ts';
import { FakeHost, testShell } from '../testing/fake-host.ts';
import { FakeShell, stage } from './testing/fake-shell.ts';

function shell(): FakeShell {
  const made = new FakeShell();
  made.commands = () => allSpecs.map((spec) => ({ name: spec.name, kind: 'Function', spec }));
  return made;
}

function namesOf(values: readonly PsValue[]): PsValue[] {
  return values.map((value) => (value instanceof PsObject ? value.get('Name') : value));
}

function textOf(values: readonly PsValue[]): string {
  return values.map(String).join('\n');
}

suite('shell-language §13: discovery', () => {
  test('Get-Command with a wildcard lists by name', async () => {
    assert.deepEqual(
      namesOf(await shell().run(null, stage('Get-Command', { Name: ['*-ReceiveConnector'] }))),
      ['Get-ReceiveConnector', 'New-ReceiveConnector', 'Remove-ReceiveConnector', 'Set-ReceiveConnector'],
    );
  });

  test('by verb, noun and parameter name', async () => {
    const found = await shell().run(
      null,
      stage('Get-Command', { Verb: ['Set'], ParameterName: ['RemoteIPRanges'] }),
    );
    assert.deepEqual(namesOf(found), ['Set-ReceiveConnector']);
  });

  test('an unknown name is an error', async () => {
    const one = shell();
    assert.deepEqual(await one.run(null, stage('Get-Command', { Name: ['Get-Nope'] })), []);
    assert.match(one.errors[0] ?? '', /^The term 'Get-Nope' is not recognized/);
  });

  test('-Syntax has one block for each parameter set', async () => {
    const text = textOf(
      await shell().run(null, stage('Get-Command', { Name: ['Get-ReceiveConnector'], Syntax: true })),
    );
    assert.match(
      text,
      /Get-ReceiveConnector \[\[-Identity\] <ReceiveConnectorIdParameter>\] .*\[<CommonParameters>\]/,
    );
    assert.match(text, /\n\nGet-ReceiveConnector .*\[-Server <ServerIdParameter>\]/);
  });

  test('Get-Help -Parameter: required, named, no pipeline input', async () => {
    const text = textOf(
      await shell().run(null, stage('Get-Help', { Name: 'New-ReceiveConnector', Parameter: ['Bindings'] })),
    );
    const lines = text.split('\n');
    assert.equal(lines[1], '-Bindings <MultiValuedProperty>');
    for (const [label, value] of [
      ['Required?', 'true'],
      ['Position?', 'named'],
      ['Accept pipeline input?', 'false'],
    ] as const) {
      assert.ok(lines.includes(`    ${label.padEnd(29)}${value}`), text);
    }
  });

  test('Get-Help of a command has its sections in order', async () => {
    const text = textOf(
      await shell().run(null, stage('Get-Help', { Name: 'Set-ReceiveConnector', Full: true })),
    );
    const heads = text.split('\n').filter((line) => /^[A-Z]/.test(line));
    assert.deepEqual(heads, [
      'NAME',
      'SYNOPSIS',
      'SYNTAX',
      'DESCRIPTION',
      'PARAMETERS',
      'INPUTS',
      'OUTPUTS',
      'NOTES',
      ...(text.includes('EXAMPLE 1') ? ['EXAMPLES'] : []),
      'RELATED LINKS',
    ]);
  });

  test('several matches make a list, an alias leads to its command, nothing is an error', async () => {
    const one = shell();
    assert.equal((await one.run(null, stage('Get-Help', { Name: 'acceptedDomain' }))).length > 1, true);
    assert.match(
      textOf(await one.run(null, stage('Get-Help', { Name: 'ft' }))),
      /^\nNAME\n {4}Format-Table\n/,
    );
    assert.deepEqual(await one.run(null, stage('Get-Help', { Name: 'nope' })), []);
    assert.equal(one.errors.length, 1);
  });

  test('Get-Alias shows what a short name stands for', async () => {
    const wide = shell();
    wide.width = 119;
    const lines = await wide.show(null, stage('Get-Alias', { Name: ['fl'] }));
    assert.match(lines[3] ?? '', /^Alias {11}fl -> Format-List/);
    assert.deepEqual(namesOf(await shell().run(null, stage('Get-Alias', { Name: ['?'] }))), ['?']);
    assert.deepEqual(namesOf(await shell().run(null, stage('Get-Alias', { Definition: ['Sort-Object'] }))), [
      'sort',
    ]);
  });

  test('variables by wildcard, sorted', async () => {
    const one = shell();
    await one.run(null, stage('Set-Variable', { Name: ['beta'], Value: 2 }));
    await one.run(null, stage('Set-Variable', { Name: ['Alpha'], Value: 1 }));
    assert.deepEqual(namesOf(await one.run(null, stage('Get-Variable', { Name: ['*a'] }))), [
      'Alpha',
      'beta',
    ]);
    assert.deepEqual(await one.run(null, stage('Get-Variable', { Name: ['BETA'], ValueOnly: true })), [2]);
    assert.deepEqual(await one.run(null, stage('Get-Variable', { Name: ['gamma'] })), []);
    assert.deepEqual(one.errors, ["Cannot find a variable with the name 'gamma'."]);
  });
});

suite('the table of cmdlets', () => {
  test('no name twice, each with a synopsis and unambiguous positions', () => {
    const seen = new Set<string>();
    for (const cmdlet of utilityCmdlets) {
      assert.ok(!seen.has(cmdlet.name.toLowerCase()), cmdlet.name);
      seen.add(cmdlet.name.toLowerCase());
      assert.ok(SYNOPSES[cmdlet.name] !== undefined, `${cmdlet.name} has no synopsis`);
      const names = cmdlet.parameters
        .flatMap((one) => [one.name, ...(one.aliases ?? [])])
        .map((name) => name.toLowerCase());
      assert.equal(new Set(names).size, names.length, cmdlet.name);
      const positions = cmdlet.parameters.flatMap((one) =>
        one.position === undefined ? [] : [one.position],
      );
      assert.equal(new Set(positions).size, positions.length, cmdlet.name);
    }
  });

  test('aliases are lower case', () => {
    for (const alias of aliases.keys()) assert.equal(alias, alias.toLowerCase());
  });
});

suite('misspelt names', () => {
  const spec = {
    name: 'Set-Gate',
    synopsis: 'Sets a gate.',
    returns: '',
    parameters: [{ name: 'Enabled', type: 'Boolean', support: 'implemented' as const }],
  };
  const errorOf = async (text: string): Promise<string> =>
    (await testShell(new FakeHost([spec])).run(text)).err;

  test('a cmdlet, a parameter and a help topic are suggested where one is near', async () => {
    assert.match(await errorOf('Set-Gaet'), /Did you mean Set-Gate\?/);
    assert.match(await errorOf('Set-Gate -Enabeld $true'), /Did you mean -Enabled\?/);
    assert.match(await errorOf('Get-Help Set-Gaet'), /Did you mean Set-Gate\?/);
  });

  test('nothing is suggested where none is near', async () => {
    assert.doesNotMatch(await errorOf('Set-Gate -Colour red'), /Did you mean/);
  });
});

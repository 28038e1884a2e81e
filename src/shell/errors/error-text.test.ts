import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeHost, testShell, type TestShell } from '../testing/fake-host.ts';
import type { CommandSpec, ParameterSpec } from '../../admin/contract/command-spec.ts';

const parameter = (name: string, type: string, more: Partial<ParameterSpec> = {}): ParameterSpec => ({
  name,
  type,
  support: 'implemented',
  ...more,
});

const SET: CommandSpec = {
  name: 'Set-ReceiveConnector',
  synopsis: '',
  shouldProcess: true,
  returns: '',
  parameters: [
    parameter('Identity', 'ReceiveConnectorIdParameter', { position: 0, mandatory: true, pipeline: true }),
    parameter('Enabled', 'Boolean'),
    parameter('MaxHeaderSize', 'ByteQuantifiedSize'),
    parameter('MaxHopCount', 'Int32'),
  ],
};

const GET: CommandSpec = {
  name: 'Get-ReceiveConnector',
  synopsis: '',
  returns: 'ReceiveConnector',
  parameters: [parameter('Identity', 'ReceiveConnectorIdParameter', { position: 0, pipeline: true })],
};

function shell(width = 120): TestShell {
  const error = {
    category: 'ObjectNotFound',
    id: 'E22',
    message: "The operation couldn't be performed because object 'EX01\\Nope' couldn't be found on 'EX01'.",
    target: 'EX01\\Nope',
  } as const;
  return testShell(new FakeHost([SET, GET], { 'Get-ReceiveConnector': () => ({ error }) }), { width });
}

async function errorOf(script: string, width?: number): Promise<string[]> {
  const { err } = await shell(width).run(script);
  return err.replace(/\n$/, '').split('\n');
}

describe('error records', () => {
  it('§12: the record of an unknown parameter', async () => {
    assert.deepEqual(await errorOf('Set-ReceiveConnector "Anonymous Relay" -Bogus 1'), [
      "Set-ReceiveConnector : A parameter cannot be found that matches parameter name 'Bogus'.",
      'At line:1 char:40',
      '+ Set-ReceiveConnector "Anonymous Relay" -Bogus 1',
      '+                                        ~~~~~~',
      '    + CategoryInfo          : InvalidArgument: (:) [Set-ReceiveConnector], ParameterBindingException',
      '    + FullyQualifiedErrorId : NamedParameterNotFound,Set-ReceiveConnector',
      ' ',
    ]);
  });

  it('§12: an unknown command, and the known one next to it', async () => {
    assert.deepEqual(await errorOf('Get-ReceiveConnecter'), [
      "Get-ReceiveConnecter : The term 'Get-ReceiveConnecter' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
      'At line:1 char:1',
      '+ Get-ReceiveConnecter',
      '+ ~~~~~~~~~~~~~~~~~~~~',
      '    + CategoryInfo          : ObjectNotFound: (Get-ReceiveConnecter:String) [], CommandNotFoundException',
      '    + FullyQualifiedErrorId : CommandNotFoundException',
      ' ',
      'Did you mean Get-ReceiveConnector?',
    ]);
  });

  it("§12: the server's errors come without prefix and position, and long lines are cut at the width less six", async () => {
    assert.deepEqual(await errorOf('Get-ReceiveConnector "EX01\\Nope"'), [
      "The operation couldn't be performed because object 'EX01\\Nope' couldn't be found on 'EX01'.",
      '    + CategoryInfo          : ObjectNotFound: (EX01\\Nope:String) [Get-ReceiveConnector], ManagementObjectNotFoundExcep    tion',
      '    + FullyQualifiedErrorId : E22,Get-ReceiveConnector',
      ' ',
    ]);
  });

  it('§12: in a script file they say where', async () => {
    const { err } = await shell().run('"x"\n  Get-ReceiveConnector Nope', { name: 'relay.ps1', args: [] });
    assert.match(
      err,
      /^Get-ReceiveConnector : The operation .*\nAt relay\.ps1:2 char:3\n\+ {3}Get-ReceiveConnector Nope\n\+ {3}~{25}\n/,
    );
  });

  it('§12: the source line is cut around the fault', async () => {
    const [, where, line, marks] = await errorOf(
      `$x = "${'a'.repeat(80)}"; $null.Foo(); $y = "${'b'.repeat(80)}"`,
    );
    assert.equal(where, 'At line:1 char:90');
    assert.ok(line?.startsWith('+ ... ') && line.endsWith(' ...'), line);
    assert.equal(line?.length, 69 + 2 + 8);
    assert.equal(line?.slice(marks?.indexOf('~'), marks?.length), '$null.Foo()');
  });

  it('§12: $ErrorView CategoryView is the category alone', async () => {
    assert.deepEqual(await errorOf('$ErrorView = "CategoryView"; $null.Foo()'), [
      'InvalidOperation: (:) [], RuntimeException',
    ]);
  });

  it('§12: -ErrorAction Stop that nobody caught says so, and nothing runs after it', async () => {
    const { err, out, ok } = await shell().run('Get-ReceiveConnector Nope -ErrorAction Stop; "after"');
    assert.match(
      err,
      /^The running command stopped because the preference variable "ErrorActionPreference" or common parameter is set to Stop: The operation/,
    );
    assert.equal(out, '');
    assert.equal(ok, false);
  });

  it('§12: texts of frequent failures', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['$a = $null; $a[0]', 'Cannot index into a null array.'],
      ['$null.Foo()', 'You cannot call a method on a null-valued expression.'],
      [
        '"x".Foo()',
        "Method invocation failed because [System.String] does not contain a method named 'Foo'.",
      ],
      ['(1,2).Add(3)', 'Exception calling "Add" with "1" argument(s): "Collection was of a fixed size."'],
      ['[Foo]::Bar', 'Unable to find type [Foo].'],
      [
        '[int]"x"',
        'Cannot convert value "x" to type "System.Int32". Error: "Input string was not in a correct format."',
      ],
      ['$true = 1', 'Cannot overwrite variable true because it is read-only or constant.'],
      ['"[" -match "["', 'parsing "[" - the regular expression is not valid.'],
      ['1 / 0', 'Attempted to divide by zero.'],
      ['throw "boom"', 'boom'],
      ['function f { f }; f', 'The script failed due to call depth overflow.'],
    ];
    for (const [script, message] of cases) assert.equal((await errorOf(script))[0], message, script);
  });

  it('§11: warnings carry their label', async () => {
    const host = new FakeHost([SET], { 'Set-ReceiveConnector': () => ({ warnings: ['Nothing changed.'] }) });
    assert.equal((await testShell(host).run('Set-ReceiveConnector a')).err, 'WARNING: Nothing changed.\n');
    assert.equal(
      (await testShell(host).run('Set-ReceiveConnector a -WarningAction SilentlyContinue')).err,
      '',
    );
    const kept = await testShell(host).run('Set-ReceiveConnector a -wa 0 -WarningVariable w; $w');
    assert.equal(kept.out, 'Nothing changed.\n');
  });

  it('a statement that failed does not stop the next one, and ok is about the last', async () => {
    const first = await shell().run('1 / 0; "next"');
    assert.deepEqual([first.ok, first.out], [true, 'next\n']);
    const last = await shell().run('"x"; Get-ReceiveConnector Nope');
    assert.deepEqual([last.ok, last.out], [false, 'x\n']);
  });

  it('§12: a host that does not answer is an error, not a crash', async () => {
    const host = new FakeHost([GET], {
      'Get-ReceiveConnector': () => {
        throw new Error('socket closed');
      },
    });
    const { err, ok } = await testShell(host).run('Get-ReceiveConnector');
    assert.equal(ok, false);
    assert.match(err, /The server did not answer: socket closed/);
  });
});

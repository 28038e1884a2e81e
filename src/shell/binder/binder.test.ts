import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CommandSpec, Invocation, ParameterSpec } from '../../admin/contract/command-spec.ts';
import { textOfValue } from '../../admin/contract/value-text.ts';
import type { Value } from '../../admin/contract/values.ts';
import { adminObject, FakeHost, testShell } from '../testing/fake-host.ts';

const parameter = (name: string, type: string, more: Partial<ParameterSpec> = {}): ParameterSpec => ({
  name,
  type,
  support: 'implemented',
  ...more,
});

const list = { multiple: true, editable: true } as const;

const SPECS: readonly CommandSpec[] = [
  {
    name: 'New-Relay',
    synopsis: '',
    shouldProcess: true,
    returns: '',
    parameters: [
      parameter('Name', 'String', { position: 0, mandatory: true }),
      parameter('Bindings', 'MultiValuedProperty', { ...list, mandatory: true }),
      parameter('RemoteIPRanges', 'MultiValuedProperty', list),
      parameter('Custom', 'SwitchParameter'),
      parameter('Enabled', 'Boolean'),
      parameter('MaxHeaderSize', 'ByteQuantifiedSize'),
      parameter('MaxHopCount', 'Int32'),
      parameter('Comment', 'String', { aliases: ['Note'] }),
    ],
  },
  {
    name: 'Set-Relay',
    synopsis: '',
    shouldProcess: true,
    returns: '',
    parameters: [
      parameter('Identity', 'RelayIdParameter', { position: 0, mandatory: true, pipeline: true }),
      parameter('RemoteIPRanges', 'MultiValuedProperty', list),
      parameter('Enabled', 'Boolean'),
    ],
  },
  {
    name: 'Get-Queue',
    synopsis: '',
    returns: 'Queue',
    sets: ['Identity', 'Server'],
    defaultSet: 'Identity',
    parameters: [
      parameter('Identity', 'QueueIdentity', { position: 0, pipeline: true, sets: ['Identity'] }),
      parameter('Filter', 'String', { sets: ['Server'] }),
      parameter('Server', 'ServerIdParameter', { pipeline: true, sets: ['Server'] }),
    ],
  },
  {
    name: 'Get-Message',
    synopsis: '',
    returns: 'Message',
    sets: ['Identity', 'Queue'],
    parameters: [
      parameter('Identity', 'MessageIdentity', { position: 0, pipeline: true, sets: ['Identity'] }),
      parameter('Queue', 'QueueIdentity', { pipeline: true, sets: ['Queue'] }),
    ],
  },
  {
    name: 'Remove-Right',
    synopsis: '',
    shouldProcess: true,
    returns: '',
    sets: ['Rights', 'Instance'],
    defaultSet: 'Rights',
    parameters: [
      parameter('Identity', 'IdParameter', { position: 0, pipeline: true, mandatory: ['Rights'] }),
      parameter('User', 'String', { mandatory: ['Rights'], sets: ['Rights'] }),
      parameter('Instance', 'ADAcePresentationObject', {
        pipeline: true,
        mandatory: true,
        sets: ['Instance'],
      }),
    ],
  },
  {
    name: 'Get-Thing',
    synopsis: '',
    returns: '',
    parameters: [parameter('Kind', 'String', { position: 0 })],
  },
];

const THINGS: Readonly<Record<string, Value>> = {
  server: adminObject('ExchangeServer', 'EX01', { Name: 'EX01', Identity: 'EX01' }),
  queue: adminObject('Queue', 'EX01\\Submission', {
    Identity: 'EX01\\Submission',
    MessageCount: 3,
    Server: 'EX01',
  }),
  relay: adminObject('ReceiveConnector', 'EX01\\Relay', {
    Identity: 'EX01\\Relay',
    Guid: 'guid-1',
    Name: 'Relay',
  }),
  entry: adminObject('ADPermission', 'EX01\\Relay', { Identity: 'EX01\\Relay', User: 'x' }),
};

async function invocations(script: string): Promise<readonly Invocation[]> {
  const host = new FakeHost(SPECS, {
    'Get-Thing': (call) => ({ objects: [THINGS[textOfValue(call.parameters['Kind'] ?? null)] ?? null] }),
  });
  const { err } = await testShell(host).run(script);
  assert.equal(err, '');
  return host.invocations.filter((invocation) => invocation.command !== 'Get-Thing');
}

async function parametersOf(script: string): Promise<Readonly<Record<string, Value>>> {
  return (await invocations(script))[0]?.parameters ?? {};
}

async function failure(script: string): Promise<string> {
  return (await testShell(new FakeHost(SPECS)).run(script)).err.split('\n')[0] ?? '';
}

describe('binding of names and positions', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, Value>>])[] = [
    ['New-Relay a -Bindings 0.0.0.0:25,[::]:25', { Name: 'a', Bindings: ['0.0.0.0:25', '[::]:25'] }],
    ['New-Relay -bind x -Nam:a', { Name: 'a', Bindings: 'x' }],
    ['New-Relay a -Bi x -Custom', { Name: 'a', Bindings: 'x', Custom: true }],
    [
      'New-Relay a -Bi x -Custom:$false -Enabled:$false',
      { Name: 'a', Bindings: 'x', Custom: false, Enabled: false },
    ],
    ['New-Relay a -Bi x -Enabled 0', { Name: 'a', Bindings: 'x', Enabled: false }],
    ['New-Relay 1.10 -Bi 2.50,3', { Name: '1.10', Bindings: ['2.50', '3'] }],
    [
      'New-Relay a -Bi x -MaxHopCount 1KB -MaxHeaderSize 25MB',
      { Name: 'a', Bindings: 'x', MaxHopCount: 1024, MaxHeaderSize: 26214400 },
    ],
    ['New-Relay a -Bi x -Note "n"', { Name: 'a', Bindings: 'x', Comment: 'n' }],
    ['New-Relay –Name a –Bindings x', { Name: 'a', Bindings: 'x' }],
    [
      '$p = @{Name="a"; Bindings="x","y"; Custom=$true}; New-Relay @p',
      { Name: 'a', Bindings: ['x', 'y'], Custom: true },
    ],
    ['$p = @("a"); New-Relay @p -Bindings x', { Name: 'a', Bindings: 'x' }],
    ['New-Relay -Bindings x -- -Name', { Name: '-Name', Bindings: 'x' }],
    ['New-Relay a -Bindings (1..2 | % { "10.0.0.$_" })', { Name: 'a', Bindings: ['10.0.0.1', '10.0.0.2'] }],
    [
      'Set-Relay a -RemoteIPRanges @{Add="b","c"; remove="d"}',
      {
        Identity: 'a',
        RemoteIPRanges: {
          $: 'table',
          entries: [
            ['Add', ['b', 'c']],
            ['remove', 'd'],
          ],
        },
      },
    ],
    ['Set-Relay a -RemoteIPRanges $null', { Identity: 'a', RemoteIPRanges: null }],
    ['Get-Queue -Filter {MessageCount -gt 25}', { Filter: 'MessageCount -gt 25' }],
    ['$PSDefaultParameterValues["Set-*:Enabled"] = $true; Set-Relay a', { Identity: 'a', Enabled: true }],
  ];
  for (const [script, expected] of cases) {
    it(`§5: ${script}`, async () => assert.deepEqual(await parametersOf(script), expected));
  }

  it('§5: the order of named parameters does not matter', async () => {
    const pieces = ['-Name a', '-Bindings x,y', '-Custom', '-Enabled $true', '-MaxHopCount 3'];
    const expected = await parametersOf(`New-Relay ${pieces.join(' ')}`);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(pieces, { minLength: pieces.length }), async (order) => {
        assert.deepEqual(await parametersOf(`New-Relay ${order.join(' ')}`), expected);
      }),
      { numRuns: 40 },
    );
  });

  const failures: readonly (readonly [string, string])[] = [
    ['Set-Relay a -Bogus 1', "A parameter cannot be found that matches parameter name 'Bogus'."],
    [
      'New-Relay a -MaxH 30',
      "Parameter cannot be processed because the parameter name 'MaxH' is ambiguous. Possible matches include: -MaxHeaderSize -MaxHopCount.",
    ],
    ['Set-Relay a -Confirm $false', "A positional parameter cannot be found that accepts argument 'False'."],
    [
      'Set-Relay a -Enabled',
      "Missing an argument for parameter 'Enabled'. Specify a parameter of type 'Boolean' and try again.",
    ],
    ['Set-Relay $null', "Cannot bind argument to parameter 'Identity' because it is null."],
    [
      'New-Relay a -Bindings @()',
      "Cannot bind argument to parameter 'Bindings' because it is an empty collection.",
    ],
    [
      'New-Relay',
      'Cannot process command because of one or more missing mandatory parameters: Name Bindings.',
    ],
    ['Get-Queue a -Server b', "A positional parameter cannot be found that accepts argument 'a'."],
    [
      'Get-Queue -Identity a -Server b',
      'Parameter set cannot be resolved using the specified named parameters.',
    ],
    [
      'Set-Relay a -Enabled true',
      'Cannot process argument transformation on parameter \'Enabled\'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.',
    ],
    [
      'Set-Relay a -Identity b -Identity c',
      'Cannot bind parameter because parameter \'Identity\' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, "-parameter value1,value2,value3".',
    ],
    [
      '[pscustomobject]@{Name="x"} | New-Relay',
      'The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.',
    ],
  ];
  for (const [script, message] of failures) {
    it(`§5: ${script} fails`, async () => {
      const text = await failure(script);
      assert.equal(text.slice(text.indexOf(' : ') + 3), message);
    });
  }
});

describe('binding from the pipeline', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, Value>>])[] = [
    ['Get-Thing relay | Set-Relay', { Identity: 'guid-1' }],
    ['Set-Relay (Get-Thing relay)', { Identity: 'guid-1' }],
    ['"EX01\\Relay" | Set-Relay', { Identity: 'EX01\\Relay' }],
    ['Get-Thing server | Get-Queue', { Server: 'EX01' }],
    ['Get-Thing queue | Get-Queue', { Identity: 'EX01\\Submission' }],
    ['Get-Thing queue | Get-Message', { Queue: 'EX01\\Submission' }],
    ['Get-Thing relay | Remove-Right -User u -Confirm:$false', { Identity: 'guid-1', User: 'u' }],
    ['[pscustomobject]@{Identity="a"; Enabled="x"} | Set-Relay', { Identity: 'a' }],
    ['@{Identity="a"} | Set-Relay', { Identity: 'a' }],
    ['[pscustomobject]@{Server="EX02"} | Get-Queue', { Server: 'EX02' }],
    ['1 | Set-Relay -Identity { "n$_" }', { Identity: 'n1' }],
  ];
  for (const [script, expected] of cases) {
    it(`§5.6: ${script}`, async () => assert.deepEqual(await parametersOf(script), expected));
  }

  it('§5.6: an entry goes to -Instance as it is', async () => {
    assert.deepEqual(await parametersOf('Get-Thing entry | Remove-Right -Confirm:$false'), {
      Instance: THINGS['entry'] ?? null,
    });
  });

  it('§5.6: each object is an invocation; one that does not fit stops none of the others', async () => {
    const host = new FakeHost(SPECS);
    const { err, ok } = await testShell(host).run(
      '"a", [pscustomobject]@{x=1}, "b" | Set-Relay -Enabled $true',
    );
    assert.deepEqual(
      host.invocations.map((call) => call.parameters['Identity']),
      ['a', 'b'],
    );
    assert.match(err, /^Set-Relay : The input object cannot be bound/);
    assert.equal(ok, false);
  });
});

describe('confirmation, -WhatIf and prompts', () => {
  const remove: CommandSpec = {
    name: 'Remove-Relay',
    synopsis: '',
    confirm: true,
    shouldProcess: true,
    returns: '',
    parameters: [parameter('Identity', 'RelayIdParameter', { position: 0, mandatory: true, pipeline: true })],
  };
  const host = (): FakeHost =>
    new FakeHost([remove, ...SPECS], {
      'Remove-Relay': (call) => ({
        action: `Removing Receive connector "${textOfValue(call.parameters['Identity'] ?? null)}".`,
      }),
      'Set-Relay': (call) => ({
        action: `Setting Receive connector "${textOfValue(call.parameters['Identity'] ?? null)}".`,
      }),
    });
  const ran = (fake: FakeHost): readonly Value[] =>
    fake.invocations.filter((call) => call.mode === 'run').map((call) => call.parameters['Identity'] ?? null);

  it('§11: the prompt, and Y is the default', async () => {
    const fake = host();
    const { out } = await testShell(fake, { answers: [''] }).run('Remove-Relay "EX01\\Relay"');
    assert.equal(
      out,
      [
        '',
        'Confirm',
        'Are you sure you want to perform this action?',
        'Removing Receive connector "EX01\\Relay".',
        '[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [?] Help (default is "Y"): ',
        '',
      ].join('\n'),
    );
    assert.deepEqual(ran(fake), ['EX01\\Relay']);
  });

  const answers: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['n skips one', ['n', 'y'], ['b']],
    ['A holds for the rest', ['a'], ['a', 'b']],
    ['No to All holds for the rest', ['no to all'], []],
    ['? helps and asks again, nonsense asks again', ['?', 'what', 'YES', 'N'], ['a']],
  ];
  for (const [name, given, expected] of answers) {
    it(`§11: ${name}`, async () => {
      const fake = host();
      await testShell(fake, { answers: given }).run('"a","b" | Remove-Relay');
      assert.deepEqual(ran(fake), expected);
    });
  }

  it('§11: -Confirm:$false and $ConfirmPreference None ask nobody', async () => {
    const fake = host();
    await testShell(fake).run('Remove-Relay a -Confirm:$false; $ConfirmPreference = "None"; Remove-Relay b');
    assert.deepEqual(ran(fake), ['a', 'b']);
    assert.equal(fake.invocations.length, 2);
  });

  it('§11: with nobody to ask it is an error that names the way out', async () => {
    const fake = host();
    const { err, ok } = await testShell(fake).run('Remove-Relay a');
    assert.match(err, /Removing Receive connector "a"\. Add -Confirm:\$false to go ahead/);
    assert.equal(ok, false);
    assert.deepEqual(ran(fake), []);
  });

  it('§11: -WhatIf prints a line per object and changes nothing, -Confirm asks where none is usual', async () => {
    const fake = host();
    const { out } = await testShell(fake, { answers: ['n'] }).run(
      '"a","b" | Set-Relay -WhatIf; Set-Relay c -Confirm',
    );
    assert.match(
      out,
      /^What if: Setting Receive connector "a"\.\nWhat if: Setting Receive connector "b"\.\n\nConfirm\n/,
    );
    assert.deepEqual(ran(fake), []);
  });

  it('§5.2: a missing mandatory parameter is asked for, a list until an empty line', async () => {
    const fake = host();
    const { out } = await testShell(fake, { answers: ['Relay', '0.0.0.0:25', '[::]:25', ''] }).run(
      'New-Relay',
    );
    assert.equal(
      out,
      [
        '',
        'cmdlet New-Relay at command pipeline position 1',
        'Supply values for the following parameters:',
        'Name: Relay',
        'Bindings[0]: 0.0.0.0:25',
        'Bindings[1]: [::]:25',
        'Bindings[2]: ',
        '',
      ].join('\n'),
    );
    assert.deepEqual(fake.invocations[0]?.parameters, { Name: 'Relay', Bindings: ['0.0.0.0:25', '[::]:25'] });
  });
});

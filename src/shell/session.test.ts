import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allSpecs } from '../admin/contract/specs/all-specs.ts';
import type { AdminObject, Value } from '../admin/contract/values.ts';
import { aliases, utilityCmdlets } from './cmdlets/table.ts';
import { whyUnsupported } from './cmdlets/unsupported.ts';
import { adminObject, FakeHost, testShell } from './testing/fake-host.ts';

const ranges: Value = {
  $: 'list',
  items: ['192.168.5.10', '192.168.5.11'].map((text) => ({
    $: 'typed',
    type: 'Microsoft.Exchange.Data.IPRange',
    text,
  })),
};

const LAB: AdminObject = adminObject('ReceiveConnector', 'EX01\\Lab', {
  Name: 'Lab "A", <B> & \'C\'',
  Identity: 'EX01\\Lab',
  Enabled: true,
  Comment: null,
  MaxHopCount: 60,
  MaxMessageSize: { $: 'size', bytes: 37_748_736 },
  PermissionGroups: { $: 'enum', type: 'PermissionGroups', text: 'AnonymousUsers, Custom', value: 33 },
  RemoteIPRanges: ranges,
});

function host(): FakeHost {
  return new FakeHost(allSpecs, { 'Get-ReceiveConnector': () => ({ objects: [LAB] }) });
}

/** Script, standard output, and the first line of standard error. */
const CASES: readonly (readonly [script: string, out: readonly string[], err: string])[] = [
  ['Get-Random -Minimum 10 -Maximum 20', ['15'], ''],
  ['1..4 | Get-Random', ['3'], ''],
  ['(1..4 | Get-Random -Count 9).Count', ['4'], ''],
  ['[guid]::NewGuid().Guid', ['88888888-8888-4888-8888-888888888888'], ''],
  ['$env:RELAY = "x"; "$env:relay|$env:COMPUTERNAME"', ['x|EX01'], ''],
  ['$env:RELAY = "x"; $env:RELAY = $null; $null -eq $env:RELAY', ['True'], ''],
  ['iex "1 + 1"; $v = iex "2 + 2"; "v=$v"', ['2', 'v=4'], ''],
  ['iex "\'unclosed"', [], "The string is missing the terminator: '."],
  ['icm { param($a) "got $a" } -ArgumentList 5', ['got 5'], ''],
  ["$x = [xml]\"<a n='1'><b>x</b><b>y</b></a>\"; $x.a.n; $x.a.b -join '+'", ['1', 'x+y'], ''],
  [
    '[xml]"<a>"',
    [],
    'Cannot convert value "<a>" to type "System.Xml.XmlDocument". Error: "The element a is not closed (line 1)."',
  ],
  ['Add-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010; Set-StrictMode -Version 2; 1', ['1'], ''],
  [
    'Import-Module ActiveDirectory',
    [],
    "Import-Module : The specified module 'ActiveDirectory' was not loaded because this shell has no modules of others. What it brings is not available.",
  ],
  [
    'Start-Job { 1 }',
    [],
    'Start-Job : Jobs are not supported in this shell: commands run one after the other.',
  ],
  [
    'Stop-Transcript',
    [],
    'Stop-Transcript : An error occurred stopping transcription: The host is not currently transcribing.',
  ],
  [
    'Get-ReceiveConnector | ConvertTo-Html Name,RemoteIPRanges -Fragment',
    [
      '<table>',
      '<colgroup><col/><col/></colgroup>',
      '<tr><th>Name</th><th>RemoteIPRanges</th></tr>',
      '<tr><td>Lab &quot;A&quot;, &lt;B&gt; &amp; &#39;C&#39;</td><td>{192.168.5.10, 192.168.5.11}</td></tr>',
      '</table>',
    ],
    '',
  ],
  [
    'Get-ReceiveConnector | ConvertTo-Json -Compress',
    [
      String.raw`{"Name":"Lab \"A\", \u003cB\u003e \u0026 \u0027C\u0027","Identity":"EX01\\Lab","Enabled":true,"Comment":null,"MaxHopCount":60,"MaxMessageSize":"36 MB (37,748,736 bytes)","PermissionGroups":33,"RemoteIPRanges":["192.168.5.10","192.168.5.11"]}`,
    ],
    '',
  ],
  ['("x" * 2000000000).Length; "on"', ['on'], "Exception of type 'System.OutOfMemoryException' was thrown."],
  [
    'function f { param([ValidateSet("a","b")]$V) $V }; f a; f c',
    ['a'],
    'f : Cannot validate argument on parameter \'V\'. The argument "c" does not belong to the set "a,b" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.',
  ],
];

describe('the session and what it offers', () => {
  for (const [script, out, err] of CASES) {
    it(`§10: ${script}`, async () => {
      const result = await testShell(host()).run(script);
      const lines = result.out === '' ? [] : result.out.replace(/\n$/, '').split(/\r?\n/);
      assert.deepEqual([lines, result.err.split('\n')[0]], [out, err]);
    });
  }

  it('§9.5: the entries of a hashtable look like the hashtable', async () => {
    const { out } = await testShell().run('[ordered]@{a=1; b="x"}');
    assert.equal((await testShell().run('([ordered]@{a=1; b="x"}).GetEnumerator()')).out, out);
  });

  it('§13: history holds earlier submissions; one can be run again', async () => {
    const shell = testShell();
    await shell.run('"one"');
    await shell.run('$two = 2');
    const { out } = await shell.run('Get-History');
    assert.deepEqual(
      out.split('\n').map((line) => line.trimEnd()),
      ['', '  Id CommandLine', '  -- -----------', '   1 "one"', '   2 $two = 2', '', '', ''],
    );
    assert.equal((await shell.run('r 1')).out, '"one"\none\n');
    assert.match(
      (await shell.run('r 99')).err,
      /^Invoke-History : Cannot locate the history for command line 99\./,
    );
  });

  it('§10: a transcript holds what was typed and shown, until it is stopped', async () => {
    const shell = testShell();
    await shell.run('Start-Transcript t.txt');
    await shell.run('"hello"');
    await shell.run('Write-Warning careful');
    await shell.run('Stop-Transcript');
    await shell.run('"unheard"');
    const lines = (shell.files.get('t.txt') ?? '').split('\r\n');
    const typed = lines.filter((line) => /^(?:PS>|hello|WARNING|unheard)/.test(line));
    assert.deepEqual(typed, [
      'PS>"hello"',
      'hello',
      'PS>Write-Warning careful',
      'WARNING: careful',
      'PS>Stop-Transcript',
    ]);
  });

  it('§8: every alias leads to a cmdlet, or to the reason why there is none', () => {
    const known = new Set(utilityCmdlets.map((cmdlet) => cmdlet.name));
    const lost = [...aliases].filter(([, name]) => !known.has(name) && whyUnsupported(name) === null);
    assert.deepEqual(lost, []);
  });
});

describe('shell-language.md §14: CLIXML in the shell', () => {
  it('A34: what was exported says the same when it comes back', async () => {
    const { out, err } = await testShell(host()).run(
      'Get-ReceiveConnector | Export-Clixml rc.xml; (Import-Clixml rc.xml | where {$_.Identity -eq "EX01\\Lab"}).RemoteIPRanges -join ","',
    );
    assert.deepEqual([out, err], ['192.168.5.10,192.168.5.11\n', '']);
  });

  it('A35: imported connectors are the arguments of new ones', async () => {
    const fake = host();
    const { err } = await testShell(fake).run(
      'Get-ReceiveConnector | Export-Clixml rc.xml; Import-Clixml rc.xml | where { $_.Name -notlike "Default*" } | foreach { New-ReceiveConnector -Name $_.Name -Server EX02 -Custom -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges $_.RemoteIPRanges -MaxMessageSize $_.MaxMessageSize }',
    );
    assert.equal(err, '');
    assert.deepEqual(fake.invocations.at(-1)?.parameters, {
      Name: 'Lab "A", <B> & \'C\'',
      Bindings: '0.0.0.0:25',
      Custom: true,
      MaxMessageSize: '36 MB (37,748,736 bytes)',
      RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
      Server: 'EX02',
      TransportRole: 'FrontendTransport',
    });
  });

  it('§14.7: a file that is no CLIXML is an error that names it', async () => {
    const shell = testShell();
    shell.files.set('bad.xml', '<!DOCTYPE x><Objs/>');
    const { err, ok } = await shell.run('Import-Clixml bad.xml');
    assert.equal(ok, false);
    assert.match(err, /^Import-Clixml : The file 'bad\.xml' cannot be read: A document type is not accepted/);
  });
});

describe('scripts and completion', () => {
  it('§7: a script file has its own parameters, arguments and scope', async () => {
    const shell = testShell();
    const { out } = await shell.run(
      'param([string]$Name, [int]$Count = 1) "$Name $($Count + 1) $args"; $leak = 1',
      {
        name: 'x.ps1',
        args: ['-Count', '4', 'relay', 'more'],
      },
    );
    assert.equal(out, 'relay 5 more\n');
    assert.equal((await shell.run('"$leak|"')).out, '|\n');
  });

  it('§1.1: a script is called by its path, dot-sourced into the scope', async () => {
    const shell = testShell();
    shell.files.set('./lib.ps1', 'function Hello { "hello $args" }\n"loaded"');
    assert.equal((await shell.run('./lib.ps1; . ./lib.ps1; Hello you')).out, 'loaded\nloaded\nhello you\n');
  });

  it('§7: exit gives its number and ends everything', async () => {
    const result = await testShell().run('if ($true) { exit 4 }; "no"');
    assert.deepEqual([result.exitCode, result.exited, result.out], [4, true, '']);
  });

  it('§13: completion offers commands, parameters and values', async () => {
    const { shell } = testShell(new FakeHost(allSpecs));
    const complete = async (text: string): Promise<readonly string[]> =>
      (await shell.complete(text, text.length)).candidates;
    assert.deepEqual(await complete('Get-ReceiveC'), ['Get-ReceiveConnector']);
    assert.deepEqual(await complete('Get-ReceiveConnector | Set-ReceiveC'), ['Set-ReceiveConnector']);
    assert.deepEqual(await complete('Set-ReceiveConnector x -RemoteIP'), ['-RemoteIPRanges']);
    assert.deepEqual(await complete('Set-ReceiveConnector x -ProtocolLoggingLevel V'), ['Verbose']);
    assert.deepEqual(await complete('Set-ReceiveConnector x -Enabled $t'), ['$true']);
    assert.deepEqual(await complete('Set-ReceiveConnector x -MaxH'), ['-MaxHeaderSize', '-MaxHopCount']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Invocation, InvocationResult } from '../admin/contract/command-spec.ts';
import { allSpecs } from '../admin/contract/specs/all-specs.ts';
import { textOfValue } from '../admin/contract/value-text.ts';
import type { AdminObject, Value } from '../admin/contract/values.ts';
import { adminObject, FakeHost, testShell } from './testing/fake-host.ts';

/** The examples of shell-language.md §15 that need no server: the host answers with fixed objects. */

const range = (text: string): Value => ({ $: 'typed', type: 'Microsoft.Exchange.Data.IPRange', text });

function connector(
  name: string,
  more: Readonly<{ groups: string; ranges: readonly string[]; role: string }>,
): AdminObject {
  const identity = `EX01\\${name}`;
  return adminObject('ReceiveConnector', identity, {
    Enabled: true,
    Bindings: {
      $: 'list',
      items: [{ $: 'typed', type: 'Microsoft.Exchange.Data.IPBinding', text: '0.0.0.0:25' }],
    },
    MaxMessageSize: { $: 'size', bytes: 37748736 },
    RemoteIPRanges: { $: 'list', items: more.ranges.map(range) },
    PermissionGroups: { $: 'enum', type: 'PermissionGroups', text: more.groups, value: 1 },
    TransportRole: { $: 'enum', type: 'ServerRole', text: more.role, value: 16384 },
    ProtocolLoggingLevel: { $: 'enum', type: 'ProtocolLoggingLevel', text: 'Verbose', value: 1 },
    Server: 'EX01',
    Name: name,
    Identity: { $: 'typed', type: 'ADObjectId', text: identity },
    Guid: `guid of ${name}`,
  });
}

const RELAY = connector('Anonymous Relay', {
  groups: 'AnonymousUsers, Custom',
  ranges: ['192.168.5.10', '192.168.5.11'],
  role: 'FrontendTransport',
});
const DEFAULT = connector('Default EX01', {
  groups: 'ExchangeUsers',
  ranges: ['0.0.0.0-255.255.255.255'],
  role: 'HubTransport',
});

const entry = (right: string, deny: boolean): AdminObject =>
  adminObject('ADPermission', 'EX01\\Anonymous Relay', {
    Identity: 'EX01\\Anonymous Relay',
    User: 'NT AUTHORITY\\ANONYMOUS LOGON',
    ExtendedRights: { $: 'list', items: [right] },
    Deny: deny,
    IsInherited: false,
  });

function getConnector(call: Invocation): Partial<InvocationResult> {
  const identity = call.parameters['Identity'];
  if (identity === undefined) return { objects: [DEFAULT, RELAY] };
  if (textOfValue(identity).includes('Relay')) return { objects: [RELAY] };
  const message =
    "The operation couldn't be performed because object 'EX01\\Nope' couldn't be found on 'EX01'.";
  return { error: { category: 'ObjectNotFound', id: 'E22', message, target: 'EX01\\Nope' } };
}

const ACTIONS = ['New', 'Set', 'Remove'].map((verb) => [
  `${verb}-ReceiveConnector`,
  (call: Invocation) => ({
    action: `${verb === 'New' ? 'Creating' : 'Setting'} Receive connector "${textOfValue(call.parameters['Name'] ?? call.parameters['Identity'] ?? null)}".`,
  }),
]);

function host(): FakeHost {
  return new FakeHost(allSpecs, {
    ...Object.fromEntries(ACTIONS),
    'Get-ReceiveConnector': getConnector,
    'Get-ADPermission': () => ({
      objects: [
        entry('ms-Exch-SMTP-Submit', false),
        entry('ms-Exch-SMTP-Accept-Any-Recipient', false),
        entry('denied', true),
      ],
    }),
    'Get-ExchangeServer': () => ({
      objects: [adminObject('ExchangeServer', 'EX01', { Name: 'EX01', Identity: 'EX01' })],
    }),
    'Get-Queue': () => ({
      objects: [
        adminObject('Queue', 'EX01\\Submission', {
          Identity: 'EX01\\Submission',
          Status: 'Ready',
          MessageCount: 7,
        }),
      ],
    }),
  });
}

type Example = readonly [id: string, script: string, ...lines: string[]];

const PRINTED: readonly Example[] = [
  [
    'A6',
    'Get-ReceiveConnector "Anonymous Relay" | Format-List Enabled,TransportRole,Bindings,RemoteIPRanges',
    '',
    '',
    'Enabled        : True',
    'TransportRole  : FrontendTransport',
    'Bindings       : {0.0.0.0:25}',
    'RemoteIPRanges : {192.168.5.10, 192.168.5.11}',
    '',
    '',
    '',
  ],
  [
    'A7',
    'Get-ADPermission "Anonymous Relay" -User "NT AUTHORITY\\ANONYMOUS LOGON" | where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)} | Format-Table User,ExtendedRights',
    '',
    'User                         ExtendedRights                     ',
    '----                         --------------                     ',
    'NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Submit}              ',
    'NT AUTHORITY\\ANONYMOUS LOGON {ms-Exch-SMTP-Accept-Any-Recipient}',
    '',
    '',
  ],
  [
    'A8',
    'Get-ADPermission "Anonymous Relay" | where {$_.User -eq "nobody"} | Format-Table User,ExtendedRights',
  ],
  [
    'A13',
    '$rc = Get-ReceiveConnector "EX01\\Anonymous Relay"; $rc.RemoteIPRanges += "192.168.7.7"; Set-ReceiveConnector $rc.Identity -RemoteIPRanges $rc.RemoteIPRanges; $rc.RemoteIPRanges.Count',
    '3',
  ],
  [
    'A15',
    '(Get-ReceiveConnector "EX01\\Anonymous Relay").RemoteIPRanges | % { $_.ToString() } | Out-File r.txt; (Get-Content r.txt)[1]',
    '192.168.5.11',
  ],
  [
    'A18',
    "Get-ReceiveConnector | where {$_.Bindings -like '*25' -AND $_.PermissionGroups -like '*AnonymousUsers*'} | % { $_.Name }",
    'Anonymous Relay',
  ],
  [
    'A19',
    'Get-ReceiveConnector -Server EX01 | ? { $_.TransportRole -eq "FrontendTransport" } | select -ExpandProperty Name',
    'Anonymous Relay',
  ],
  [
    'A23',
    'Get-ExchangeServer | Get-ReceiveConnector | where { $_.Name -match "^Default" } | Set-ReceiveConnector -MaxMessageSize 50MB -WhatIf',
    'What if: Setting Receive connector "guid of Default EX01".',
  ],
  ['A29', 'Get-ReceiveConnector | where Name -like "Anonymous*" | Remove-ReceiveConnector -Confirm:$false'],
  [
    'A31',
    'if ((Get-ReceiveConnector "EX01\\Anonymous Relay").PermissionGroups -match "AnonymousUsers") { Write-Host "anonymous" -ForegroundColor Yellow } else { "restricted" }',
    'anonymous',
  ],
  ['C5', '(Get-Queue -Server EX01 | Measure-Object -Property MessageCount -Sum).Sum', '7'],
  [
    'C14',
    '$Temp="D:\\Export\\"+"<a>"+".eml"; $Temp=$Temp.Replace("<","_"); $Temp=$Temp.Replace(">","_"); $Temp',
    'D:\\Export\\_a_.eml',
  ],
  ['D9', '"{0:N2} MB" -f ((Get-Queue | measure MessageCount -Sum).Sum * 1.5MB / 1MB)', '10.50 MB'],
  ['F3', 'Get-ReceiveConnector "EX01\\Nope" -ErrorAction SilentlyContinue; $?', 'False'],
  [
    'F4',
    'try { Get-ReceiveConnector "EX01\\Nope" -ErrorAction Stop } catch { "failed: $($_.Exception.Message)" } finally { "done" }',
    "failed: The operation couldn't be performed because object 'EX01\\Nope' couldn't be found on 'EX01'.",
    'done',
  ],
  [
    'F10',
    '$p = @{ Name = "Splat Relay"; Custom = $true; TransportRole = "FrontendTransport"; Bindings = "0.0.0.0:25"; RemoteIPRanges = "10.1.1.1","10.1.1.2" }; New-ReceiveConnector @p -WhatIf',
    'What if: Creating Receive connector "Splat Relay".',
  ],
  [
    'F11',
    'Get-ReceiveConnector “EX01\\Anonymous Relay” | fl –Property Name',
    '',
    '',
    'Name : Anonymous Relay',
    '',
    '',
    '',
  ],
  [
    'F12',
    'Get-ReceiveConnector |\n  Format-Table Name, `\n  Enabled',
    '',
    'Name            Enabled',
    '----            -------',
    'Default EX01       True',
    'Anonymous Relay    True',
    '',
    '',
  ],
  [
    'F14',
    '$h = @{}; Get-ReceiveConnector | % { $h[$_.Name] = $_.RemoteIPRanges.Count }; $h.GetEnumerator() | sort Value -Descending | select -First 1 -ExpandProperty Name',
    'Anonymous Relay',
  ],
  [
    'F15',
    'switch -Wildcard ((Get-ReceiveConnector "EX01\\Anonymous Relay").PermissionGroups) { "*Anonymous*" { "open" } "*ExchangeServers*" { "trusted" } default { "closed" } }',
    'open',
  ],
  [
    'F16',
    'function Get-RelayIP { param([string]$Connector = "EX01\\Anonymous Relay") (Get-ReceiveConnector $Connector).RemoteIPRanges | % { "$_" } }; Get-RelayIP',
    '192.168.5.10',
    '192.168.5.11',
  ],
  ['F17', '(Get-ReceiveConnector "EX01\\Anonymous Relay").MaxMessageSize.ToMB()', '36'],
  [
    'F18',
    '[Microsoft.Exchange.Data.IPRange]"10.0.0.0/8" | gm -MemberType Property | select -Expand Name',
    'Expression',
    'LowerBound',
    'RangeFormat',
    'Size',
    'UpperBound',
  ],
  [
    'F19',
    'gcm *-ReceiveConnector | select -Expand Name',
    'Get-ReceiveConnector',
    'New-ReceiveConnector',
    'Remove-ReceiveConnector',
    'Set-ReceiveConnector',
  ],
  ['F21', '(Get-ReceiveConnector | Out-String -Stream | Select-String "Relay").Count', '1'],
  [
    'F22',
    'Get-ReceiveConnector "EX01\\Anonymous Relay" -OutVariable rc | Out-Null; $rc[0].Name',
    'Anonymous Relay',
  ],
  ['F23', '$true -or $false -and $false', 'False'],
  ['F24', '"192.168.5.10" -match "^192\\.168\\.(\\d+)\\."; $Matches[1]', 'True', '5'],
];

/** What reaches the server. */
const SENT: readonly (readonly [string, string, ...Readonly<Record<string, Value>>[]])[] = [
  [
    'A2',
    'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 192.168.5.10,192.168.5.11',
    {
      Name: 'Anonymous Relay',
      TransportRole: 'FrontendTransport',
      Custom: true,
      Bindings: '0.0.0.0:25',
      RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
    },
  ],
  [
    'A3',
    'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
    { Identity: 'Anonymous Relay', PermissionGroups: 'AnonymousUsers' },
  ],
  [
    'A4',
    'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"',
    { Identity: 'Anonymous Relay' },
    {
      Identity: 'guid of Anonymous Relay',
      User: 'NT AUTHORITY\\ANONYMOUS LOGON',
      ExtendedRights: 'Ms-Exch-SMTP-Accept-Any-Recipient',
    },
  ],
  [
    'A5',
    'Set-ReceiveConnector "Anonymous Relay" -AuthMechanism Tls,ExternalAuthoritative',
    { Identity: 'Anonymous Relay', AuthMechanism: ['Tls', 'ExternalAuthoritative'] },
  ],
  [
    'A12',
    'Set-ReceiveConnector "EX01\\Anonymous Relay" -RemoteIPRanges @{Add="192.168.6.1-192.168.6.9"; Remove="192.168.5.11"}',
    {
      Identity: 'EX01\\Anonymous Relay',
      RemoteIPRanges: {
        $: 'table',
        entries: [
          ['Add', '192.168.6.1-192.168.6.9'],
          ['Remove', '192.168.5.11'],
        ],
      },
    },
  ],
  [
    'A24',
    'Set-ReceiveConnector "EX01\\X" -Banner "220 mail.contoso.com ready" -ConnectionTimeout 00:15:00 -MaxInboundConnectionPerSource Unlimited',
    {
      Identity: 'EX01\\X',
      Banner: '220 mail.contoso.com ready',
      ConnectionTimeout: '00:15:00',
      MaxInboundConnectionPerSource: 'Unlimited',
    },
  ],
  [
    'C2',
    'Get-Queue -Server EX01 -Filter {MessageCount -gt 25}',
    { Server: 'EX01', Filter: 'MessageCount -gt 25' },
  ],
  ['C8', 'Suspend-Queue EX01\\fabrikam.com -Confirm:$false', { Identity: 'EX01\\fabrikam.com' }],
  [
    'C15',
    'Get-Message -Server EX01 -ResultSize 500 -SortOrder +FromAddress,-Size',
    { Server: 'EX01', ResultSize: 500, SortOrder: ['+FromAddress', '-Size'] },
  ],
  [
    'F13',
    '1..2 | % { "10.0.0.$_" } | % { Set-ReceiveConnector "R" -RemoteIPRanges @{Add=$_} }',
    { Identity: 'R', RemoteIPRanges: { $: 'table', entries: [['Add', '10.0.0.1']] } },
    { Identity: 'R', RemoteIPRanges: { $: 'table', entries: [['Add', '10.0.0.2']] } },
  ],
];

/** The first line of what is printed as an error. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    'F2',
    'Get-ReceiveConnector "EX01\\Nope"',
    "The operation couldn't be performed because object 'EX01\\Nope' couldn't be found on 'EX01'.",
  ],
  [
    'F5',
    'Set-ReceiveConnector "EX01\\Anonymous Relay" -Bogus 1',
    "Set-ReceiveConnector : A parameter cannot be found that matches parameter name 'Bogus'.",
  ],
  [
    'F6',
    'Set-ReceiveConnector "EX01\\Anonymous Relay" -MaxH 30',
    "Set-ReceiveConnector : Parameter cannot be processed because the parameter name 'MaxH' is ambiguous. Possible matches include: -MaxHeaderSize -MaxHopCount.",
  ],
  [
    'F7',
    'Remove-ReceiveConnector "EX01\\App Relay" -Confirm $false',
    "Remove-ReceiveConnector : A positional parameter cannot be found that accepts argument 'False'.",
  ],
  [
    'F8',
    'Set-ReceiveConnector "EX01\\Anonymous Relay" -Enabled true',
    'Set-ReceiveConnector : Cannot process argument transformation on parameter \'Enabled\'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.',
  ],
];

describe('acceptance examples of shell-language.md §15', () => {
  for (const [id, script, ...lines] of PRINTED) {
    it(`${id}: ${script}`, async () => {
      const { out, err } = await testShell(host()).run(script);
      assert.equal(err, '');
      assert.deepEqual(out === '' ? [] : out.replace(/\n$/, '').split('\n'), lines);
    });
  }

  for (const [id, script, ...expected] of SENT) {
    it(`${id}: ${script}`, async () => {
      const fake = host();
      const { err } = await testShell(fake).run(script);
      assert.equal(err, '');
      assert.deepEqual(
        fake.invocations.map((call) => call.parameters),
        expected,
      );
    });
  }

  for (const [id, script, message] of REFUSED) {
    it(`${id}: ${script}`, async () => {
      const { err, ok } = await testShell(host()).run(script);
      assert.equal(ok, false);
      assert.equal(err.split('\n')[0], message);
    });
  }
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
    const { shell } = testShell(host());
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

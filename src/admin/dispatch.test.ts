import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMANDS } from './commands/all-commands.ts';
import { allSpecs } from './contract/specs/all-specs.ts';
import type { Value } from './contract/values.ts';
import type { RoleGroup } from '../config/administrator.ts';
import { createAdminBench, shown } from './testing/admin-bench.ts';

const RELAY = {
  Name: 'Relay',
  TransportRole: 'FrontendTransport',
  Bindings: '0.0.0.0:2600',
  RemoteIPRanges: '192.168.5.10',
};

describe('specifications', () => {
  it('every command has a handler, and every handler a command', () => {
    assert.deepEqual(Object.keys(COMMANDS).toSorted(), allSpecs.map((spec) => spec.name).toSorted());
  });

  it('every command loads when it is asked for', async () => {
    for (const [name, load] of Object.entries(COMMANDS)) assert.ok((await load()).kind, name);
  });

  it('names and aliases within a command are unique, sets exist, positions are distinct', () => {
    for (const spec of allSpecs) {
      const names = spec.parameters.flatMap((one) =>
        [one.name, ...(one.aliases ?? [])].map((name) => name.toLowerCase()),
      );
      assert.equal(new Set(names).size, names.length, spec.name);
      const positions = spec.parameters.flatMap((one) => one.position ?? []);
      assert.equal(new Set(positions).size, positions.length, spec.name);
      for (const one of spec.parameters) {
        const sets = [...(one.sets ?? []), ...(typeof one.mandatory === 'object' ? one.mandatory : [])];
        for (const set of sets) assert.ok(spec.sets?.includes(set), `${spec.name} ${one.name} ${set}`);
      }
      assert.ok(spec.defaultSet === undefined || spec.sets?.includes(spec.defaultSet) === true, spec.name);
    }
  });

  it('every command that changes something supports -WhatIf, every other does not', () => {
    for (const spec of allSpecs) {
      // It sends a message.
      const reads = /^(Get|Search|Test)-/.test(spec.name) && spec.name !== 'Test-Mailflow';
      assert.equal(spec.shouldProcess === true, !reads, spec.name);
    }
  });

  it('Exchange: Remove-, Suspend- and Redirect- ask before they act, others do not', () => {
    for (const spec of allSpecs)
      assert.equal(spec.confirm === true, /^(Remove|Suspend|Redirect)-/.test(spec.name), spec.name);
  });
});

describe('roles of receive-connectors.md §11', () => {
  const rows: readonly (readonly [string, Readonly<Record<string, Value>>, readonly RoleGroup[]])[] = [
    [
      'Get-ReceiveConnector',
      {},
      [
        'Organization Management',
        'Server Management',
        'Hygiene Management',
        'View-Only Organization Management',
      ],
    ],
    ['New-ReceiveConnector', RELAY, ['Organization Management', 'Server Management', 'Hygiene Management']],
    [
      'Set-ReceiveConnector',
      { Identity: 'Client Frontend EX1', Comment: 'x' },
      ['Organization Management', 'Server Management', 'Hygiene Management'],
    ],
    [
      'Get-ADPermission',
      { Identity: 'Client Frontend EX1' },
      [
        'Organization Management',
        'Server Management',
        'Hygiene Management',
        'View-Only Organization Management',
      ],
    ],
    [
      'Add-ADPermission',
      { Identity: 'Client Frontend EX1', User: 'Exchange Servers', ExtendedRights: 'ms-Exch-SMTP-Submit' },
      ['Organization Management'],
    ],
    ['Set-TransportConfig', { MaxSendSize: '20MB' }, ['Organization Management']],
    ['New-AcceptedDomain', { Name: 'f', DomainName: 'fabrikam.com' }, ['Organization Management']],
    ['Get-AcceptedDomain', {}, ['Organization Management', 'View-Only Organization Management']],
    ['Set-SenderFilterConfig', { Enabled: false }, ['Organization Management', 'Hygiene Management']],
  ];
  const groups: readonly RoleGroup[] = [
    'Organization Management',
    'Server Management',
    'Hygiene Management',
    'View-Only Organization Management',
    'Recipient Management',
  ];
  for (const [command, parameters, allowed] of rows) {
    it(`${command}: ${allowed.join(', ')}`, async () => {
      for (const group of groups) {
        const bench = createAdminBench();
        bench.caller.current = { name: 'tester', roleGroups: [group] };
        const { error } = await bench.run(command, parameters);
        assert.equal(error?.id ?? 'ok', allowed.includes(group) ? 'ok' : 'E23', group);
      }
    });
  }

  it('E23: a denied call says so and is written to the audit log', async () => {
    const bench = createAdminBench();
    bench.caller.current = { name: 'tester', roleGroups: ['Server Management'] };
    assert.equal(
      await bench.fails('Add-ADPermission', { Identity: 'x', User: 'y', ExtendedRights: 'z' }),
      "E23: You don't have sufficient permissions to run Add-ADPermission.",
    );
    assert.equal(bench.store.rows[0]?.caller, 'tester');
    assert.equal(bench.store.rows[0]?.succeeded, false);
  });
});

describe('audit log', () => {
  it('a change and its row are one commit; a failure has a row too; reading has none', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', RELAY);
    await bench.fails('New-ReceiveConnector', RELAY);
    await bench.ok('Get-ReceiveConnector');
    await bench.fails('Get-ReceiveConnector', { Identity: 'Nope' });
    assert.deepEqual(
      bench.store.rows.map((row) => [row.command, row.objectModified, row.succeeded]),
      [
        ['New-ReceiveConnector', 'EX1\\Relay', false],
        ['New-ReceiveConnector', 'EX1\\Relay', true],
      ],
    );
    assert.equal(bench.store.rows[1]?.parameters['RemoteIPRanges'], '192.168.5.10');
  });

  it('no secret is written, whatever form it comes in', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailUser', {
      Name: 'scan',
      UserPrincipalName: 'scan@contoso.com',
      Password: 'plain-secret',
    });
    await bench.ok('Set-MailUser', { Identity: 'scan', Password: { $: 'secret', text: 'other-secret' } });
    await bench.ok('New-SendConnector', {
      Name: 'Out',
      AddressSpaces: '*',
      DNSRoutingEnabled: false,
      SmartHosts: 'smtp.fabrikam.com',
      SmartHostAuthMechanism: 'BasicAuth',
      AuthenticationCredential: { $: 'credential', user: 'u', password: 'third-secret' },
    });
    await bench.fails('New-MailUser', {
      Name: 'scan',
      UserPrincipalName: 'x@contoso.com',
      Password: 'fourth-secret',
    });
    const text = JSON.stringify(bench.store.rows);
    assert.doesNotMatch(text, /secret/);
    assert.match(text, /"Password":"\*\*\*\*\*\*\*\*"/);
    const { objects } = await bench.ok('Search-AdminAuditLog');
    assert.doesNotMatch(JSON.stringify(objects), /secret/);
  });

  it('Write-AdminAuditLog leaves its comment, of at most 500 characters, and changes nothing', async () => {
    const bench = createAdminBench();
    const before = bench.store.current;
    await bench.ok('Write-AdminAuditLog', { Comment: 'Ticket 4711' });
    assert.deepEqual(bench.store.rows[0]?.parameters, { Comment: 'Ticket 4711' });
    assert.equal(bench.store.rows[0].succeeded, true);
    assert.equal(bench.store.current, before);
    assert.match(await bench.fails('Write-AdminAuditLog', { Comment: 'x'.repeat(501) }), /^E06: .*500/);
  });

  it('Search-AdminAuditLog finds by command, time, success and object', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', RELAY);
    await bench.ok('New-AcceptedDomain', { Name: 'f', DomainName: 'fabrikam.com' });
    await bench.fails('New-ReceiveConnector', RELAY);
    const found = async (parameters: Readonly<Record<string, Value>>): Promise<readonly string[]> =>
      (await bench.ok('Search-AdminAuditLog', parameters)).objects.map((row) => shown(row, 'CmdletName'));
    assert.equal((await found({})).length, 3);
    assert.deepEqual(await found({ Cmdlets: ['New-ReceiveConnector'] }), [
      'New-ReceiveConnector',
      'New-ReceiveConnector',
    ]);
    assert.deepEqual(await found({ IsSuccess: false }), ['New-ReceiveConnector']);
    assert.deepEqual(await found({ ObjectIds: 'f' }), ['New-AcceptedDomain']);
    assert.deepEqual(await found({ StartDate: '2027-01-01' }), []);
    assert.deepEqual(await found({ Cmdlets: 'New-*', ResultSize: 1, StartIndex: 1 }), ['New-AcceptedDomain']);
  });
});

describe('two administrators at once', () => {
  it('the change of the one who comes later is computed anew from what the other made', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', RELAY);
    bench.store.beforeCommit = () => {
      bench.store.beforeCommit = null;
      const { current } = bench.store;
      const receiveConnectors = current.receiveConnectors.map((one) =>
        one.name === 'Relay' ? { ...one, comment: 'of the other' } : one,
      );
      bench.store.replace({ ...current, receiveConnectors });
    };
    await bench.ok('Set-ReceiveConnector', { Identity: 'Relay', MaxHopCount: 40 });
    const relay = bench.store.current.receiveConnectors.find((one) => one.name === 'Relay');
    assert.equal(relay?.comment, 'of the other');
    assert.equal(relay?.maxHopCount, 40);
  });

  it('who never wins gets ConcurrencyConflict', async () => {
    const bench = createAdminBench();
    bench.store.beforeCommit = () => bench.store.replace(bench.store.current);
    const { error } = await bench.run('New-ReceiveConnector', RELAY);
    assert.equal(error?.id, 'ConcurrencyConflict');
  });

  it('a snapshot’s version is one more after each change', async () => {
    const bench = createAdminBench();
    const { version } = bench.store.current;
    await bench.ok('New-ReceiveConnector', RELAY);
    assert.equal(bench.store.current.version, version + 1);
  });
});

describe('invocations', () => {
  it('an unknown command', async () => {
    assert.match(
      await createAdminBench().fails('Get-Nothing'),
      /^CommandNotFoundException: The term 'Get-Nothing'/,
    );
  });

  it('a refused parameter is named, never ignored', async () => {
    const bench = createAdminBench();
    assert.equal(
      await bench.fails('Set-TransportConfig', { ShadowRedundancyEnabled: true }),
      "ParameterNotSupported: The parameter ShadowRedundancyEnabled of Set-TransportConfig isn't supported: it would have no effect on this server.",
    );
  });

  it('names are matched without letter case', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('get-receiveconnector', { identity: 'client frontend ex1' });
    assert.equal(shown(objects[0], 'Name'), 'Client Frontend EX1');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

type Parameters = Readonly<Record<string, Value>>;

const SMART = {
  Name: 'To Internet',
  AddressSpaces: '*',
  DNSRoutingEnabled: false,
  SmartHosts: 'smtp.fabrikam.com',
};

async function bench(): Promise<AdminBench> {
  const made = createAdminBench();
  await made.ok('New-SendConnector', SMART);
  return made;
}

async function show(on: AdminBench, name: string, identity = 'To Internet'): Promise<string> {
  return shown((await on.ok('Get-SendConnector', { Identity: identity })).objects[0], name);
}

describe('New-SendConnector', () => {
  it('B1: address space, smart host, defaults', async () => {
    const on = await bench();
    assert.equal(await show(on, 'AddressSpaces'), 'SMTP:*;1');
    assert.equal(await show(on, 'SmartHosts'), 'smtp.fabrikam.com');
    assert.equal(await show(on, 'MaxMessageSize'), '25 MB (26,214,400 bytes)');
    assert.equal(await show(on, 'ConnectionInactivityTimeOut'), '00:10:00');
    assert.equal(await show(on, 'SourceTransportServers'), 'EX1');
  });

  it('B2: costs, several spaces, an address in brackets', async () => {
    const on = createAdminBench();
    const { objects } = await on.ok('New-SendConnector', {
      Name: 'Direct',
      Internal: true,
      AddressSpaces: ['SMTP:fabrikam.com;5', '*.fabrikam.com;10'],
      DNSRoutingEnabled: false,
      SmartHosts: ['10.0.0.5', '[10.0.0.6]'],
    });
    assert.equal(shown(objects[0], 'AddressSpaces'), 'SMTP:fabrikam.com;5,SMTP:*.fabrikam.com;10');
    assert.equal(shown(objects[0], 'SmartHosts'), '[10.0.0.5],[10.0.0.6]');
    assert.equal(shown(objects[0], 'MaxMessageSize'), 'Unlimited');
  });

  it('§3.1: the validation matrix', async () => {
    const on = createAdminBench();
    const base = { Name: 'X', AddressSpaces: 'fabrikam.com' };
    const smart = { ...base, DNSRoutingEnabled: false, SmartHosts: 'a.fabrikam.com' };
    const rows: readonly (readonly [Parameters, RegExp])[] = [
      [{ ...base, SmartHosts: 'a.fabrikam.com' }, /SmartHosts requires DNSRoutingEnabled/],
      [{ ...base, DNSRoutingEnabled: false }, /requires SmartHosts/],
      [{ ...base, RequireTLS: true, IgnoreSTARTTLS: true }, /RequireTLS can't be used/],
      [{ ...base, TlsAuthLevel: 'EncryptionOnly' }, /TlsAuthLevel requires RequireTLS/],
      [{ ...smart, RequireTLS: true, TlsAuthLevel: 'DomainValidation' }, /requires TlsDomain/],
      [{ ...smart, SmartHostAuthMechanism: 'BasicAuth' }, /require AuthenticationCredential/],
      [{ ...base, SmartHostAuthMechanism: 'ExternalAuthoritative' }, /requires SmartHosts/],
      [{ ...base, AddressSpaces: 'X400:o=a;3' }, /AddressSpaces|SMTP/],
      [{ ...base, AddressSpaces: '*fabrikam.com' }, /\*fabrikam\.com/],
      [{ ...base, AddressSpaces: 'fabrikam.com;101' }, /cost from 1 to 100/],
      [{ ...base, Custom: true, Internet: true }, /^E02: /],
      [{ ...base, Usage: 'Client' }, /^E06: .*Usage/],
      [{ ...base, RequireOorg: true }, /RequireOorg .* isn't supported/],
      [{ ...base, Port: 70_000 }, /^E09: /],
    ];
    for (const [parameters, expected] of rows) {
      assert.match(await on.fails('New-SendConnector', parameters), expected, JSON.stringify(parameters));
    }
  });

  it('E20: a name that is taken', async () => {
    assert.match(await (await bench()).fails('New-SendConnector', SMART), /^E20: /);
  });
});

describe('Set-SendConnector', () => {
  it('B3, B4: lists are edited, sizes and times kept', async () => {
    const on = await bench();
    const edit = (key: string): Value => ({ $: 'table', entries: [[key, 'EX2']] });
    await on.ok('Set-SendConnector', { Identity: 'To Internet', SourceTransportServers: edit('Add') });
    assert.equal(await show(on, 'SourceTransportServers'), 'EX1,EX2');
    await on.ok('Set-SendConnector', { Identity: 'To Internet', SourceTransportServers: edit('Remove') });
    assert.equal(await show(on, 'SourceTransportServers'), 'EX1');
    await on.ok('Set-SendConnector', {
      Identity: 'To Internet',
      MaxMessageSize: '10MB',
      ConnectionInactivityTimeOut: '00:15:00',
      ProtocolLoggingLevel: 'Verbose',
    });
    assert.equal(await show(on, 'MaxMessageSize'), '10 MB (10,485,760 bytes)');
    assert.equal(await show(on, 'ConnectionInactivityTimeOut'), '00:15:00');
    assert.equal(await show(on, 'ProtocolLoggingLevel'), 'Verbose');
  });

  it('routing changes in one command', async () => {
    const on = await bench();
    assert.match(
      await on.fails('Set-SendConnector', { Identity: 'To Internet', DNSRoutingEnabled: true }),
      /SmartHosts/,
    );
    await on.ok('Set-SendConnector', { Identity: 'To Internet', DNSRoutingEnabled: true, SmartHosts: null });
    assert.equal(await show(on, 'SmartHosts'), '');
  });

  it('the password is kept and never shown', async () => {
    const on = await bench();
    await on.ok('Set-SendConnector', {
      Identity: 'To Internet',
      SmartHostAuthMechanism: 'BasicAuth',
      AuthenticationCredential: { $: 'credential', user: 'relay', password: 'hidden' },
    });
    assert.equal(on.store.current.sendConnectors[0]?.authenticationCredential?.password, 'hidden');
    const { objects } = await on.ok('Get-SendConnector');
    assert.doesNotMatch(JSON.stringify(objects), /hidden/);
    assert.equal(shown(objects[0], 'AuthenticationCredential'), 'relay');
  });

  it('address spaces are compared by what they mean', async () => {
    const on = await bench();
    const table: Value = {
      $: 'table',
      entries: [
        ['Add', ['fabrikam.com', 'SMTP:fabrikam.com;1']],
        ['Remove', 'SMTP:*;1'],
      ],
    };
    await on.ok('Set-SendConnector', { Identity: 'To Internet', AddressSpaces: table });
    assert.equal(await show(on, 'AddressSpaces'), 'SMTP:fabrikam.com;1');
  });

  it('a Set that changes nothing says so; Remove removes', async () => {
    const on = await bench();
    const result = await on.ok('Set-SendConnector', {
      Identity: 'to internet',
      ProtocolLoggingLevel: 'None',
    });
    assert.match(result.warnings.join(), /no settings of 'To Internet' have been modified/);
    assert.equal(
      (await on.whatIf('Remove-SendConnector', { Identity: 'To Internet' })).action,
      'Removing Send connector "To Internet".',
    );
    await on.ok('Remove-SendConnector', { Identity: 'To Internet' });
    assert.equal((await on.ok('Get-SendConnector')).objects.length, 0);
  });
});

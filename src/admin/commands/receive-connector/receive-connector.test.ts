import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

type Parameters = Readonly<Record<string, Value>>;

const RELAY: Parameters = {
  Name: 'Anonymous Relay',
  TransportRole: 'FrontendTransport',
  Custom: true,
  Bindings: '0.0.0.0:25',
  RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
};
const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
const SECURED = 'MS Exchange\\Externally Secured Servers';
const ANY_RECIPIENT = 'ms-Exch-SMTP-Accept-Any-Recipient';
const FIRST_SENTENCE =
  'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector';

async function withRelay(): Promise<AdminBench> {
  const bench = createAdminBench();
  await bench.ok('New-ReceiveConnector', RELAY);
  return bench;
}

async function show(bench: AdminBench, name: string, identity = 'Anonymous Relay'): Promise<string> {
  const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: identity });
  return shown(objects[0], name);
}

async function rightsOf(
  bench: AdminBench,
  user: string,
  identity = 'Anonymous Relay',
): Promise<readonly string[]> {
  const { objects } = await bench.ok('Get-ADPermission', { Identity: identity, User: user });
  return objects
    .filter((row) => shown(row, 'Deny') === 'False' && shown(row, 'IsInherited') === 'False')
    .map((row) => shown(row, 'ExtendedRights'));
}

async function methodOne(bench: AdminBench): Promise<void> {
  await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', PermissionGroups: 'AnonymousUsers' });
  await bench.ok('Add-ADPermission', {
    Identity: 'Anonymous Relay',
    User: ANONYMOUS,
    ExtendedRights: 'Ms-Exch-SMTP-Accept-Any-Recipient',
  });
}

const METHOD_TWO = {
  Identity: 'Anonymous Relay',
  AuthMechanism: 'ExternalAuthoritative',
  PermissionGroups: 'ExchangeServers',
};

describe('the article, method by method', () => {
  it('V1: the new connector shows what it was made with', async () => {
    const bench = await withRelay();
    assert.equal(await show(bench, 'Enabled'), 'True');
    assert.equal(await show(bench, 'TransportRole'), 'FrontendTransport');
    assert.equal(await show(bench, 'Bindings'), '0.0.0.0:25');
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11');
    assert.equal(await show(bench, 'AuthMechanism'), 'Tls');
    assert.equal(await show(bench, 'PermissionGroups'), 'None');
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), []);
  });

  it('V2, V4, V27: method 1 gives five rows in the order of the reference, and Custom', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), [
      'ms-Exch-SMTP-Submit',
      'ms-Exch-SMTP-Accept-Any-Sender',
      ANY_RECIPIENT,
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-Accept-Headers-Routing',
    ]);
    assert.deepEqual(await rightsOf(bench, SECURED), []);
    assert.equal(await show(bench, 'PermissionGroups'), 'AnonymousUsers, Custom');
    assert.equal(await show(bench, 'AuthMechanism'), 'Tls');
  });

  it('V3, V5: method 2 gives nine rows to Externally Secured Servers and none to anonymous sessions', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', METHOD_TWO);
    assert.deepEqual(await rightsOf(bench, SECURED), [
      'ms-Exch-Accept-Headers-Routing',
      'ms-Exch-Bypass-Anti-Spam',
      'ms-Exch-Bypass-Message-Size-Limit',
      ANY_RECIPIENT,
      'ms-Exch-SMTP-Accept-Any-Sender',
      'ms-Exch-SMTP-Accept-Authentication-Flag',
      'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
      'ms-Exch-SMTP-Accept-Exch50',
      'ms-Exch-SMTP-Submit',
    ]);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), []);
    assert.equal(await show(bench, 'PermissionGroups'), 'ExchangeServers');
    assert.equal(await show(bench, 'AuthMechanism'), 'ExternalAuthoritative');
  });

  it('§5.4: from method 1 to 2 the relay right stays behind with a warning, and back again it counts', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    const there = await bench.ok('Set-ReceiveConnector', METHOD_TWO);
    assert.match(there.warnings.join('\n'), /no effect.*Remove-ADPermission "EX1\\Anonymous Relay"/);
    assert.deepEqual(await rightsOf(bench, ANONYMOUS), [ANY_RECIPIENT]);
    assert.equal(await show(bench, 'PermissionGroups'), 'ExchangeServers, Custom');
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      AuthMechanism: 'Tls',
      PermissionGroups: 'AnonymousUsers',
    });
    assert.equal((await rightsOf(bench, ANONYMOUS)).length, 5);
    assert.deepEqual(await rightsOf(bench, SECURED), []);
  });

  it('A10: removing the relay right gives AnonymousUsers back', async () => {
    const bench = await withRelay();
    await methodOne(bench);
    await bench.ok('Remove-ADPermission', {
      Identity: 'EX1\\Anonymous Relay',
      User: ANONYMOUS,
      ExtendedRights: ANY_RECIPIENT,
    });
    assert.equal(await show(bench, 'PermissionGroups'), 'AnonymousUsers');
  });

  it('V26: an anonymous and externally secured connector is E18', async () => {
    const bench = await withRelay();
    const both = { ...METHOD_TWO, PermissionGroups: ['AnonymousUsers', 'ExchangeServers'] };
    assert.equal(
      await bench.fails('Set-ReceiveConnector', both),
      'E18: A Receive connector can be anonymous or externally secured, not both.',
    );
  });

  it('V28: a range with host bits set is accepted as typed', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', { ...RELAY, RemoteIPRanges: '192.168.5.1/24' });
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.1/24');
  });

  it('V29: without Bindings it is E01 naming them', async () => {
    const { Bindings: _, ...rest } = RELAY;
    assert.equal(
      await createAdminBench().fails('New-ReceiveConnector', rest),
      'E01: Cannot process command because of one or more missing mandatory parameters: Bindings.',
    );
  });

  it('V30: the same command twice is E20, under another name E10', async () => {
    const bench = await withRelay();
    assert.equal(
      await bench.fails('New-ReceiveConnector', RELAY),
      'E20: The name "Anonymous Relay" is already used by another Receive connector on server EX1.',
    );
    assert.equal(
      await bench.fails('New-ReceiveConnector', { ...RELAY, Name: 'Other' }),
      `E10: ${FIRST_SENTENCE} "EX1\\Anonymous Relay". Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges. Change at least one of these values.`,
    );
  });

  it('V31: in the other role it is E11', async () => {
    assert.equal(
      await createAdminBench().fails('New-ReceiveConnector', { ...RELAY, TransportRole: 'HubTransport' }),
      `E11: ${FIRST_SENTENCE} "EX1\\Default Frontend EX1". Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.`,
    );
  });
});

describe('New-ReceiveConnector', () => {
  it('§1.7: each row of the table of existing and new connectors', async () => {
    const role = { FE: 'FrontendTransport', Hub: 'HubTransport' };
    const all4 = '0.0.0.0-255.255.255.255';
    const all6 = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
    const rows: readonly (readonly [string, Value, keyof typeof role, string, Value, string])[] = [
      ['0.0.0.0:2600', all4, 'FE', '0.0.0.0:2600', all4, 'E10'],
      ['0.0.0.0:2600', all4, 'FE', '0.0.0.0:2600', '192.168.5.10', 'ok'],
      ['0.0.0.0:2600', ['192.168.5.10', '192.168.5.11'], 'FE', '0.0.0.0:2600', '192.168.5.11', 'E10'],
      ['0.0.0.0:2600', '192.168.5.0-192.168.5.255', 'FE', '0.0.0.0:2600', '192.168.5.77/24', 'E10'],
      ['0.0.0.0:2600', '192.168.5.0/24', 'FE', '0.0.0.0:2600', '192.168.5.128-192.168.6.10', 'E10'],
      ['0.0.0.0:2600', '192.168.0.0/16', 'FE', '0.0.0.0:2600', '192.168.5.0/24', 'ok'],
      ['0.0.0.0:2600', all4, 'FE', '10.1.1.1:2600', all4, 'ok'],
      ['0.0.0.0:2600', all4, 'FE', '[::]:2600', all6, 'ok'],
      ['0.0.0.0:2600', all4, 'Hub', '0.0.0.0:2600', '192.168.5.10', 'E11'],
      ['0.0.0.0:2600', all4, 'Hub', '10.1.1.1:2600', '192.168.5.10', 'E11'],
      ['0.0.0.0:2600', all4, 'Hub', '0.0.0.0:2526', '192.168.5.10', 'ok'],
    ];
    for (const [binding, ranges, newRole, newBinding, newRanges, verdict] of rows) {
      const bench = createAdminBench();
      const first = { ...RELAY, Name: 'First', Bindings: binding, RemoteIPRanges: ranges };
      await bench.ok('New-ReceiveConnector', first);
      const result = await bench.run('New-ReceiveConnector', {
        ...RELAY,
        TransportRole: role[newRole],
        Bindings: newBinding,
        RemoteIPRanges: newRanges,
      });
      assert.equal(result.error?.id ?? 'ok', verdict, `${binding} then ${newRole} ${newBinding}`);
    }
  });

  it('§1.2: each usage has its groups, mechanisms, bindings and ranges', async () => {
    const bench = createAdminBench();
    const where = { Bindings: '0.0.0.0:2601', RemoteIPRanges: '10.0.0.1' };
    const rows: readonly (readonly [Parameters, string, string, string, string])[] = [
      [{ Custom: true, ...where }, 'None', 'Tls', '0.0.0.0:2601', '10.0.0.1'],
      [{ Usage: 'Custom', ...where, Bindings: '0.0.0.0:2602' }, 'None', 'Tls', '0.0.0.0:2602', '10.0.0.1'],
      [
        { Internet: true, Bindings: '0.0.0.0:2603' },
        'AnonymousUsers',
        'Tls',
        '0.0.0.0:2603',
        '0.0.0.0-255.255.255.255',
      ],
      [
        { Internal: true, RemoteIPRanges: '10.0.0.1', TransportRole: 'Frontend' },
        'ExchangeServers, ExchangeLegacyServers',
        'Tls, ExchangeServer',
        '0.0.0.0:25',
        '10.0.0.1',
      ],
      [
        { Client: true, RemoteIPRanges: '10.0.0.1', TransportRole: 'Frontend' },
        'ExchangeUsers',
        'Tls, Integrated, BasicAuth, BasicAuthRequireTLS',
        '0.0.0.0:587',
        '10.0.0.1',
      ],
      [
        { Usage: 'Partner', ...where, Bindings: '0.0.0.0:2604' },
        'Partners',
        'Tls',
        '0.0.0.0:2604',
        '10.0.0.1',
      ],
    ];
    for (const [index, [parameters, ...expected]] of rows.entries()) {
      const { objects } = await bench.ok('New-ReceiveConnector', { Name: `C${index}`, ...parameters });
      const seen = ['PermissionGroups', 'AuthMechanism', 'Bindings', 'RemoteIPRanges'].map((name) =>
        shown(objects[0], name),
      );
      assert.deepEqual(seen, expected, JSON.stringify(parameters));
    }
  });

  it('E02: two usage types', async () => {
    const bench = createAdminBench();
    const expected = 'E02: Parameter set cannot be resolved using the specified named parameters.';
    assert.equal(await bench.fails('New-ReceiveConnector', { ...RELAY, Internet: true }), expected);
    assert.equal(await bench.fails('New-ReceiveConnector', { ...RELAY, Usage: 'Internet' }), expected);
  });

  it('E01: -Usage needs what its switch needs', async () => {
    const bench = createAdminBench();
    assert.equal(
      await bench.fails('New-ReceiveConnector', { Name: 'X', Usage: 'Partner' }),
      'E01: Cannot process command because of one or more missing mandatory parameters: Bindings RemoteIPRanges.',
    );
  });

  it('E22: another server', async () => {
    assert.equal(
      await createAdminBench().fails('New-ReceiveConnector', { ...RELAY, Server: 'EX2' }),
      "E22: The operation couldn't be performed because object 'EX2' couldn't be found on 'ex1.contoso.com'.",
    );
  });

  it('-WhatIf validates, says what it would do, and changes nothing', async () => {
    const bench = createAdminBench();
    const before = bench.store.current;
    const result = await bench.whatIf('New-ReceiveConnector', { ...RELAY, Bindings: '0.0.0.0:2605' });
    assert.equal(result.action, 'Creating Receive connector "Anonymous Relay".');
    assert.deepEqual(result.verbose, ['Would start to listen on 0.0.0.0:2605.']);
    assert.equal(bench.store.current, before);
    assert.equal(bench.store.rows.length, 0);
    assert.equal(
      (await bench.whatIf('New-ReceiveConnector', { ...RELAY, TransportRole: 'Hub' })).error?.id,
      'E11',
    );
  });

  it('a bare 0.0.0.0 is stored as the whole family, with a warning', async () => {
    const bench = createAdminBench();
    const result = await bench.ok('New-ReceiveConnector', {
      ...RELAY,
      Bindings: '0.0.0.0:2606',
      RemoteIPRanges: '0.0.0.0',
    });
    assert.equal(shown(result.objects[0], 'RemoteIPRanges'), '0.0.0.0-255.255.255.255');
    assert.match(result.warnings.join(), /whole of IPv4/);
  });
});

describe('errors of Set-ReceiveConnector', () => {
  const rows: readonly (readonly [Parameters, string])[] = [
    [
      { Enabled: 'true' },
      `E03: Cannot process argument transformation on parameter 'Enabled'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
    ],
    [
      { TransportRole: 'Edge' },
      `E03: Cannot process argument transformation on parameter 'TransportRole'. Cannot convert value "Edge" to type "ServerRole". Valid values: FrontendTransport, HubTransport.`,
    ],
    [
      { AuthMechanism: 'Basic' },
      `E03: Cannot process argument transformation on parameter 'AuthMechanism'. Cannot convert value "Basic" to type "AuthMechanisms". Valid values: None, Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer, ExternalAuthoritative.`,
    ],
    [
      { MaxHopCount: 'many' },
      `E03: Cannot process argument transformation on parameter 'MaxHopCount'. Cannot convert value "many" to type "Int32". Valid values: a whole number.`,
    ],
    [
      { Bindings: '0.0.0.0:0' },
      `E04: "0.0.0.0:0" isn't a valid binding. Use IPv4Address:Port or [IPv6Address]:Port, with a port from 1 to 65535.`,
    ],
    [
      { Bindings: '::1:25' },
      `E04: "::1:25" isn't a valid binding. Use IPv4Address:Port or [IPv6Address]:Port, with a port from 1 to 65535.`,
    ],
    [
      { RemoteIPRanges: '10.0.0.9-10.0.0.1' },
      `E05: "10.0.0.9-10.0.0.1" isn't a valid remote IP range. Use a single address, Low-High, or Address/PrefixLength.`,
    ],
    [
      { RemoteIPRanges: ['10.0.0.1', '10.0.0.0/33'] },
      `E05: "10.0.0.0/33" isn't a valid remote IP range. Use a single address, Low-High, or Address/PrefixLength.`,
    ],
    [{ Comment: 'x'.repeat(513) }, "E06: The value of Comment isn't valid: it has more than 512 characters."],
    [{ Fqdn: 'not a host' }, `E07: "not a host" isn't a valid SMTP domain.`],
    [{ Banner: 'hello' }, 'E08: The value of Banner must be one line that starts with "220".'],
    [{ MaxHopCount: 0 }, 'E09: The value 0 of MaxHopCount is out of range. Valid values are 1 to 500.'],
    [
      { MaxInboundConnectionPerSource: 10001 },
      'E09: The value 10001 of MaxInboundConnectionPerSource is out of range. Valid values are 1 to 10000, or unlimited.',
    ],
    [
      { ConnectionTimeout: '2.00:00:00' },
      'E09: The value 2.00:00:00 of ConnectionTimeout is out of range. Valid values are 00:00:01 to 1.00:00:00.',
    ],
    [
      { AuthMechanism: ['None', 'Tls'] },
      "E12: The AuthMechanism value None can't be combined with other values.",
    ],
    [
      { AuthMechanism: 'Tls, BasicAuthRequireTLS' },
      'E13: The AuthMechanism value BasicAuthRequireTLS also requires BasicAuth and Tls.',
    ],
    [{ AuthMechanism: 'None', RequireTLS: true }, 'E14: RequireTLS requires the AuthMechanism value Tls.'],
    [{ ChunkingEnabled: false }, 'E15: BinaryMimeEnabled requires ChunkingEnabled.'],
    [{ LongAddressesEnabled: true }, 'E15: LongAddressesEnabled requires TransportRole HubTransport.'],
    [
      { AuthMechanism: 'ExternalAuthoritative' },
      'E16: The AuthMechanism value ExternalAuthoritative requires the PermissionGroups value ExchangeServers.',
    ],
    [
      { AuthMechanism: 'Tls,ExchangeServer', Fqdn: 'mail.contoso.com' },
      'E17: If the AuthMechanism attribute on a Receive connector contains the value ExchangeServer, you must set the FQDN parameter on the Receive connector to one of the following values: the FQDN of the transport server "ex1.contoso.com", the NetBIOS name of the transport server "EX1", or $null.',
    ],
    [
      { AuthMechanism: 'BasicAuth,ExternalAuthoritative', PermissionGroups: 'ExchangeServers' },
      'E18: ExternalAuthoritative can only be combined with Tls.',
    ],
    [
      { ConnectionTimeout: '00:05:00' },
      'E19: ConnectionTimeout must be greater than ConnectionInactivityTimeout.',
    ],
    [
      { Name: 'default frontend ex1' },
      'E20: The name "default frontend ex1" is already used by another Receive connector on server EX1.',
    ],
    [{ Name: 'x'.repeat(65) }, 'E21: Name must have 1 to 64 characters.'],
    [
      { DefaultDomain: 'fabrikam.com' },
      "E22: The operation couldn't be performed because object 'fabrikam.com' couldn't be found on 'ex1.contoso.com'.",
    ],
    [
      { Bogus: 1 },
      "NamedParameterNotFound: A parameter cannot be found that matches parameter name 'Bogus'.",
    ],
    [
      { RemoteIPRanges: { $: 'table', entries: [['Replace', '10.0.0.1']] } },
      `E03: Cannot process argument transformation on parameter 'RemoteIPRanges'. Cannot convert value "System.Collections.Hashtable" to type "MultiValuedProperty". Valid values: a list, or @{Add=...;Remove=...}.`,
    ],
  ];
  for (const [parameters, expected] of rows) {
    it(`${expected.slice(0, 60)} (${Object.keys(parameters).join()})`, async () => {
      const bench = await withRelay();
      assert.equal(
        await bench.fails('Set-ReceiveConnector', { Identity: 'Anonymous Relay', ...parameters }),
        expected,
      );
      assert.equal(bench.store.rows[0]?.succeeded, false);
    });
  }

  it('§1.1: a null, empty or missing identity is an error, never all connectors', async () => {
    const bench = await withRelay();
    for (const command of ['Set-ReceiveConnector', 'Remove-ReceiveConnector', 'Get-ADPermission']) {
      for (const Identity of [null, '']) {
        assert.match(
          await bench.fails(command, { Identity }),
          /^E01: Cannot bind argument to parameter 'Identity'/,
        );
      }
      assert.match(await bench.fails(command, { Identity: 'Nope' }), /^E22: .*object 'Nope'/);
    }
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Comment: 'x' }),
      /missing mandatory parameters: Identity\./,
    );
  });
});

describe('Set-ReceiveConnector', () => {
  const edit = (entries: readonly (readonly [string, Value])[]): Parameters => ({
    Identity: 'Anonymous Relay',
    RemoteIPRanges: { $: 'table', entries },
  });

  it('A11, A12: @{Add;Remove} edits a list in place', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', edit([['Add', ['192.168.5.20', '10.20.0.0/16']]]));
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11,192.168.5.20,10.20.0.0/16');
    await bench.ok(
      'Set-ReceiveConnector',
      edit([
        ['add', '192.168.6.1-192.168.6.9'],
        ['REMOVE', '192.168.5.11'],
      ]),
    );
    assert.equal(
      await show(bench, 'RemoteIPRanges'),
      '192.168.5.10,192.168.5.20,10.20.0.0/16,192.168.6.1-192.168.6.9',
    );
  });

  it('§5.4: adding what is there and removing what is not changes nothing, with a warning', async () => {
    const bench = await withRelay();
    const before = bench.store.current;
    const result = await bench.ok(
      'Set-ReceiveConnector',
      edit([
        ['Add', '192.168.5.10'],
        ['Remove', '10.9.9.9'],
      ]),
    );
    assert.equal(bench.store.current, before);
    assert.deepEqual(result.warnings, [
      "The command completed successfully but no settings of 'EX1\\Anonymous Relay' have been modified.",
    ]);
  });

  it('A13: the list of an object can be given back with one more item', async () => {
    const bench = await withRelay();
    const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    const ranges = shown(objects[0], 'RemoteIPRanges').split(',');
    await bench.ok('Set-ReceiveConnector', {
      Identity: objects[0] ?? null,
      RemoteIPRanges: { $: 'list', items: [...ranges, '192.168.7.7'] },
    });
    assert.equal(await show(bench, 'RemoteIPRanges'), '192.168.5.10,192.168.5.11,192.168.7.7');
  });

  it('§1.1: name, Server\\Name, GUID and distinguished name identify a connector', async () => {
    const bench = await withRelay();
    const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    const identities = [
      'anonymous relay',
      'ex1\\ANONYMOUS RELAY',
      shown(objects[0], 'Guid'),
      shown(objects[0], 'DistinguishedName'),
    ];
    for (const [index, Identity] of identities.entries()) {
      await bench.ok('Set-ReceiveConnector', { Identity, MaxHopCount: 40 + index });
      assert.equal(await show(bench, 'MaxHopCount'), String(40 + index));
    }
  });

  it('A24: banner, time span and Unlimited are kept and shown', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'EX1\\Default Frontend EX1',
      Banner: '220 mail.contoso.com ready',
      ConnectionTimeout: '00:15:00',
      MaxInboundConnectionPerSource: 'unlimited',
      MaxMessageSize: '50MB',
    });
    const values = await Promise.all(
      ['Banner', 'ConnectionTimeout', 'MaxInboundConnectionPerSource', 'MaxMessageSize'].map((name) =>
        show(bench, name, 'EX1\\Default Frontend EX1'),
      ),
    );
    assert.deepEqual(values, [
      '220 mail.contoso.com ready',
      '00:15:00',
      'Unlimited',
      '50 MB (52,428,800 bytes)',
    ]);
  });

  it('every parameter that can be set is shown with the value that was set', async () => {
    const bench = await withRelay();
    const changes: Parameters = {
      AdvertiseClientSettings: true,
      AuthTarpitInterval: '00:00:07',
      BareLinefeedRejectionEnabled: true,
      BinaryMimeEnabled: false,
      ChunkingEnabled: false,
      Comment: 'printers',
      ConnectionInactivityTimeout: '00:02:00',
      DefaultDomain: 'contoso.com',
      DeliveryStatusNotificationEnabled: false,
      EightBitMimeEnabled: false,
      EnableAuthGSSAPI: true,
      Enabled: false,
      EnhancedStatusCodesEnabled: false,
      ExtendedProtectionPolicy: 'Allow',
      Fqdn: 'relay.contoso.com',
      MaxAcknowledgementDelay: '00:00:10',
      MaxHeaderSize: '128 KB (131,072 bytes)',
      MaxInboundConnection: 'Unlimited',
      MaxInboundConnectionPercentagePerSource: 50,
      MaxLocalHopCount: 3,
      MaxLogonFailures: 4,
      MaxProtocolErrors: 9,
      MaxRecipientsPerMessage: 77,
      MessageRateLimit: 60,
      MessageRateSource: 'User',
      OrarEnabled: true,
      PipeliningEnabled: false,
      ProtocolLoggingLevel: 'Verbose',
      RejectReservedSecondLevelRecipientDomains: true,
      RejectReservedTopLevelRecipientDomains: true,
      RejectSingleLabelRecipientDomains: true,
      RequireEHLODomain: true,
      RequireTLS: true,
      ServiceDiscoveryFqdn: 'sd.contoso.com',
      SizeEnabled: 'EnabledWithoutValue',
      SmtpUtf8Enabled: false,
      SuppressXAnonymousTls: true,
      TarpitInterval: '00:00:00',
      TlsCertificateName: '<I>CN=CA<S>CN=mail.contoso.com',
    };
    await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', ...changes });
    for (const [name, value] of Object.entries(changes)) {
      const expected = typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
      assert.equal(await show(bench, name), expected, name);
    }
  });

  it('$null takes the default text back', async () => {
    const bench = await withRelay();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      Banner: '220 x',
      Fqdn: 'a.contoso.com',
    });
    await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', Banner: null, Fqdn: null });
    assert.equal(await show(bench, 'Banner'), '');
    assert.equal(await show(bench, 'Fqdn'), 'ex1.contoso.com');
  });

  it('E10 on every Set that touches ranges or bindings', async () => {
    const bench = await withRelay();
    await bench.ok('New-ReceiveConnector', { ...RELAY, Name: 'Second', RemoteIPRanges: '192.168.9.9' });
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Second', RemoteIPRanges: '192.168.5.11' }),
      /^E10: .*"EX1\\Anonymous Relay"/,
    );
    assert.match(
      await bench.fails('Set-ReceiveConnector', { Identity: 'Second', TransportRole: 'Hub' }),
      /^E11: /,
    );
  });

  it('the action text names server and connector', async () => {
    const bench = await withRelay();
    const { action } = await bench.whatIf('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      MaxHopCount: 9,
    });
    assert.equal(action, 'Setting Receive connector "EX1\\Anonymous Relay".');
    const removal = await bench.whatIf('Remove-ReceiveConnector', { Identity: 'Anonymous Relay' });
    assert.equal(removal.action, 'Removing Receive connector "EX1\\Anonymous Relay".');
  });
});

describe('Get-ReceiveConnector', () => {
  it('shows all, those of the server, and those that a wildcard matches', async () => {
    const bench = await withRelay();
    const names = async (parameters: Parameters): Promise<number> =>
      (await bench.ok('Get-ReceiveConnector', parameters)).objects.length;
    assert.equal(await names({}), 6);
    assert.equal(await names({ Identity: null }), 6);
    assert.equal(await names({ Server: 'ex1.contoso.com' }), 6);
    assert.equal(await names({ Identity: '*\\*Relay' }), 1);
    assert.equal(await names({ Identity: 'Default*' }), 2);
    assert.equal(await names({ Identity: 'Nothing*' }), 0);
    assert.match(await bench.fails('Get-ReceiveConnector', { Identity: 'EX1\\Nope' }), /^E22: .*'EX1\\Nope'/);
    assert.match(await bench.fails('Get-ReceiveConnector', { Identity: 'x', Server: 'EX1' }), /^E02: /);
  });

  it('a binding that could not be opened is a warning of its connectors', async () => {
    const bench = await withRelay();
    const binding = { family: 4, address: '0.0.0.0', port: 25 } as const;
    bench.bindings.push({ binding, realPort: 25, state: 'failed', error: 'port 25 is in use' });
    const { warnings } = await bench.ok('Get-ReceiveConnector', { Identity: 'Anonymous Relay' });
    assert.deepEqual(warnings, [
      'Receive connector "EX1\\Anonymous Relay" takes no connection on 0.0.0.0:25: port 25 is in use',
    ]);
    assert.equal(
      (await bench.ok('Get-ReceiveConnector', { Identity: 'Client Frontend EX1' })).warnings.length,
      0,
    );
    const set = await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', MaxHopCount: 31 });
    assert.equal(set.warnings.length, 1);
  });
});

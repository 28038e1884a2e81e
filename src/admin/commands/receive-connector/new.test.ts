import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';
import { type Parameters, RELAY } from './testing/relay-bench.ts';

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

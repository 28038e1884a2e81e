import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModifiedProperty } from '../config/audit-row.ts';
import { type AdminBench, createAdminBench, isObject, shown } from './testing/admin-bench.ts';

const RELAY = {
  Name: 'Relay',
  TransportRole: 'FrontendTransport',
  Bindings: '0.0.0.0:2600',
  RemoteIPRanges: '192.168.5.10',
};

function lastChange(bench: AdminBench): ReadonlyMap<string, Omit<ModifiedProperty, 'name'>> {
  const rows = bench.store.rows[0]?.modified ?? [];
  return new Map(rows.map(({ name, oldValue, newValue }) => [name, { oldValue, newValue }]));
}

describe('mail-flow.md §11.2: what a command changed, before and after', () => {
  it('only what differs, as the commands show it', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', RELAY);
    const made = lastChange(bench);
    assert.deepEqual(made.get('Name'), { oldValue: '', newValue: 'Relay' });
    assert.deepEqual(made.get('RemoteIPRanges'), { oldValue: '', newValue: '192.168.5.10' });
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Relay',
      RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
      MaxMessageSize: '10MB',
    });
    assert.deepEqual(
      [...lastChange(bench)].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      [
        ['MaxMessageSize', { oldValue: '36 MB (37,748,736 bytes)', newValue: '10 MB (10,485,760 bytes)' }],
        ['RemoteIPRanges', { oldValue: '192.168.5.10', newValue: '192.168.5.10,192.168.5.11' }],
      ],
    );
    await bench.ok('Remove-ReceiveConnector', { Identity: 'Relay' });
    assert.deepEqual(lastChange(bench).get('Name'), { oldValue: 'Relay', newValue: '' });
  });

  it('a right that was granted', async () => {
    const bench = createAdminBench();
    await bench.ok('New-ReceiveConnector', RELAY);
    await bench.ok('Add-ADPermission', {
      Identity: 'Relay',
      User: 'NT AUTHORITY\\ANONYMOUS LOGON',
      ExtendedRights: 'ms-Exch-SMTP-Accept-Any-Recipient',
    });
    const right = lastChange(bench).get('ADPermission');
    assert.ok(!right?.oldValue.includes('Any-Recipient'));
    assert.match(right?.newValue ?? '', /ANONYMOUS LOGON: ms-Exch-SMTP-Accept-Any-Recipient/i);
  });

  it('a password was changed: neither it nor its hash is written', async () => {
    const bench = createAdminBench();
    const secret = (text: string): { readonly $: 'secret'; readonly text: string } => ({ $: 'secret', text });
    await bench.ok('New-Administrator', { Name: 'kate', Password: secret('correct horse') });
    await bench.ok('Set-Administrator', { Identity: 'kate', Password: secret('battery staple') });
    assert.deepEqual([...lastChange(bench)], [['Password', { oldValue: '********', newValue: '********' }]]);
    assert.ok(!/horse|staple|hash:/.test(JSON.stringify(bench.store.rows)));
  });

  it('what belongs to several objects says to which', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailContact', { Name: 'Chris', ExternalEmailAddress: 'chris@fabrikam.com' });
    await bench.ok('New-DistributionGroup', { Name: 'Team' });
    await bench.ok('Add-DistributionGroupMember', { Identity: 'Team', Member: 'Chris' });
    assert.deepEqual([...lastChange(bench)], [['Members', { oldValue: '', newValue: 'Chris' }]]);
    await bench.ok('Remove-MailContact', { Identity: 'Chris' });
    assert.deepEqual(lastChange(bench).get('Team: Members'), { oldValue: 'Chris', newValue: '' });
  });

  it('Search-AdminAuditLog shows it, with the address of who did it', async () => {
    const bench = createAdminBench();
    bench.caller.current = {
      name: 'kate',
      roleGroups: ['Organization Management'],
      address: '192.0.2.7',
    };
    await bench.ok('Set-TransportConfig', { MaxSendSize: '20MB' });
    const { objects } = await bench.ok('Search-AdminAuditLog');
    assert.equal(shown(objects[0], 'ClientIP'), '192.0.2.7');
    assert.equal(shown(objects[0], 'ModifiedProperties'), 'MaxSendSize');
    const list = isObject(objects[0])
      ? objects[0].properties.find(([name]) => name === 'ModifiedProperties')?.[1]
      : undefined;
    assert.match(JSON.stringify(list), /"OldValue":"10 MB.*"NewValue":"20 MB/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

const ARCHIVE = { Name: 'Archive', AddressSpaces: 'archive.example' };

async function bench(): Promise<AdminBench> {
  const made = createAdminBench();
  await made.ok('New-ForeignConnector', ARCHIVE);
  return made;
}

describe('Foreign connectors. mail-flow.md §3.9', () => {
  it('the defaults: the directory has its name, and neither size nor quota is limited', async () => {
    const [object] = (await (await bench()).ok('Get-ForeignConnector', { Identity: 'archive' })).objects;
    const wanted = {
      AddressSpaces: 'SMTP:archive.example;1',
      DropDirectory: 'Archive',
      DropDirectoryQuota: 'Unlimited',
      MaxMessageSize: 'Unlimited',
      Enabled: 'True',
      RelayDsnRequired: 'False',
      IsScopedConnector: 'False',
      SourceTransportServers: 'EX1',
    };
    for (const [name, text] of Object.entries(wanted)) assert.equal(shown(object, name), text, name);
  });

  it('the folder is to be made by the administrator, and a space that is not SMTP is said to match nothing', async () => {
    const on = createAdminBench();
    const fax = await on.ok('New-ForeignConnector', { Name: 'Fax', AddressSpaces: 'FAX:*;5' });
    assert.match(fax.warnings.join('\n'), /make the folder TransportRoles\/Drop\/Fax/);
    assert.match(fax.warnings.join('\n'), /No recipient of this server has an address of type FAX/);
  });

  it('Send connectors are not Foreign ones, nor the other way round, but share their names', async () => {
    const on = await bench();
    await on.ok('New-SendConnector', { Name: 'Out', AddressSpaces: '*' });
    assert.equal((await on.ok('Get-SendConnector')).objects.length, 1);
    assert.equal((await on.ok('Get-ForeignConnector')).objects.length, 1);
    assert.match(await on.fails('Set-SendConnector', { Identity: 'Archive', Comment: 'x' }), /^E22: /);
    assert.match(await on.fails('Remove-ForeignConnector', { Identity: 'Out' }), /^E22: /);
    assert.match(await on.fails('New-ForeignConnector', { ...ARCHIVE, Name: 'out' }), /^E20: /);
  });

  it('sizes have their ranges, and a directory is a name or an absolute path', async () => {
    const on = await bench();
    const set = (setting: Record<string, string | number | null>): Promise<string> =>
      on.fails('Set-ForeignConnector', { Identity: 'Archive', ...setting });
    await on.ok('Set-ForeignConnector', { Identity: 'Archive', DropDirectory: 'In' });
    await on.ok('Set-ForeignConnector', { Identity: 'Archive', DropDirectory: null });
    assert.equal(on.store.current.sendConnectors[0]?.dropDirectory, 'Archive');
    assert.match(await set({ DropDirectoryQuota: 0 }), /^E09: .*Valid values are 1 to 2147483647/);
    assert.match(await set({ MaxMessageSize: '3GB' }), /^E09: .*Valid values are 0 to 2147483647/);
    assert.match(await set({ AddressSpaces: null }), /at least one/);
    for (const bad of ['..', 'a/../b', 'a//b', '/srv/../etc'])
      assert.match(await set({ DropDirectory: bad }), /^E06: .*isn't a valid drop directory/, bad);
  });

  it('an absolute directory requires that RootDropDirectoryPath is blank, whichever is set last', async () => {
    const on = await bench();
    await on.ok('Set-ForeignConnector', { Identity: 'Archive', DropDirectory: '/srv/archive' });
    assert.match(
      await on.fails('Set-TransportService', { Identity: 'EX1', RootDropDirectoryPath: '/srv/drop' }),
      /"Archive" is an absolute path: it requires that RootDropDirectoryPath/,
    );
    await on.ok('Set-ForeignConnector', { Identity: 'Archive', DropDirectory: 'In' });
    await on.ok('Set-TransportService', { Identity: 'EX1', RootDropDirectoryPath: '/srv/drop/' });
    assert.equal(on.store.current.transportService.rootDropDirectoryPath, '/srv/drop');
    assert.match(
      await on.fails('Set-ForeignConnector', { Identity: 'Archive', DropDirectory: '/srv/archive' }),
      /^E25: /,
    );
    assert.match(
      await on.fails('Set-TransportService', { Identity: 'EX1', RootDropDirectoryPath: 'drop' }),
      /no absolute path/,
    );
  });

  it('a Set that changes nothing says so; Remove removes', async () => {
    const on = await bench();
    const same = await on.ok('Set-ForeignConnector', { Identity: 'Archive', Enabled: true });
    assert.match(same.warnings.join(), /no settings of 'Archive' have been modified/);
    await on.ok('Remove-ForeignConnector', { Identity: 'Archive' });
    assert.deepEqual(on.store.current.sendConnectors, []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

describe('remote domains', () => {
  it('Default is there, holds for *, lets everything pass and cannot be removed', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('Get-RemoteDomain');
    assert.deepEqual(
      ['Name', 'DomainName', 'AllowedOOFType', 'NDREnabled', 'LineWrapSize'].map((name) =>
        shown(objects[0], name),
      ),
      ['Default', '*', 'External', 'True', 'Unlimited'],
    );
    assert.match(await bench.fails('Remove-RemoteDomain', { Identity: 'Default' }), /can't be removed/);
  });

  it('a new one is found by name and domain, changed, stored and removed', async () => {
    const bench = createAdminBench();
    await bench.ok('New-RemoteDomain', { Name: 'Fabrikam', DomainName: '*.Fabrikam.COM' });
    await bench.ok('Set-RemoteDomain', {
      Identity: 'Fabrikam',
      NDREnabled: false,
      CharacterSet: 'iso-2022-jp',
    });
    const { objects } = await bench.ok('Get-RemoteDomain', { Identity: '*.fabrikam.com' });
    assert.equal(shown(objects[0], 'NDREnabled'), 'False');
    assert.equal(shown(objects[0], 'CharacterSet'), 'iso-2022-jp');
    assert.equal(bench.store.current.remoteDomains[1]?.ndrEnabled, false);
    await bench.ok('Remove-RemoteDomain', { Identity: 'Fabrikam' });
    assert.equal(bench.store.current.remoteDomains.length, 1);
  });

  it('names and domains are unique; what would have no effect is refused by name', async () => {
    const bench = createAdminBench();
    await bench.ok('New-RemoteDomain', { Name: 'a', DomainName: 'fabrikam.com' });
    assert.match(await bench.fails('New-RemoteDomain', { Name: 'b', DomainName: 'fabrikam.com' }), /^E20/);
    assert.match(
      await bench.fails('New-RemoteDomain', { Name: 'c', DomainName: 'not a domain' }),
      /DomainName|domain/,
    );
    assert.match(
      await bench.fails('Set-RemoteDomain', { Identity: 'a', DisplaySenderName: false }),
      /^ParameterNotSupported: The parameter DisplaySenderName/,
    );
  });
});

describe('the other cmdlets of a server', () => {
  it('Get-Recipient shows all kinds, by type and by address', async () => {
    const bench = createAdminBench();
    await bench.ok('New-MailContact', {
      Name: 'Kate',
      ExternalEmailAddress: 'kate@fabrikam.com',
      PrimarySmtpAddress: 'kate@contoso.com',
    });
    const names = async (parameters: Readonly<Record<string, string>>): Promise<string[]> =>
      (await bench.ok('Get-Recipient', parameters)).objects.map((object) => shown(object, 'Name'));
    assert.deepEqual(await names({}), ['postmaster', 'Kate']);
    assert.deepEqual(await names({ RecipientType: 'MailContact' }), ['Kate']);
    assert.deepEqual(await names({ Identity: 'kate@contoso.com' }), ['Kate']);
  });

  it('Test-SmtpConnectivity gives one row a binding', async () => {
    const { objects } = await createAdminBench().ok('Test-SmtpConnectivity', { Identity: 'EX1' });
    assert.equal(objects.length, 10);
    const frontend = objects.filter((object) => shown(object, 'ReceiveConnector') === 'Default Frontend EX1');
    assert.deepEqual(
      frontend.map((object) => [shown(object, 'EndPoint'), shown(object, 'StatusCode')]),
      [
        ['[::1]:25', 'Success'],
        ['127.0.0.1:25', 'Success'],
      ],
    );
    assert.ok(objects.some((object) => shown(object, 'StatusCode') === 'Unable to connect'));
  });

  it('Get-QueueDigest of another server is an error, of nothing is nothing', async () => {
    const bench = createAdminBench();
    assert.deepEqual((await bench.ok('Get-QueueDigest', { Server: 'EX1' })).objects, []);
    assert.match(await bench.fails('Get-QueueDigest', { Server: 'EX9' }), /EX9/);
  });

  it('Set-TransportServer is Set-TransportService', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportServer', { Identity: 'EX1', MaxOutboundConnections: 70 });
    assert.equal(shown((await bench.ok('Get-TransportService')).objects[0], 'MaxOutboundConnections'), '70');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

const NEW = { Name: 'Out', AddressSpaces: ['*'] };

describe('Test-SendConnector', () => {
  it('asks for the domain of the recipient, with sender and recipient', async () => {
    const bench = createAdminBench();
    await bench.ok('New-SendConnector', NEW);
    const { objects } = await bench.ok('Test-SendConnector', {
      Identity: 'Out',
      MailFrom: '<chris@contoso.com>',
      RcptTo: 'kate@Fabrikam.com',
    });
    assert.equal(shown(objects[0], 'Result'), 'Success');
    assert.match(shown(objects[0], 'Dialogue'), /fabrikam\.com chris@contoso\.com kate@Fabrikam\.com/i);
  });
  it('wants a domain where MX records decide, and none where smart hosts do', async () => {
    const bench = createAdminBench();
    await bench.ok('New-SendConnector', NEW);
    assert.match(await bench.fails('Test-SendConnector', { Identity: 'Out' }), /^E06: .*of which domain/);
    await bench.ok('Set-SendConnector', {
      Identity: 'Out',
      DNSRoutingEnabled: false,
      SmartHosts: ['relay.contoso.com'],
    });
    await bench.ok('Test-SendConnector', { Identity: 'Out' });
  });
  it('refuses what is no connector, no address, or no connection', async () => {
    const bench = createAdminBench((first) => ({
      ...first,
      sendConnectors: first.sendConnectors.map((one) => ({ ...one, dropDirectory: 'drop' })),
    }));
    await bench.ok('New-SendConnector', NEW);
    assert.match(await bench.fails('Test-SendConnector', { Identity: 'None' }), /None/);
    assert.match(await bench.fails('Test-SendConnector', { Identity: 'Out', RcptTo: 'kate' }), /^E07/);
    assert.match(await bench.fails('Test-SendConnector', { Identity: 'Out', RcptTo: '<>' }), /^E06/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

const NEW = { Name: 'Fabrikam', DomainName: 'Fabrikam.COM.' };

describe('accepted domains, mail-flow.md §2', () => {
  it('§2.1: the address book is on for authoritative domains only', async () => {
    const bench = createAdminBench();
    for (const [index, [DomainType, expected]] of [
      ['Authoritative', 'True'],
      ['InternalRelay', 'False'],
      ['ExternalRelay', 'False'],
    ].entries()) {
      const made = { Name: `d${index}`, DomainName: `d${index}.example`, DomainType: DomainType ?? null };
      const { objects } = await bench.ok('New-AcceptedDomain', made);
      assert.equal(shown(objects[0], 'AddressBookEnabled'), expected, DomainType);
      assert.equal(shown(objects[0], 'DomainType'), DomainType);
    }
  });

  it('the domain name is kept in lower-case A-labels; `*` alone is refused', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-AcceptedDomain', NEW);
    assert.equal(shown(objects[0], 'DomainName'), 'fabrikam.com');
    assert.equal(shown(objects[0], 'Default'), 'False');
    const idn = await bench.ok('New-AcceptedDomain', { Name: 'idn', DomainName: '*.bücher.example' });
    assert.equal(shown(idn.objects[0], 'DomainName'), '*.xn--bcher-kva.example');
    assert.match(await bench.fails('New-AcceptedDomain', { Name: 'all', DomainName: '*' }), /open relay/);
    assert.match(await bench.fails('New-AcceptedDomain', { Name: 'bad', DomainName: 'no domain' }), /^E07: /);
    assert.match(await bench.fails('New-AcceptedDomain', NEW), /^E20: /);
  });

  it('B7: the text of -WhatIf', async () => {
    const { action } = await createAdminBench().whatIf('New-AcceptedDomain', {
      Name: 'Contoso Domain',
      DomainName: 'contoso.net',
    });
    assert.equal(action, 'Creating Accepted Domain "Contoso Domain" with domain name "contoso.net".');
  });

  it('exactly one domain is the default, and it cannot be removed', async () => {
    const bench = createAdminBench();
    await bench.ok('New-AcceptedDomain', NEW);
    assert.match(
      await bench.fails('Remove-AcceptedDomain', { Identity: 'contoso.com' }),
      /it is the default domain/,
    );
    assert.match(
      await bench.fails('Set-AcceptedDomain', { Identity: 'contoso.com', MakeDefault: false }),
      /MakeDefault/,
    );
    await bench.ok('Set-AcceptedDomain', { Identity: 'Fabrikam', MakeDefault: true });
    assert.deepEqual(
      bench.store.current.acceptedDomains.map((domain) => [domain.domainName, domain.isDefault]),
      [
        ['contoso.com', false],
        ['fabrikam.com', true],
      ],
    );
    await bench.ok('Remove-AcceptedDomain', { Identity: 'contoso.com' });
  });

  it('a domain that completes addresses of a connector stays, and its new name follows', async () => {
    const bench = createAdminBench();
    await bench.ok('New-AcceptedDomain', NEW);
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Client Frontend EX1',
      DefaultDomain: 'fabrikam.com',
    });
    assert.match(
      await bench.fails('Remove-AcceptedDomain', { Identity: 'Fabrikam' }),
      /"EX1\\Client Frontend EX1"/,
    );
    await bench.ok('Set-AcceptedDomain', { Identity: 'Fabrikam', Name: 'Partner' });
    const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: 'Client Frontend EX1' });
    assert.equal(shown(objects[0], 'DefaultDomain'), 'Partner');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

const GOOD = {
  DirectoryUrl: 'https://acme.example/directory',
  DomainNames: ['Mail.Contoso.com'],
  Contacts: ['admin@contoso.com'],
  TermsOfServiceAgreed: true,
  Enabled: true,
};

describe('certificates from an authority, ADR-0019', () => {
  it('settings are kept and shown; the key of the account is not', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-AcmeConfig', GOOD);
    const [config] = (await bench.ok('Get-AcmeConfig')).objects;
    assert.equal(shown(config, 'DomainNames'), 'mail.contoso.com');
    assert.equal(shown(config, 'ChallengeBindings'), '0.0.0.0:80');
    assert.equal(shown(config, 'RenewBefore'), '30.00:00:00');
    assert.doesNotMatch(JSON.stringify(config), /privateKey/i);
    const other = await bench.ok('Set-AcmeConfig', { ChallengeBindings: '127.0.0.1:8081' });
    assert.match(other.warnings.join(), /asks at port 80/);
  });

  it('further certificates and an external account are kept; its key is not shown, and the account is made anew', async () => {
    const bench = createAdminBench((first) => ({
      ...first,
      acme: {
        ...first.acme,
        account: { directoryUrl: '', url: 'https://acme.example/1', privateKeyPem: 'x' },
      },
    }));
    await bench.ok('Set-AcmeConfig', { ...GOOD, AdditionalCertificates: ['A.contoso.com; b.contoso.com'] });
    assert.notEqual(bench.store.current.acme.account, null);
    const credential = { $: 'credential', user: 'kid-1', password: 'c2VjcmV0' } as const;
    await bench.ok('Set-AcmeConfig', { ExternalAccountCredential: credential });
    const [config] = (await bench.ok('Get-AcmeConfig')).objects;
    assert.equal(shown(config, 'AdditionalCertificates'), 'a.contoso.com;b.contoso.com');
    assert.equal(shown(config, 'ExternalAccountCredential'), 'kid-1');
    assert.doesNotMatch(JSON.stringify(config), /c2VjcmV0/);
    assert.equal(bench.store.current.acme.account, null);
  });

  it('what cannot work is refused when it is turned on, and each value by itself', async () => {
    const rows = [
      [{ Enabled: true }, /Enabled \$true requires DirectoryUrl/],
      [{ ...GOOD, DomainNames: [] }, /requires DomainNames/],
      [{ ...GOOD, TermsOfServiceAgreed: false }, /requires TermsOfServiceAgreed/],
      [{ ...GOOD, ChallengeBindings: [] }, /requires ChallengeBindings/],
      [{ DirectoryUrl: 'http://acme.example/' }, /not an https URL/],
      [{ DomainNames: '*.contoso.com' }, /wildcards need a check by DNS/],
      [{ AdditionalCertificates: 'a.contoso.com;nobody' }, /"nobody" is not a host name/],
      [{ ...GOOD, AdditionalCertificates: 'b.contoso.com;mail.contoso.com' }, /would be in two certificates/],
      [
        { ExternalAccountCredential: { $: 'credential', user: 'kid', password: 'not base64url!' } },
        /not a MAC key in base64url/,
      ],
      [{ Contacts: 'nobody' }, /not an e-mail address/],
      [{ ChallengeBindings: 'here' }, /not address:port/],
      [{ RenewBefore: '00:01:00' }, /RenewBefore must be from/],
    ] as const;
    for (const [parameters, expected] of rows)
      assert.match(await createAdminBench().fails('Set-AcmeConfig', parameters), expected);
    assert.match(await createAdminBench().fails('Update-AcmeCertificate', {}), /Set-AcmeConfig -Enabled/);
  });
});

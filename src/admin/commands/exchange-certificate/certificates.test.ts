import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Certificate } from '../../../config/certificate.ts';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';
import type { AdminBench } from '../../testing/admin-bench.ts';

/** The bench's tools read `certificate:NAME[:key]` for a certificate of NAME, with its key where that is said. */
const FILE = 'certificate:mail.contoso.com:key';

function only(bench: AdminBench): Certificate {
  const [certificate] = bench.store.current.certificates;
  assert.ok(certificate !== undefined);
  return certificate;
}

async function imported(): Promise<Readonly<{ bench: AdminBench; thumbprint: string }>> {
  const bench = createAdminBench();
  await bench.ok('Import-ExchangeCertificate', { FileData: FILE });
  return { bench, thumbprint: only(bench).thumbprint };
}

describe('certificates, mail-flow.md §11.3', () => {
  it('New: self-signed for the names of the server, enabled for IMAP, POP and SMTP', async () => {
    const bench = createAdminBench();
    const { objects } = await bench.ok('New-ExchangeCertificate');
    assert.equal(shown(objects[0], 'CertificateDomains'), 'ex1.contoso.com,ex1');
    assert.equal(shown(objects[0], 'Services'), 'IMAP, POP, SMTP');
    assert.equal(shown(objects[0], 'Status'), 'Valid');
    assert.doesNotMatch(JSON.stringify(objects), /PRIVATE/);
  });

  it('New: a request is returned as text; the answer takes its key and its place', async () => {
    const bench = createAdminBench();
    const wish = {
      GenerateRequest: true,
      DomainName: 'mail.contoso.com',
      SubjectName: 'CN=mail.contoso.com',
    };
    const { objects } = await bench.ok('New-ExchangeCertificate', wish);
    assert.equal(objects[0], 'REQUEST CN=mail.contoso.com');
    const [pending] = (await bench.ok('Get-ExchangeCertificate')).objects;
    assert.equal(shown(pending, 'Status'), 'PendingRequest');
    await bench.ok('Import-ExchangeCertificate', { FileData: 'certificate:mail.contoso.com' });
    assert.equal(bench.store.current.certificates.length, 1);
    assert.equal(only(bench).privateKeyPem, 'PRIVATE mail.contoso.com');
  });

  it('Import: no service uses it until Enable adds them; nothing takes SMTP away', async () => {
    const { bench, thumbprint } = await imported();
    assert.deepEqual(only(bench).services, []);
    const spaced = thumbprint.replaceAll(/(..)/g, '$1 ');
    await bench.ok('Enable-ExchangeCertificate', { Thumbprint: spaced, Services: 'SMTP' });
    await bench.ok('Enable-ExchangeCertificate', { Thumbprint: thumbprint, Services: 'None' });
    assert.deepEqual(only(bench).services, ['SMTP']);
    const other = await bench.ok('Enable-ExchangeCertificate', { Thumbprint: thumbprint, Services: 'IIS' });
    assert.match(other.warnings.join(), /no such service here/);
  });

  it('Import: by file name, and what cannot be used says why', async () => {
    const bench = createAdminBench();
    await bench.ok('Import-ExchangeCertificate', { FileName: '/mail.pem' });
    await bench.ok('Import-ExchangeCertificate', { FileData: FILE });
    const rows = [
      [{ FileName: '/missing.pem' }, /cannot read "\/missing\.pem"/],
      [{ FileData: 'junk' }, /^E06: .*no certificate/],
      [{ FileData: FILE }, /^E20: .*already exists/],
      [{ FileData: 'certificate:lonely.example' }, /^CertificateUnusable: .*no private key/],
      [{}, /either FileName or FileData/],
      [{ FileName: '/mail.pem', FileData: FILE }, /either FileName or FileData/],
    ] as const;
    for (const [parameters, expected] of rows)
      assert.match(await bench.fails('Import-ExchangeCertificate', parameters), expected);
  });

  it('New: sizes and names are checked', async () => {
    const bench = createAdminBench();
    assert.match(await bench.fails('New-ExchangeCertificate', { KeySize: 1000 }), /1024, 2048, 4096/);
    assert.match(await bench.fails('New-ExchangeCertificate', { DomainName: 'a b' }), /not a host name/);
  });

  it('Remove: the last one that bears the name of the server stays', async () => {
    const { bench, thumbprint } = await imported();
    await bench.ok('New-ExchangeCertificate');
    const own = bench.store.current.certificates[1]?.thumbprint ?? '';
    assert.match(
      await bench.fails('Remove-ExchangeCertificate', { Thumbprint: own }),
      /^CertificateInUse: .*only one for SMTP/,
    );
    await bench.ok('Remove-ExchangeCertificate', { Thumbprint: thumbprint });
    assert.equal(bench.store.current.certificates.length, 1);
    assert.match(await bench.fails('Remove-ExchangeCertificate', { Thumbprint: 'FF' }), /^E22: /);
  });

  it('a connector whose certificate is missing says so, and when it is removed', async () => {
    const { bench, thumbprint } = await imported();
    await bench.ok('Enable-ExchangeCertificate', { Thumbprint: thumbprint, Services: 'SMTP' });
    await bench.ok('New-ExchangeCertificate');
    const set = (name: string): ReturnType<AdminBench['ok']> =>
      bench.ok('Set-ReceiveConnector', {
        Identity: 'EX1\\Default Frontend EX1',
        TlsCertificateName: `<I>CN=CA<S>CN=${name}`,
      });
    assert.match((await set('nobody')).warnings.join(), /does not offer STARTTLS/);
    assert.doesNotMatch((await set('mail.contoso.com')).warnings.join(), /STARTTLS/);
    const gone = await bench.ok('Remove-ExchangeCertificate', { Thumbprint: thumbprint });
    assert.match(gone.warnings.join(), /no longer offers STARTTLS/);
  });

  it('TlsMinimumVersion is shown where it differs, with a warning below TLS 1.2', async () => {
    const bench = createAdminBench();
    const Identity = 'EX1\\Default Frontend EX1';
    const set = await bench.ok('Set-ReceiveConnector', { Identity, TlsMinimumVersion: 'Tls10' });
    assert.match(set.warnings.join(), /TLS below 1\.2 is allowed/);
    const [low] = (await bench.ok('Get-ReceiveConnector', { Identity })).objects;
    assert.equal(shown(low, 'TlsMinimumVersion'), 'Tls10');
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { issue } from '../support/certificates.ts';
import type { Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version']).toString().startsWith('OpenSSL 3');
  } catch {
    return false;
  }
})();

describe('certificates from files in the admin center', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-import-'));
  }, PATIENCE);
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'a PEM file is imported with its key, which the command beside the button does not show',
    PATIENCE,
    async () => {
      const file = join(folder, 'pem.example.pem');
      writeFileSync(file, issue(['pem.example']).pem);
      const visitor = await center.visit(browser, { language: 'ja' }, '/certificates/import');
      await visitor.page.getByLabel(visitor.text('cert.file'), { exact: true }).setInputFiles(file);
      await visitor.see(/Get-Content/);
      const command = visitor.page.getByRole('group', { name: visitor.text('command.before') });
      assert.doesNotMatch(await command.innerText(), /PRIVATE KEY/);
      await imported(visitor, 'pem.example');
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    },
  );

  it('a PKCS #12 file is imported once its password is right', {
    ...PATIENCE,
    skip: hasOpenssl ? false : 'openssl 3 is not installed',
  }, async () => {
    const pem = join(folder, 'pfx.example.pem');
    const file = join(folder, 'pfx.example.pfx');
    writeFileSync(pem, issue(['pfx.example']).pem);
    execFileSync('openssl', ['pkcs12', '-export', '-in', pem, '-out', file, '-passout', 'pass:right']);
    const visitor = await center.visit(browser, { language: 'en' }, '/certificates/import');
    await visitor.page.getByLabel(visitor.text('cert.file'), { exact: true }).setInputFiles(file);
    await visitor.see(/ReadAllBytes/);
    await visitor.fill('cert.password', 'wrong');
    await visitor.press('cert.import');
    await visitor.page.getByRole('alert').first().waitFor();
    await visitor.fill('cert.password', 'right');
    await imported(visitor, 'pfx.example');
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('what is no certificate is refused at the field', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/certificates/import');
    await visitor.fill('cert.pem', 'nothing of the kind');
    await visitor.press('cert.import');
    await visitor.page.locator('textarea[aria-invalid=true]').waitFor();
    await visitor.close();
  });

  /** Presses Import; the certificate's page opens, and the server has it with its key. */
  async function imported(visitor: Visitor, name: string): Promise<void> {
    await visitor.press('cert.import');
    await visitor.seeHeading(name);
    const stored = await center.server.mustShell(
      `Get-ExchangeCertificate -DomainName ${name} | Format-List HasPrivateKey`,
    );
    assert.match(stored, /HasPrivateKey\s+: True/);
  }
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSelfSigned } from './self-signed.ts';
import { openServerTls } from './tls.ts';

const NOW = Date.UTC(2026, 10, 24);
const logger = { info: () => {}, warn: () => {}, error: () => {} };

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-tls-'));
  try {
    await run(join(folder, 'tls'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('The first start makes a certificate, the next one reads the same', async () => {
  await withFolder(async (folder) => {
    const options = { folder, names: ['ex1.contoso.com', 'EX1'], now: NOW, logger };
    const first = await openServerTls(options);
    assert.deepEqual(first.dnsNames, ['ex1.contoso.com', 'EX1']);
    assert.equal(first.subject, 'CN=ex1.contoso.com');
    assert.equal((await stat(join(folder, 'server.pem'))).mode & 0o777, 0o600);
    const second = await openServerTls({ ...options, now: NOW + 1000 });
    assert.equal(second.thumbprint, first.thumbprint);
  });
});

test('A self-signed certificate that has expired is replaced', async () => {
  await withFolder(async (folder) => {
    const first = await openServerTls({
      folder,
      names: ['ex1.contoso.com'],
      now: NOW - 10 * 365 * 86_400_000,
      logger,
    });
    const second = await openServerTls({ folder, names: ['ex1.contoso.com'], now: NOW, logger });
    assert.notEqual(second.thumbprint, first.thumbprint);
    assert.ok(second.notAfter > NOW);
  });
});

test('A key file that cannot be read as one is an error and stays as it is', async () => {
  await withFolder(async (folder) => {
    await openServerTls({ folder, names: ['ex1.contoso.com'], now: NOW, logger });
    const path = join(folder, 'server.pem');
    const other = makeSelfSigned(['other.contoso.com'], NOW, NOW + 86_400_000);
    const broken =
      (await readFile(path, 'utf8')).split('-----BEGIN CERTIFICATE-----')[0] +
      other.slice(other.indexOf('-----BEGIN CERTIFICATE-----'));
    await writeFile(path, broken);
    await assert.rejects(openServerTls({ folder, names: ['ex1.contoso.com'], now: NOW, logger }));
    assert.equal(await readFile(path, 'utf8'), broken);
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { findProgram } from '../../bench/peers/program.ts';
import { authority, issue, revocationList } from '../../test/support/certificates.ts';
import type { Issued } from '../../test/support/certificates.ts';
import { createRevocations } from './revocations.ts';

const CA = authority('Own CA');
const GOOD = issue(['good.contoso.com'], { issuer: CA });
const BAD = issue(['bad.contoso.com'], { issuer: CA });

type Bench = Readonly<{
  folder: string;
  isRevoked: (one: Pick<Issued, 'certificatePem'>) => boolean;
  write: (text: string) => void;
  warnings: readonly string[];
}>;

function bench(t: TestContext, root: string = CA.certificatePem): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'postern-revoked-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const warnings: string[] = [];
  let clock = Date.now();
  const logger = {
    info: () => undefined,
    warn: (text: string, fields?: Readonly<Record<string, unknown>>) =>
      void warnings.push(`${text} ${JSON.stringify(fields)}`),
    error: () => undefined,
  };
  const revocations = createRevocations({ folder, trustedRoots: () => [root], logger, now: () => clock });
  return {
    folder,
    warnings,
    isRevoked: ({ certificatePem }) => revocations(new X509Certificate(certificatePem)),
    write: (text) => {
      writeFileSync(join(folder, 'revoked.pem'), text);
      clock += 11_000;
    },
  };
}

test('RFC 5280 §5: what is on a list of its authority is revoked; the file is read again when it changed', (t) => {
  const it = bench(t);
  assert.equal(it.isRevoked(BAD), false, 'there is no file');
  it.write(`${revocationList(authority('Another'), [])}${revocationList(CA, [BAD])}`);
  assert.deepEqual([it.isRevoked(BAD), it.isRevoked(GOOD)], [true, false]);
  it.write(revocationList(CA, []));
  assert.equal(it.isRevoked(BAD), false);
  assert.deepEqual(it.warnings, []);
});

test('a list counts only where its authority signed it', (t) => {
  const it = bench(t);
  const impostor = { ...authority('Own CA'), subject: CA.subject };
  it.write(revocationList(impostor, [BAD]));
  assert.equal(it.isRevoked(BAD), false);
});

test('a list that is out of date counts, and the log says so', (t) => {
  const it = bench(t);
  it.write(revocationList(CA, [BAD], Date.now() - 3_600_000));
  assert.deepEqual([it.isRevoked(BAD), it.isRevoked(BAD)], [true, true]);
  assert.equal(it.warnings.length, 1);
  assert.match(it.warnings[0] ?? '', /out of date/);
});

test('a file that cannot be read is told with its remedy, and what was read before counts', (t) => {
  const it = bench(t);
  it.write(revocationList(CA, [BAD]));
  assert.equal(it.isRevoked(BAD), true);
  for (const text of ['', '-----BEGIN X509 CRL-----\nMAAwAA==\n-----END X509 CRL-----\n']) {
    it.write(text);
    assert.equal(it.isRevoked(BAD), true);
  }
  assert.equal(it.warnings.length, 2);
  assert.match(it.warnings[0] ?? '', /openssl crl -inform DER/);
});

const skip = findProgram('openssl') === null ? 'openssl is not installed' : false;

test('a list that openssl made, RSA and SHA-384, with extensions', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-crl-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });
  };
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-subj',
    '/CN=Shell CA',
  );
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'a.key',
    '-out',
    'a.csr',
    '-subj',
    '/CN=a.contoso.com',
  );
  const sign = ['x509', '-req', '-in', 'a.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key'];
  openssl(...sign, '-set_serial', '0x00ff01', '-out', 'a.crt');
  openssl(...sign, '-set_serial', '0x00ff02', '-out', 'b.crt');
  writeFileSync(
    path('index.txt'),
    'R\t361231235959Z\t261101000000Z,keyCompromise\tFF01\tunknown\t/CN=a.contoso.com\n',
  );
  writeFileSync(path('crlnumber'), '01\n');
  writeFileSync(
    path('ca.cnf'),
    '[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha384\ndefault_crl_days=7\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  );
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'ca.key', '-cert', 'ca.crt', '-out', 'list.pem');
  const it = bench(t, readFileSync(path('ca.crt'), 'utf8'));
  it.write(readFileSync(path('list.pem'), 'utf8'));
  const revoked = ['a.crt', 'b.crt'].map((name) =>
    it.isRevoked({ certificatePem: readFileSync(path(name), 'utf8') }),
  );
  assert.deepEqual(revoked, [true, false]);
  assert.deepEqual(it.warnings, []);
});

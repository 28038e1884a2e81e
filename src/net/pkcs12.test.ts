import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { authority, issue } from '../../test/support/certificates.ts';
import { createCertificateTools } from './certificate-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-pfx-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const CA = authority('File CA');
const MAIL = issue(['mail.contoso.com'], { issuer: CA });
const tools = createCertificateTools();

const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version']).toString().startsWith('OpenSSL 3');
  } catch {
    return false;
  }
})();
const skip = hasOpenssl ? false : 'openssl 3 is not installed';

/** A file as `openssl pkcs12 -export` writes it, with these options. */
function exported(password: string, ...options: readonly string[]): Buffer {
  const [pem, ca, out] = ['mail.pem', 'ca.pem', 'mail.pfx'].map((name) => join(folder, name));
  if (pem === undefined || ca === undefined || out === undefined) throw new TypeError('no path');
  writeFileSync(pem, MAIL.pem);
  writeFileSync(ca, CA.certificatePem);
  execFileSync('openssl', [
    ...['pkcs12', '-export', '-in', pem, '-certfile', ca, '-out', out, '-passout', `pass:${password}`],
    ...options,
  ]);
  return readFileSync(out);
}

const FORMS: readonly (readonly [form: string, options: readonly string[]])[] = [
  ['openssl 3: AES-256, HMAC with SHA-256', []],
  ['Windows Server 2019 and newer: AES-256, SHA-256', ['-iter', '2000', '-macalg', 'sha256']],
  ['AES-128 and SHA-512', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
  [
    'older Windows: Triple-DES, SHA-1',
    ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  ],
  ['certificates in clear', ['-certpbe', 'NONE']],
  ['key in clear', ['-keypbe', 'NONE']],
  ['without a check of integrity', ['-nomac']],
];

for (const [form, options] of FORMS) {
  for (const password of ['Pa$$w0rd', 'パスワード', '']) {
    test(`RFC 7292: ${form}; password "${password}"`, { skip }, () => {
      const material = tools.read(exported(password, ...options), password);
      assert.equal(material.subject, 'CN=mail.contoso.com');
      assert.equal(material.issuer, 'CN=File CA');
      assert.equal(material.chainPem.match(/BEGIN CERTIFICATE/g)?.length, 2);
      assert.equal(createPrivateKey(material.privateKeyPem).equals(MAIL.key), true);
    });
  }
}

test('a wrong password is said to be one, with and without a check of integrity', { skip }, () => {
  for (const options of [[], ['-nomac']]) {
    const file = exported('right', ...options);
    for (const password of ['wrong', '', null])
      assert.throws(() => tools.read(file, password), /the password is missing or wrong/);
  }
});

test('an octet that was changed is noticed', { skip }, () => {
  const file = exported('right');
  file.writeUInt8(file.readUInt8(120) ^ 1, 120);
  assert.throws(() => tools.read(file, 'right'));
});

test('what is cut off, and what is no such file, is refused in plain words', { skip }, () => {
  const file = exported('right');
  for (const length of [12, 100, file.length - 1])
    assert.throws(
      () => tools.read(file.subarray(0, length), 'right'),
      /damaged or no PKCS #12 file|password/,
    );
  assert.throws(() => tools.read(Buffer.from('junk'), null), /neither PEM text nor a PKCS #12 file/);
  assert.throws(() => tools.read(Buffer.from('3003020103', 'hex'), null), /damaged or no PKCS #12 file/);
});

/** What the error names, carried out as an administrator would. */
function remedied(error: unknown): void {
  const command = /(?:try|with): (?<command>openssl pkcs12 .*-out mail\.pem)/.exec(String(error))?.groups?.[
    'command'
  ];
  assert.ok(command, `no remedy is named: ${String(error)}`);
  execFileSync('sh', ['-c', `${command} -passin pass:secret`], { cwd: folder });
  const material = tools.read(readFileSync(join(folder, 'mail.pem')), null);
  assert.equal(createPrivateKey(material.privateKeyPem).equals(MAIL.key), true);
}

test('RC2, as old programs encrypt certificates: the error names the command that converts the file', {
  skip,
}, () => {
  const old = exported('secret', '-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES');
  assert.throws(
    () => tools.read(old, 'secret'),
    (error) => {
      assert.match(String(error), /encryption is not known.*-legacy/);
      remedied(error);
      return true;
    },
  );
});

test('BER without lengths, as old programs write it: the error names the command that converts it', {
  skip,
}, () => {
  const file = exported('secret');
  // The outer sequence and its end, in the form that says its end and not its length. X.690 §8.1.3.6
  assert.equal(file.readUInt8(1), 0x82, 'two octets of length follow');
  const ber = Buffer.concat([Buffer.of(0x30, 0x80), file.subarray(4), Buffer.of(0, 0)]);
  writeFileSync(join(folder, 'mail.pfx'), ber);
  assert.throws(
    () => tools.read(ber, 'secret'),
    (error) => {
      remedied(error);
      return true;
    },
  );
});

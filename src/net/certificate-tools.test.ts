import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { authority, issue } from '../../test/support/certificates.ts';
import { createCertificateTools } from './certificate-tools.ts';
import { encodeName } from './distinguished-name.ts';

const tools = createCertificateTools();
const NOT_BEFORE = Date.UTC(2026, 10, 24);
const WISH = {
  subject: 'CN=mail.contoso.com, O="Contoso, Ltd", C=US',
  dnsNames: ['mail.contoso.com', '*.contoso.com'],
  keySize: 2048,
  notBefore: NOT_BEFORE,
  notAfter: Date.UTC(2051, 0, 1),
};

test('a self-signed certificate: names, times and key as asked for, signed by itself', async () => {
  const made = await tools.selfSigned(WISH);
  const parsed = new X509Certificate(made.chainPem);
  assert.equal(parsed.verify(parsed.publicKey), true);
  assert.equal(parsed.checkPrivateKey(createPrivateKey(made.privateKeyPem)), true);
  assert.equal(made.subject, WISH.subject);
  assert.equal(made.issuer, WISH.subject);
  assert.deepEqual(made.dnsNames, WISH.dnsNames);
  assert.deepEqual([made.notBefore, made.notAfter], [WISH.notBefore, WISH.notAfter]);
  assert.equal(made.publicKeySize, 2048);
  assert.match(made.thumbprint, /^[0-9A-F]{40}$/);
});

test('a request holds the names and keeps its key', async () => {
  const made = await tools.request(WISH);
  assert.equal(made.isRequest, true);
  assert.match(made.chainPem, /^-----BEGIN CERTIFICATE REQUEST-----\n/);
  assert.equal(createPrivateKey(made.privateKeyPem).asymmetricKeyType, 'rsa');
});

test('PEM in any order: the key says which certificate is the one, the others are its chain', () => {
  const ca = authority();
  const leaf = issue(['mail.contoso.com'], { issuer: ca });
  const read = tools.read(Buffer.from(`${ca.certificatePem}${leaf.pem}`), null);
  assert.equal(read.subject, 'CN=mail.contoso.com');
  assert.equal(read.issuer, 'CN=Test CA');
  assert.equal(read.chainPem.match(/BEGIN CERTIFICATE/g)?.length, 2);
  assert.equal(new X509Certificate(read.chainPem).subject, 'CN=mail.contoso.com');
});

const BAD: readonly (readonly [rule: string, text: string, password: string | null, reason: RegExp])[] = [
  ['no PEM', 'MII', null, /neither PEM text nor/],
  ['no certificate', '-----BEGIN X-----', null, /no certificate/],
  [
    "another certificate's key",
    issue(['a.example']).certificatePem + issue(['b.example']).pem.split('-----BEGIN CERT')[0],
    null,
    /belongs to another/,
  ],
  [
    'a broken key',
    `${issue(['a.example']).certificatePem}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----`,
    null,
    /cannot be read/,
  ],
];

for (const [rule, text, password, reason] of BAD) {
  test(`what cannot be used says why: ${rule}`, () => {
    assert.throws(() => tools.read(Buffer.from(text), password), reason);
  });
}

test('an encrypted key needs its password', () => {
  const { key, certificatePem } = issue(['a.example']);
  const sealed = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass' });
  const text = Buffer.from(`${certificatePem}${sealed.toString()}`);
  assert.throws(() => tools.read(text, 'wrong'), /password is missing or wrong/);
  assert.throws(() => tools.read(text, null), /password is missing or wrong/);
  assert.match(tools.read(text, 'pass').privateKeyPem, /BEGIN PRIVATE KEY/);
});

test('a subject that is no name is refused', () => {
  assert.throws(() => encodeName('mail.contoso.com'), /no part of a name/);
  assert.throws(() => encodeName(''), /at least one part/);
});

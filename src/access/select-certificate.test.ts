import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Certificate } from '../config/certificate.ts';
import { coversHost, selectCertificate } from './select-certificate.ts';

const NOW = Date.UTC(2026, 10, 24);
const DAY = 86_400_000;

function certificate(thumbprint: string, changes: Partial<Certificate> = {}): Certificate {
  return {
    guid: thumbprint,
    thumbprint,
    chainPem: 'chain',
    privateKeyPem: 'key',
    isRequest: false,
    subject: 'CN=mail.contoso.com',
    issuer: 'CN=mail.contoso.com',
    serialNumber: '1',
    notBefore: NOW - 10 * DAY,
    notAfter: NOW + 10 * DAY,
    dnsNames: ['mail.contoso.com'],
    publicKeySize: 2048,
    services: ['SMTP'],
    friendlyName: '',
    privateKeyExportable: false,
    ...changes,
  };
}

const OF_CA: Partial<Certificate> = { issuer: 'CN=CA, O=Contoso' };
const OLD: Partial<Certificate> = { notAfter: NOW - DAY };

const CASES: readonly Readonly<{
  rule: string;
  certificates: readonly Certificate[];
  name?: string;
  fqdn?: string;
  expect: string | null;
}>[] = [
  {
    rule: 'the host name must be in it',
    certificates: [certificate('A')],
    fqdn: 'other.contoso.com',
    expect: null,
  },
  {
    rule: 'a certificate of an authority goes before a newer self-signed one',
    certificates: [certificate('S', { notBefore: NOW - DAY }), certificate('C', OF_CA)],
    expect: 'C',
  },
  {
    rule: 'the newest of several',
    certificates: [certificate('A', OF_CA), certificate('B', { ...OF_CA, notBefore: NOW - DAY })],
    expect: 'B',
  },
  {
    rule: 'a valid self-signed one goes before an expired one of an authority',
    certificates: [certificate('C', { ...OF_CA, ...OLD }), certificate('S')],
    expect: 'S',
  },
  {
    rule: 'F21: an expired one is used where there is no other',
    certificates: [certificate('C', { ...OF_CA, ...OLD })],
    expect: 'C',
  },
  {
    rule: 'one without SMTP, without key, or a request does not count',
    certificates: [
      certificate('A', { services: ['IIS'] }),
      certificate('B', { privateKeyPem: '' }),
      certificate('R', { isRequest: true }),
    ],
    expect: null,
  },
  {
    rule: 'TlsCertificateName chooses, without case and blanks',
    certificates: [certificate('S'), certificate('C', OF_CA)],
    name: '<i>cn=ca,o=CONTOSO<s>CN=mail.contoso.com',
    fqdn: 'x.example',
    expect: 'C',
  },
  {
    rule: 'a TlsCertificateName that nothing bears offers nothing',
    certificates: [certificate('S')],
    name: '<I>CN=No<S>CN=One',
    expect: null,
  },
  {
    rule: 'a wildcard covers one label',
    certificates: [certificate('W', { dnsNames: ['*.contoso.com'] })],
    expect: 'W',
  },
];

for (const { rule, certificates, name, fqdn = 'mail.contoso.com', expect } of CASES) {
  test(`mail-flow.md §11.3: ${rule}`, () => {
    const found = selectCertificate(certificates, { tlsCertificateName: name ?? null, fqdn }, NOW);
    assert.equal(found?.thumbprint ?? null, expect);
  });
}

test('RFC 6125 §6.4.3: a wildcard stands for exactly one label', () => {
  assert.equal(coversHost('*.contoso.com', 'a.contoso.com'), true);
  assert.equal(coversHost('*.contoso.com', 'a.b.contoso.com'), false);
  assert.equal(coversHost('*.contoso.com', 'contoso.com'), false);
  assert.equal(coversHost('Mail.Contoso.com', 'mail.contoso.COM'), true);
});

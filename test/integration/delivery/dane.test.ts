import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MtaStsPolicies } from '../../../src/transport/mta-sts-port.ts';
import { authority, issue } from '../../support/certificates.ts';
import type { Issued } from '../../support/certificates.ts';
import { ANY_RECORD, HOST, daneOutcome, tlsaRecord } from '../../support/dane-bench.ts';
import type { DaneCase } from '../../support/dane-bench.ts';

const CA = authority('Domain CA');
const BELOW = issue(['mx.fabrikam.com'], { issuer: CA });
const BELOW_OTHER = issue(['other.example'], { issuer: CA });
const BELOW_EXPIRED = issue(['mx.fabrikam.com'], { issuer: CA, notAfter: Date.now() - 1000 });

/** A certificate together with its authority, as a host has to send it for usage 2. */
function chained(leaf: Issued): Issued {
  return { ...leaf, pem: `${leaf.pem}${CA.certificatePem}` };
}

const OK = ['tlsa ok'] as const;
const CASES: readonly (readonly [rule: string, given: DaneCase, what: RegExp, results: readonly string[]])[] =
  [
    ['3 1 1', { tlsa: [tlsaRecord(3, 1, 1, HOST)] }, /^tls$/, OK],
    ['3 0 1', { tlsa: [tlsaRecord(3, 0, 1, HOST)] }, /^tls$/, OK],
    ['3 1 2', { tlsa: [tlsaRecord(3, 1, 2, HOST)] }, /^tls$/, OK],
    ['3 0 0', { tlsa: [tlsaRecord(3, 0, 0, HOST)] }, /^tls$/, OK],
    [
      'a key that is rolled over: one record of several suffices',
      { tlsa: [tlsaRecord(3, 1, 1, CA), tlsaRecord(3, 1, 1, HOST)] },
      /^tls$/,
      OK,
    ],
    [
      '§3.1.1: with usage 3 neither name nor date of the certificate count',
      { tlsa: [tlsaRecord(3, 1, 1, BELOW_EXPIRED)], certificate: BELOW_EXPIRED },
      /^tls$/,
      OK,
    ],
    [
      'another key waits',
      { tlsa: [tlsaRecord(3, 1, 1, CA)] },
      /451 4\.7\.323 validation-failure: mx\.fabrikam\.com fails DANE: .*none that the TLSA records announce/,
      ['tlsa validation-failure'],
    ],
    [
      'without STARTTLS it waits',
      { tlsa: [ANY_RECORD], extensions: [] },
      /451 4\.7\.321 starttls-not-supported: /,
      ['tlsa starttls-not-supported'],
    ],
    [
      '2 1 1: below that authority',
      { tlsa: [tlsaRecord(2, 1, 1, CA)], certificate: chained(BELOW) },
      /^tls$/,
      OK,
    ],
    [
      '2 0 1: below that authority',
      { tlsa: [tlsaRecord(2, 0, 1, CA)], certificate: chained(BELOW) },
      /^tls$/,
      OK,
    ],
    [
      '2: the name counts',
      { tlsa: [tlsaRecord(2, 1, 1, CA)], certificate: chained(BELOW_OTHER) },
      /451 4\.7\.325 certificate-host-mismatch: /,
      ['tlsa certificate-host-mismatch'],
    ],
    [
      '2: the date counts',
      { tlsa: [tlsaRecord(2, 1, 1, CA)], certificate: chained(BELOW_EXPIRED) },
      /451 4\.7\.322 certificate-expired: /,
      ['tlsa certificate-expired'],
    ],
    [
      '2: an authority that only stands beside it did not sign it',
      { tlsa: [tlsaRecord(2, 1, 1, CA)], certificate: chained(HOST) },
      /451 4\.7\.323 validation-failure: /,
      ['tlsa validation-failure'],
    ],
    [
      '§2.2: records that all cannot be used ask for TLS and no more',
      { tlsa: [tlsaRecord(1, 1, 1, CA)] },
      /^tls$/,
      ['tlsa tlsa-invalid'],
    ],
    [
      '§2.2: and without TLS nothing is sent',
      { tlsa: [tlsaRecord(1, 1, 1, CA)], extensions: [] },
      /starttls-not-supported/,
      ['tlsa starttls-not-supported'],
    ],
    [
      '§2.1.2: a look-up that fails keeps mail back',
      { tlsa: 'servfail' },
      /451 4\.7\.324 dnssec-invalid: DNS query for TLSA of mx\.fabrikam\.com failed: SERVFAIL/,
      ['tlsa dnssec-invalid'],
    ],
    [
      '§2.2.1: no records: as without DANE',
      { tlsa: 'none', extensions: [] },
      /^clear$/,
      ['no-policy-found starttls-not-supported'],
    ],
    [
      'records that nobody vouches for do not count',
      { tlsa: 'insecure', certificate: BELOW },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      '§2.2.1: nor those of hosts that an insecure MX record names',
      { tlsa: [tlsaRecord(3, 1, 1, CA)], insecureMx: true },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      '§2.2.2: nor those of hosts with an insecure address',
      { tlsa: [tlsaRecord(3, 1, 1, CA)], insecureAddress: true },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      '§2.2.2: behind an alias whose end is not secure the records of the first name count',
      {
        tlsa: [ANY_RECORD],
        alias: 'host.example',
        insecureAddress: true,
        secureAlias: true,
        tlsaOf: 'mx.fabrikam.com',
      },
      /^tls$/,
      OK,
    ],
    [
      '§2.2.2: and bind as they would without an alias',
      {
        tlsa: [tlsaRecord(3, 1, 1, CA)],
        alias: 'host.example',
        insecureAddress: true,
        secureAlias: true,
        tlsaOf: 'mx.fabrikam.com',
      },
      /451 4\.7\.323 validation-failure: /,
      ['tlsa validation-failure'],
    ],
    [
      '§2.2.2: an alias that is not secure itself has none',
      {
        tlsa: [tlsaRecord(3, 1, 1, CA)],
        alias: 'host.example',
        insecureAddress: true,
        tlsaOf: 'mx.fabrikam.com',
      },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      '§2.2.2: without records behind a secure alias those of the first name count',
      { tlsa: [ANY_RECORD], alias: 'host.example', tlsaOf: 'mx.fabrikam.com' },
      /^tls$/,
      OK,
    ],
    [
      '§2.2: a record that can be used beside one that cannot is the one that counts',
      { tlsa: [tlsaRecord(1, 1, 1, HOST), tlsaRecord(3, 1, 1, CA)] },
      /451 4\.7\.323 validation-failure: /,
      ['tlsa validation-failure'],
    ],
    [
      '§2.2: a digest of another length cannot be used: TLS and no more',
      { tlsa: [{ ...ANY_RECORD, certificate: Buffer.alloc(20) }], certificate: BELOW_EXPIRED },
      /^tls$/,
      ['tlsa tlsa-invalid'],
    ],
    [
      '§2.1.2: a look-up of the alias that fails keeps mail back',
      { tlsa: [ANY_RECORD], alias: 'host.example', insecureAddress: true, secureAlias: 'servfail' },
      /451 4\.7\.324 dnssec-invalid: DNS query for the alias mx\.fabrikam\.com failed: SERVFAIL/,
      ['tlsa dnssec-invalid'],
    ],
    [
      "the connector's own DomainValidation counts beside it",
      {
        tlsa: [tlsaRecord(2, 1, 1, CA)],
        certificate: chained(BELOW),
        connector: { requireTLS: true, tlsAuthLevel: 'DomainValidation', tlsDomain: 'other.example' },
      },
      /not trusted|does not name other\.example/,
      ['tlsa certificate-not-trusted'],
    ],
    ['§2.2.2: an alias is followed', { tlsa: [ANY_RECORD], alias: 'host.example' }, /^tls$/, OK],
    [
      'the word of a DNS server that is not trusted does not count',
      { tlsa: [tlsaRecord(3, 1, 1, CA)], trust: 'Never' },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      'SmtpDaneMode None: records are not looked at',
      { tlsa: [tlsaRecord(3, 1, 1, CA)], connector: { smtpDaneMode: 'None' } },
      /^tls$/,
      ['no-policy-found ok'],
    ],
    [
      'SmtpDaneMode Mandatory: nothing is sent without records',
      { tlsa: 'none', connector: { smtpDaneMode: 'Mandatory' } },
      /451 4\.7\.323 dane-required: mx\.fabrikam\.com has no TLSA records that DNSSEC vouches for/,
      ['tlsa dane-required'],
    ],
  ];

for (const [rule, given, what, results] of CASES) {
  test(`RFC 7672: ${rule}`, async () => {
    const found = await daneOutcome(given);
    assert.match(found.what, what);
    assert.deepEqual(found.results, results);
  });
}

const STS_OF_ANOTHER: MtaStsPolicies = {
  policyOf: async () => ({
    policy: { mode: 'enforce', mx: ['other.example'], maxAgeMs: 1, lines: [] },
    finding: null,
  }),
};

test('RFC 8461 §2: where DANE counts, MTA-STS does not; where it does not, MTA-STS does', async () => {
  const dane = await daneOutcome({ tlsa: [ANY_RECORD], mtaSts: STS_OF_ANOTHER });
  assert.deepEqual(dane, { what: 'tls', results: ['tlsa ok'] });
  const sts = await daneOutcome({ tlsa: 'none', mtaSts: STS_OF_ANOTHER });
  assert.match(sts.what, /does not name mx\.fabrikam\.com/);
});

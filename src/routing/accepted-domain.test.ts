import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptedDomain } from '../../test/support/delivery-harness.ts';
import { defaultAcceptedDomain, findAcceptedDomain } from './accepted-domain.ts';

const DOMAINS = [
  acceptedDomain('contoso.com'),
  acceptedDomain('*.fabrikam.com'),
  acceptedDomain('lab.fabrikam.com', { domainType: 'InternalRelay' }),
  acceptedDomain('tree.example', { matchSubDomains: true, isDefault: true }),
];

const CASES: readonly (readonly [domain: string, found: string | null])[] = [
  ['contoso.com', 'contoso.com'],
  ['a.contoso.com', null],
  ['fabrikam.com', '*.fabrikam.com'],
  ['a.b.fabrikam.com', '*.fabrikam.com'],
  ['lab.fabrikam.com', 'lab.fabrikam.com'],
  ['x.lab.fabrikam.com', '*.fabrikam.com'],
  ['notfabrikam.com', null],
  ['deep.tree.example', 'tree.example'],
  ['com', null],
  ['[192.0.2.1]', null],
  ['', null],
];

for (const [domain, found] of CASES) {
  test(`mail-flow.md §2.4: ${domain === '' ? 'no domain' : domain} belongs to ${found ?? 'nobody'}`, () => {
    assert.equal(findAcceptedDomain(DOMAINS, domain)?.domainName ?? null, found);
  });
}

test('the default domain, without its wildcard', () => {
  assert.equal(defaultAcceptedDomain(DOMAINS), 'tree.example');
  assert.equal(defaultAcceptedDomain([acceptedDomain('*.fabrikam.com')]), 'fabrikam.com');
  assert.equal(defaultAcceptedDomain([]), null);
});

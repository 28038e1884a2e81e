import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RemoteDomain } from '../config/remote-domain.ts';
import { findRemoteDomain } from './remote-domain.ts';

const ENTRIES: readonly RemoteDomain[] = ['*', 'fabrikam.com', '*.fabrikam.com', '*.eu.fabrikam.com'].map(
  (domainName) => ({
    domainName,
    ndrEnabled: true,
    deliveryReportEnabled: true,
    ndrDiagnosticInfoEnabled: true,
  }),
);

for (const [domain, expected] of [
  ['contoso.com', '*'],
  ['Fabrikam.com', 'fabrikam.com'],
  ['de.fabrikam.com', '*.fabrikam.com'],
  ['a.eu.fabrikam.com', '*.eu.fabrikam.com'],
  ['eu.fabrikam.com', '*.eu.fabrikam.com'],
  ['notfabrikam.com', '*'],
] as const) {
  test(`Exchange: the longest remote domain wins: ${domain} is in ${expected}`, () => {
    assert.equal(findRemoteDomain(ENTRIES, domain)?.domainName, expected);
  });
}

test('without a Default entry a domain may be in none', () => {
  assert.equal(findRemoteDomain([], 'contoso.com'), null);
});

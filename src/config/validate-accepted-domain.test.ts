import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AcceptedDomain } from './accepted-domain.ts';
import { freshSnapshot } from './testing/sample.ts';
import { validateAcceptedDomain } from './validate-accepted-domain.ts';

const domain = (domainName: string, part: Partial<AcceptedDomain> = {}): AcceptedDomain => ({
  guid: 'g',
  name: domainName,
  whenCreated: '',
  whenChanged: '',
  domainName,
  domainType: 'ExternalRelay',
  addressBookEnabled: false,
  matchSubDomains: false,
  isDefault: false,
  ...part,
});

describe('accepted domains', () => {
  const table: readonly (readonly [AcceptedDomain, string])[] = [
    [domain('fabrikam.com'), 'ok'],
    [domain('*.fabrikam.com'), 'ok'],
    [domain('*.corp'), 'ok'],
    [domain('*'), 'E26'],
    [domain('*.com'), 'E26'],
    [domain('com', { matchSubDomains: true }), 'E26'],
    [domain('*com'), 'E07'],
    [domain('contoso.com'), 'E20'],
    [domain('x'.repeat(65)), 'E21'],
  ];
  for (const [next, expected] of table) {
    it(`${next.domainName}${next.matchSubDomains ? ' with subdomains' : ''}: ${expected}`, () => {
      assert.equal(validateAcceptedDomain(next, freshSnapshot())?.id ?? 'ok', expected);
    });
  }
});

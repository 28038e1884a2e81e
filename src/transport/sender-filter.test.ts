import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SenderFilterConfig } from '../config/organization.ts';
import { filterSender } from './sender-filter.ts';

const CONFIG: SenderFilterConfig = {
  enabled: true,
  externalMailEnabled: true,
  internalMailEnabled: false,
  blankSenderBlockingEnabled: false,
  blockedSenders: ['spam@fabrikam.com'],
  blockedDomains: ['exact.example'],
  blockedDomainsAndSubdomains: ['tree.example'],
  action: 'Reject',
};
const sender = (text: string) => ({ local: text.split('@')[0] ?? '', domain: text.split('@')[1] ?? '' });

const cases: readonly (readonly [string, string])[] = [
  ['SPAM@fabrikam.com', 'blocked'],
  ['ham@fabrikam.com', 'passed'],
  ['a@exact.example', 'blocked'],
  ['a@sub.exact.example', 'passed'],
  ['a@tree.example', 'blocked'],
  ['a@sub.tree.example', 'blocked'],
  ['a@nottree.example', 'passed'],
];
for (const [address, expected] of cases) {
  test(`Set-SenderFilterConfig: ${address} is ${expected}`, () =>
    assert.equal(filterSender(CONFIG, sender(address), false), expected));
}

test('Internal mail is looked at only with InternalMailEnabled', () => {
  assert.equal(filterSender(CONFIG, sender('spam@fabrikam.com'), true), 'skipped');
  assert.equal(
    filterSender({ ...CONFIG, internalMailEnabled: true }, sender('spam@fabrikam.com'), true),
    'blocked',
  );
});

test('The null sender is blocked only with BlankSenderBlockingEnabled', () => {
  assert.equal(filterSender(CONFIG, null, false), 'passed');
  assert.equal(filterSender({ ...CONFIG, blankSenderBlockingEnabled: true }, null, false), 'blocked');
});

test('A filter that is off is skipped', () => {
  assert.equal(filterSender({ ...CONFIG, enabled: false }, sender('spam@fabrikam.com'), false), 'skipped');
  assert.equal(
    filterSender({ ...CONFIG, externalMailEnabled: false }, sender('spam@fabrikam.com'), false),
    'skipped',
  );
});

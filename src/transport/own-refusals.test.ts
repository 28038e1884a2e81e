import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEnhancedStatus } from '../mail/enhanced-status.ts';
import * as refusals from './own-refusals.ts';

for (const [name, refusal] of Object.entries(refusals)) {
  if (typeof refusal === 'function') continue;
  const { status, diagnostic } = refusal;
  test(`RFC 3463 §2, RFC 3461 §9.2: ${name} is a reply of class 5 with its status: ${status}`, () => {
    assert.ok(isEnhancedStatus(status));
    assert.match(diagnostic, /^5\d\d /);
    assert.equal(diagnostic.split(' ')[1], status);
  });
}

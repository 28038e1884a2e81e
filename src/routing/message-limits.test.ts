import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_TRANSPORT_CONFIG } from '../config/defaults.ts';
import { limitText, organizationLimit } from './message-limits.ts';

const MEGABYTE = 1024 * 1024;

for (const [recipients, megabytes, changes, expected] of [
  [500, 10, {}, null],
  [501, 11, {}, 'Organization MaxRecipientEnvelopeLimit=500'],
  [1, 11, {}, 'Organization MaxSendSize=10485760'],
  [1, 11, { maxSendSize: null }, 'Organization MaxReceiveSize=10485760'],
  [1, 11, { maxSendSize: null, maxReceiveSize: null }, null],
  [9999, 1, { maxRecipientEnvelopeLimit: null }, null],
  [501, null, {}, 'Organization MaxRecipientEnvelopeLimit=500'],
  [1, null, { maxSendSize: 0 }, null],
] as const) {
  const size = megabytes === null ? 'a report' : `${megabytes} MB`;
  test(`mail-flow.md §8.1: ${size} to ${recipients}, ${JSON.stringify(changes)}: ${expected ?? 'no limit'}`, () => {
    const hit = organizationLimit(
      { ...DEFAULT_TRANSPORT_CONFIG, ...changes },
      { recipients, sizeBytes: megabytes === null ? null : megabytes * MEGABYTE },
    );
    assert.equal(hit === null ? null : limitText(hit), expected);
  });
}

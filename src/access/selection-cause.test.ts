import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeFacts, causeText, type SelectionCause } from './selection-cause.ts';

const CASES: readonly (readonly [SelectionCause, string, Readonly<Record<string, string>>])[] = [
  [{ kind: 'disabled' }, 'it is disabled', { kind: 'disabled' }],
  [
    { kind: 'notBound', bindings: ['0.0.0.0:25', '[::]:25'], local: '127.0.0.1', port: 587 },
    'it is bound to 0.0.0.0:25, [::]:25, not to 127.0.0.1 port 587',
    { kind: 'notBound', bindings: '0.0.0.0:25, [::]:25', local: '127.0.0.1', port: '587' },
  ],
  [
    { kind: 'mostSpecific', range: '10.0.0.1', addresses: 1n },
    'its range 10.0.0.1 (1 address) is the most specific match',
    { kind: 'mostSpecific', range: '10.0.0.1', addresses: '1' },
  ],
  [
    {
      kind: 'wider',
      range: '::/0',
      addresses: 2n ** 128n,
      winnerRange: '10.0.0.0/24',
      winnerAddresses: 256n,
    },
    'its range ::/0 (340,282,366,920,938,463,463,374,607,431,768,211,456 addresses) is wider than 10.0.0.0/24 (256 addresses)',
    {
      kind: 'wider',
      range: '::/0',
      addresses: '340282366920938463463374607431768211456',
      winnerRange: '10.0.0.0/24',
      winnerAddresses: '256',
    },
  ],
];

describe('why a connector took a connection', () => {
  for (const [cause, words, facts] of CASES)
    it(`${cause.kind} is told as a sentence and as values that lose nothing`, () => {
      assert.equal(causeText(cause), words);
      assert.deepEqual(causeFacts(cause), facts);
    });
});

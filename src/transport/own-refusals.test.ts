import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEnhancedStatus } from '../mail/enhanced-status.ts';
import { ENGLISH } from './dsn/words-en.ts';
import { JAPANESE } from './dsn/words-ja.ts';
import * as refusals from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';

const { limitRefusal } = refusals;

/** What the server finds out by itself after the 250, in the words of mail-flow.md §5.4, and where tracking says it was. */
const DOCUMENTED: readonly (readonly [refusal: OwnRefusal, text: string, source: OwnRefusal['source']])[] = [
  [
    refusals.RECIPIENT_NOT_FOUND,
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    'RESOLVER',
  ],
  [refusals.INVALID_EXTERNAL_ADDRESS, '550 5.1.3 STOREDRV.Submit; invalid recipient address', 'RESOLVER'],
  [
    refusals.AUTHENTICATION_REQUIRED,
    '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required',
    'RESOLVER',
  ],
  [refusals.EXPANSION_FAILED, '550 5.2.4 RESOLVER.GRP.Expansion; the group has no members', 'RESOLVER'],
  [
    limitRefusal({ hop: 'Organization', limit: 'MaxRecipientEnvelopeLimit', allowed: 1 }),
    '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients',
    'RESOLVER',
  ],
  [
    limitRefusal({ hop: 'Sender', limit: 'MaxSendSize', allowed: 1 }),
    '550 5.2.11 RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender',
    'RESOLVER',
  ],
  [
    limitRefusal({ hop: 'Organization', limit: 'MaxSendSize', allowed: 1 }),
    '550 5.2.12 RESOLVER.RST.SendSizeLimit.Org; message too large for this organization',
    'RESOLVER',
  ],
  [
    limitRefusal({ hop: 'Recipient', limit: 'MaxReceiveSize', allowed: 1 }),
    '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
    'RESOLVER',
  ],
  [
    limitRefusal({ hop: 'SendConnector', limit: 'MaxMessageSize', allowed: 1 }),
    '550 5.3.4 ROUTING.SizeLimit; message size exceeds fixed maximum size for route',
    'ROUTING',
  ],
  [refusals.NULL_MX, '556 5.1.10 Recipient domain accepts no mail (null MX)', 'DNS'],
  [refusals.NONEXISTENT_DOMAIN, '550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain', 'DNS'],
  [refusals.ROUTING_LOOP, '554 5.4.6 Hop count exceeded - possible mail loop', 'ROUTING'],
  [refusals.EXPIRED, '550 4.4.7 QUEUE.Expired; message expired', 'QUEUE'],
  [
    refusals.REMOVED_BY_ADMINISTRATOR,
    '550 4.3.2 QUEUE.Admin; message deleted by administrative action',
    'ADMIN',
  ],
];

for (const [refusal, text, source] of DOCUMENTED) {
  test(`mail-flow.md §5.4: ${text}`, () => {
    assert.deepEqual([refusal.diagnostic, refusal.source], [text, source]);
    assert.equal(text.split(' ')[1], refusal.status);
    // The sender is told in words, in each language.
    for (const words of [ENGLISH, JAPANESE]) assert.ok(words.explanations.has(refusal.status), words.tag);
  });
}

for (const [name, refusal] of Object.entries(refusals)) {
  if (typeof refusal === 'function') continue;
  const { status, diagnostic } = refusal;
  test(`RFC 3463 §2, RFC 3461 §9.2: ${name} is a reply of class 5 with its status: ${status}`, () => {
    assert.ok(isEnhancedStatus(status));
    assert.match(diagnostic, /^5\d\d /);
    assert.equal(diagnostic.split(' ')[1], status);
  });
}

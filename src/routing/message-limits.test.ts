import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_TRANSPORT_CONFIG } from '../config/defaults.ts';
import type { MailContact, RecipientLimits } from '../config/recipient.ts';
import { type LimitHit, limitText, messageSizeLimit, recipientCountLimit } from './message-limits.ts';

const MB = 1024 * 1024;
const WHEN = '2026-03-02T09:00:00.000Z';

const text = (hit: LimitHit | null): string | null => (hit === null ? null : limitText(hit));

function contact(limits: RecipientLimits): MailContact {
  const externalEmailAddress = 'kate@fabrikam.com';
  return {
    kind: 'contact',
    guid: 'kate',
    name: 'Kate',
    alias: 'kate',
    displayName: 'Kate',
    externalEmailAddress,
    emailAddresses: [externalEmailAddress],
    whenCreated: WHEN,
    whenChanged: WHEN,
    ...limits,
  };
}

describe('mail-flow.md §8.1: recipients of one message', () => {
  for (const [recipients, organization, own, expected] of [
    [500, 500, undefined, null],
    [501, 500, undefined, 'Organization MaxRecipientEnvelopeLimit=500'],
    [9999, null, undefined, null],
    [501, 500, 1000, null],
    [11, 500, 10, 'Sender RecipientLimits=10'],
    [501, 500, null, 'Organization MaxRecipientEnvelopeLimit=500'],
  ] as const) {
    it(`${recipients}; organization ${organization}, sender ${own}: ${expected ?? 'no limit'}`, () => {
      const config = { ...DEFAULT_TRANSPORT_CONFIG, maxRecipientEnvelopeLimit: organization };
      const sender = own === undefined ? null : { recipientLimits: own };
      assert.equal(text(recipientCountLimit(config, recipients, sender)), expected);
    });
  }
});

/** Sizes in MB. Organization: MaxSendSize 10, MaxReceiveSize 20. */
type Case = Readonly<{
  size: number | null;
  from: 'external' | 'internal';
  to: 'external' | 'internal';
  sends?: number;
  takes?: number;
  hit: string | null;
}>;

const SEND = `Organization MaxSendSize=${10 * MB}`;
const RECEIVE = `Organization MaxReceiveSize=${20 * MB}`;

const CASES: readonly Case[] = [
  { size: 10, from: 'external', to: 'external', hit: null },
  { size: 11, from: 'external', to: 'external', hit: SEND },
  { size: 11, from: 'external', to: 'internal', hit: SEND },
  { size: 11, from: 'internal', to: 'external', hit: null },
  { size: 21, from: 'internal', to: 'external', hit: RECEIVE },
  { size: 11, from: 'internal', to: 'internal', hit: SEND },
  { size: 5, from: 'external', to: 'internal', takes: 4, hit: `Recipient MaxReceiveSize=${4 * MB}` },
  { size: 11, from: 'external', to: 'internal', takes: 40, hit: SEND },
  { size: 5, from: 'internal', to: 'external', sends: 4, hit: `Sender MaxSendSize=${4 * MB}` },
  { size: 21, from: 'internal', to: 'external', sends: 40, hit: RECEIVE },
  { size: 30, from: 'internal', to: 'internal', sends: 40, takes: 30, hit: null },
  { size: 30, from: 'internal', to: 'internal', sends: 40, hit: SEND },
  {
    size: 31,
    from: 'internal',
    to: 'internal',
    sends: 40,
    takes: 30,
    hit: `Recipient MaxReceiveSize=${30 * MB}`,
  },
  { size: null, from: 'external', to: 'internal', takes: 0, hit: null },
];

describe('mail-flow.md §8.1: size between a sender and a recipient', () => {
  for (const { size, from, to, sends, takes, hit } of CASES) {
    const title = `${size ?? 'report'} ${from} (${sends ?? '-'}) to ${to} (${takes ?? '-'}): ${hit ?? 'no limit'}`;
    it(title, () => {
      const config = { ...DEFAULT_TRANSPORT_CONFIG, maxSendSize: 10 * MB, maxReceiveSize: 20 * MB };
      const entry =
        to === 'external' ? null : contact(takes === undefined ? {} : { maxReceiveSize: takes * MB });
      const message = {
        sizeBytes: size === null ? null : size * MB,
        senderIsInternal: from === 'internal',
        senderLimits: sends === undefined ? null : { maxSendSize: sends * MB },
      };
      assert.equal(text(messageSizeLimit(config, message, { entry, accepted: null })), hit);
    });
  }
});

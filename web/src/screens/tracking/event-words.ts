import type { TextKey } from '../../i18n/language.tsx';
import type { TrackedEvent } from './tracked-message.ts';

/** Events with words of their own. docs/logs.md */
const EVENTS: Readonly<Record<string, TextKey>> = {
  'RECEIVE SMTP': 'event.received',
  'RECEIVE DSN': 'event.reportReceived',
  'SEND SMTP': 'event.sent',
  'SEND GATEWAY': 'event.dropped',
  'DELIVER STOREDRIVER': 'event.delivered',
  'FAIL SMTP': 'event.refused',
  'FAIL DNS': 'event.noDomain',
  'FAIL ROUTING': 'event.noRoute',
  'FAIL RESOLVER': 'event.noRecipient',
  'FAIL QUEUE': 'event.expired',
  'FAIL ADMIN': 'event.removed',
  DEFER: 'event.deferred',
  FAIL: 'event.failed',
  DSN: 'event.reported',
  EXPAND: 'event.expanded',
  RESOLVE: 'event.resolved',
  DUPLICATEEXPAND: 'event.duplicate',
  DROP: 'event.removedSilently',
  POISONMESSAGE: 'event.poison',
  LOAD: 'event.loaded',
};

/** What an event means, in a sentence. */
export function eventKey({ event, source }: TrackedEvent): TextKey {
  return EVENTS[`${event} ${source}`] ?? EVENTS[event] ?? 'event.other';
}

/** Replies of next hops and our own reasons; a receipt has the kind of its recipients there instead. */
export function repliesOf({ event, recipients, replies }: TrackedEvent): readonly Reply[] {
  if (!['SEND', 'DELIVER', 'FAIL', 'DEFER', 'DSN', 'DROP'].includes(event)) return [];
  const grouped = new Map<string, string[]>();
  for (const [index, recipient] of recipients.entries()) {
    const reply = replies[index] ?? '';
    grouped.set(reply, [...(grouped.get(reply) ?? []), recipient]);
  }
  return [...grouped].map(([reply, to]) => ({ reply, recipients: to, meaning: meaningOf(reply) }));
}

export type Reply = Readonly<{ reply: string; recipients: readonly string[]; meaning: TextKey | null }>;

/** By class and detail of the enhanced status code. RFC 3463 §3, RFC 5248 */
const MEANINGS: readonly (readonly [RegExp, TextKey])[] = [
  [/\b[45]\.1\.(?:1|10)\b/, 'reply.noMailbox'],
  [/\b[45]\.1\.2\b/, 'reply.noDomain'],
  [/\b[45]\.1\.[78]\b/, 'reply.badSender'],
  [/\b[45]\.2\.1\b/, 'reply.disabled'],
  [/\b[45]\.2\.2\b/, 'reply.full'],
  [/\b[45]\.(?:2\.3|3\.4)\b/, 'reply.tooLarge'],
  [/\b[45]\.4\.[12]\b/, 'reply.unreachable'],
  [/\b[45]\.4\.[34]\b/, 'reply.noRoute'],
  [/\b[45]\.4\.6\b/, 'reply.loop'],
  [/\b[45]\.4\.7\b/, 'reply.expired'],
  [/\b[45]\.7\.\d+\b/, 'reply.policy'],
  [/^4/, 'reply.temporary'],
  [/^5/, 'reply.permanent'],
];

/** What a refusal says, for whoever does not know the codes by heart; null where it is none. */
function meaningOf(reply: string): TextKey | null {
  if (!/^[45]/.test(reply)) return null;
  return MEANINGS.find(([pattern]) => pattern.test(reply))?.[1] ?? null;
}

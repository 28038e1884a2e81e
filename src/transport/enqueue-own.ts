import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox } from '../mail/address.ts';
import type { StoredMessage } from '../queue/message.ts';
import type { NewMessage, QueueStore } from '../queue/ports.ts';
import type { Events } from './events.ts';
import { type OwnMessage, ownMessage } from './own-message.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type WrittenLetter = Readonly<{ messageId: string; subject: string; header: Buffer; body: Buffer }>;

/** A letter of this server and to whom it goes. */
export type OwnLetter = Readonly<{
  letter: WrittenLetter;
  sourceName: OwnMessage['sourceName'];
  receivers: readonly Mailbox[];
  smtpUtf8: boolean;
  guid: string;
  /** Epoch ms */
  at: number;
  /** So long it is tried to be delivered. */
  lifetimeMs: number;
}>;

export type OwnMailWorld = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  store: QueueStore;
  events: Events;
  accepted: (message: StoredMessage) => void;
  now: () => number;
}>;

/** Puts letters of this server into the queue, all in one transaction. Rejects where the queue cannot be written. */
export async function enqueueOwn(letters: readonly OwnLetter[], world: OwnMailWorld): Promise<void> {
  const { store, accepted, events, now } = world;
  const add: NewMessage[] = [];
  try {
    for (const one of letters) add.push(await written(one, world));
    await store.commit({ add });
  } catch (error) {
    for (const { body } of add) body.abort();
    throw error;
  }
  for (const { facts, state } of add) {
    const recipients = recipientTexts(
      state.recipients,
      state.recipients.map((_, index) => index),
    );
    events.track(trackingEvent(facts, now(), { eventId: 'RECEIVE', source: 'AGENT', recipients }));
    accepted({ facts, state });
  }
}

async function written(own: OwnLetter, { getSnapshot, store }: OwnMailWorld): Promise<NewMessage> {
  const { letter, sourceName, receivers, smtpUtf8, guid, at, lifetimeMs } = own;
  const { messageId, subject, header, body } = letter;
  const writer = store.newBody();
  try {
    await writer.write(body);
  } catch (error) {
    writer.abort();
    throw error;
  }
  const [headerBytes, sizeBytes] = [header.length, header.length + body.length];
  const size = { headerBytes, sizeBytes, body: '7BIT', smtpUtf8 } as const;
  const times = { at, expiresAt: at + lifetimeMs };
  const names = { id: store.nextId(), guid, messageId, subject, relatedMessageId: null };
  return {
    ...ownMessage({ ...names, ...size, ...times, sourceName, receivers }, getSnapshot()),
    header,
    body: writer,
  };
}

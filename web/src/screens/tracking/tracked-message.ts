import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import {
  advance,
  type Outcome,
  outcomeOf,
  type RecipientState,
} from '../../../../src/queue/tracked-recipients.ts';
import { dateOf, itemsOf, numberOf, textOf } from '../../api/objects.ts';

/** What the screens read of one event of message tracking. */
export type TrackedEvent = Readonly<{
  /** Epoch ms */
  at: number;
  event: string;
  source: string;
  clientIp: string;
  clientName: string;
  serverIp: string;
  serverName: string;
  connector: string;
  internalId: number;
  messageId: string;
  networkId: string;
  recipients: readonly string[];
  /** The reply or the reason for each recipient. */
  replies: readonly string[];
  related: string;
  reference: string;
  subject: string;
  sender: string;
  returnPath: string;
  size: number;
}>;

export function trackedEventOf(object: AdminObject): TrackedEvent {
  const text = (name: string): string => textOf(object, name);
  return {
    at: dateOf(object, 'Timestamp')?.getTime() ?? 0,
    event: text('EventId'),
    source: text('Source'),
    clientIp: text('ClientIp'),
    clientName: text('ClientHostname'),
    serverIp: text('ServerIp'),
    serverName: text('ServerHostname'),
    connector: text('ConnectorId'),
    internalId: numberOf(object, 'InternalMessageId') ?? 0,
    messageId: text('MessageId'),
    networkId: text('NetworkMessageId'),
    recipients: itemsOf(object, 'Recipients'),
    replies: itemsOf(object, 'RecipientStatus'),
    related: text('RelatedRecipientAddress'),
    reference: text('Reference'),
    subject: text('MessageSubject'),
    sender: text('Sender'),
    returnPath: text('ReturnPath'),
    size: numberOf(object, 'TotalBytes') ?? 0,
  };
}

/** One message as its events tell it. */
export type TrackedMessage = Readonly<{
  networkId: string;
  messageId: string;
  internalId: number;
  /** Of its first event, epoch ms. */
  at: number;
  sender: string;
  subject: string;
  clientIp: string;
  size: number;
  /** By address. */
  recipients: ReadonlyMap<string, RecipientState>;
  outcome: Outcome;
}>;

/** @param events oldest first */
export function messageOf(events: readonly TrackedEvent[]): TrackedMessage | null {
  const [first] = events;
  if (first === undefined) return null;
  const { networkId, messageId, internalId, at, subject, clientIp, size } = first;
  const sender = first.sender === '' ? first.returnPath : first.sender;
  const recipients = new Map<string, RecipientState>();
  for (const event of events) advance(recipients, event);
  const outcome = outcomeOf(recipients);
  return { networkId, messageId, internalId, at, sender, subject, clientIp, size, recipients, outcome };
}

import type { AdminObject } from '../../../../src/admin/contract/values.ts';
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

/** How far a recipient has come. A group or an old address was `replaced` by others. */
export type RecipientState = 'waiting' | 'delivered' | 'failed' | 'replaced';

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
  /** Kept beside them: a table of a hundred thousand messages asks for it often. */
  recipientText: string;
  outcome: Outcome;
}>;

export type Outcome = 'delivered' | 'failed' | 'waiting' | 'partly';

type Growing = { -readonly [K in keyof TrackedMessage]: TrackedMessage[K] } & {
  recipients: Map<string, RecipientState>;
};

/** Messages made of events, which arrive oldest first. */
export class MessageList {
  readonly #messages = new Map<string, Growing>();

  get size(): number {
    return this.#messages.size;
  }

  get messages(): readonly TrackedMessage[] {
    return [...this.#messages.values()];
  }

  add(event: TrackedEvent): void {
    let message = this.#messages.get(event.networkId);
    if (message === undefined) {
      message = newMessage(event);
      this.#messages.set(event.networkId, message);
    }
    const { recipients } = message;
    const count = recipients.size;
    apply(recipients, event);
    if (recipients.size !== count) message.recipientText = [...recipients.keys()].join(', ');
    message.outcome = outcomeOf(recipients);
  }
}

export function messageOf(events: readonly TrackedEvent[]): TrackedMessage | null {
  const list = new MessageList();
  for (const event of events) list.add(event);
  return list.messages[0] ?? null;
}

function newMessage(event: TrackedEvent): Growing {
  const { networkId, messageId, internalId, at, subject, clientIp, size } = event;
  const sender = event.sender === '' ? event.returnPath : event.sender;
  const facts = { networkId, messageId, internalId, at, sender, subject, clientIp, size };
  return { ...facts, recipients: new Map(), recipientText: '', outcome: 'waiting' };
}

/** mail-flow.md §6.3 */
function apply(recipients: Map<string, RecipientState>, event: TrackedEvent): void {
  const set = (state: RecipientState): void => {
    for (const recipient of event.recipients) recipients.set(recipient, state);
  };
  switch (event.event) {
    case 'SEND':
    case 'DELIVER':
      return set('delivered');
    case 'FAIL':
    case 'DROP':
      return set('failed');
    case 'DEFER':
      return set('waiting');
    case 'DSN':
    case 'DUPLICATEEXPAND':
      return undefined;
    case 'EXPAND':
    case 'RESOLVE':
      if (event.related !== '') recipients.set(event.related, 'replaced');
      break;
    default:
  }
  for (const recipient of event.recipients)
    if (!recipients.has(recipient)) recipients.set(recipient, 'waiting');
  return undefined;
}

function outcomeOf(recipients: ReadonlyMap<string, RecipientState>): Outcome {
  const states = new Set(recipients.values());
  if (states.has('waiting')) return 'waiting';
  if (!states.has('failed')) return 'delivered';
  return states.has('delivered') ? 'partly' : 'failed';
}

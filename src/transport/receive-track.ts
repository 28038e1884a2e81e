import { formatMailbox, formatReversePath } from '../mail/address.ts';
import { parseAddressList } from '../mail/address-list.ts';
import type { HeaderField } from '../mail/header.ts';
import type { StoredMessage } from '../queue/message.ts';
import type { TrackingEvent } from './events.ts';
import type { TransactionFacts } from './receive-mail.ts';

/** What is known of a message's way in beside the message. */
export type AcceptFacts = Readonly<{
  serverFqdn: string;
  fields: readonly HeaderField[];
  senderFilter: TransactionFacts['senderFilter'];
  /** How long the answer to its MAIL waited for back pressure. */
  delayMs: number;
}>;

/** RECEIVE of a message that was accepted by SMTP; AGENTINFO where an agent let it pass with a mark, THROTTLE where it was
 *  slowed down. mail-flow.md §6.2, §6.3 */
export function acceptEvents(message: StoredMessage, facts: AcceptFacts): readonly TrackingEvent[] {
  const { sessionId, receivedAt } = message.facts;
  const sourceContext = `${sessionId};${new Date(receivedAt).toISOString()};0`;
  const received = receiveEvent(message, { ...facts, source: 'SMTP', sourceContext });
  const events = [received];
  if (facts.senderFilter === 'blocked') {
    const customData = 'S:SenderFilter=Blocked;S:Action=StampStatus';
    events.push({ ...received, eventId: 'AGENTINFO', source: 'AGENT', recipientStatus: [], customData });
  }
  if (facts.delayMs > 0) {
    const reference = `BackPressure delay=${facts.delayMs / 1000}s`;
    events.push({ ...received, eventId: 'THROTTLE', recipientStatus: [], reference });
  }
  return events;
}

/** How a message came in: through a session, or as a file. */
export type WayIn = Pick<AcceptFacts, 'serverFqdn' | 'fields' | 'senderFilter'> &
  Readonly<{ source: 'SMTP' | 'PICKUP'; sourceContext: string }>;

export function receiveEvent(message: StoredMessage, context: WayIn): TrackingEvent {
  const { facts, state } = message;
  const recipients = state.recipients.map((recipient) => formatMailbox(recipient.address));
  return {
    at: facts.receivedAt,
    eventId: 'RECEIVE',
    source: context.source,
    clientIp: facts.clientIp,
    clientHostname: facts.clientHello,
    serverIp: facts.serverIp,
    serverHostname: context.serverFqdn,
    sourceContext: context.sourceContext,
    connectorId: facts.connectorId,
    internalMessageId: facts.id,
    messageId: facts.messageId,
    networkMessageId: facts.networkMessageId,
    recipients,
    recipientStatus: recipientRoles(recipients, context.fields),
    totalBytes: facts.sizeBytes,
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: facts.subject,
    sender: facts.headerFrom,
    returnPath: formatReversePath(facts.reversePath),
    messageInfo: '',
    directionality: facts.directionality,
    customData: customData(message, context.senderFilter),
  };
}

/** `To`, `Cc` or `Bcc` for each recipient, as the header names them or does not. */
function recipientRoles(recipients: readonly string[], fields: readonly HeaderField[]): string[] {
  const roles = new Map<string, 'To' | 'Cc'>();
  for (const field of fields) {
    if (field.key !== 'to' && field.key !== 'cc') continue;
    const role = field.key === 'to' ? 'To' : 'Cc';
    for (const { address } of parseAddressList(field.value()) ?? []) {
      const key = address.toLowerCase();
      if (role === 'To' || !roles.has(key)) roles.set(key, role);
    }
  }
  return recipients.map((recipient) => roles.get(recipient.toLowerCase()) ?? 'Bcc');
}

/** AuthAs, SCL and who looked, in the form of Exchange's custom-data: `S:<key>=<value>;…` */
function customData(message: StoredMessage, senderFilter: TransactionFacts['senderFilter']): string {
  const { authAs, scl } = message.facts;
  const parts = [`S:AuthAs=${authAs}`];
  if (scl !== null) parts.push(`S:SCL=${scl}`);
  if (senderFilter === 'passed' || senderFilter === 'blocked') parts.push('S:Agents=Sender Filter Agent');
  return parts.join(';');
}

import { formatMailbox, formatReversePath } from '../mail/address.ts';
import type { MessageFacts, QueuedRecipient, StoredMessage } from '../queue/message.ts';
import type { TrackingEvent } from './events.ts';

/** What an event says beyond the facts of its message. */
export type TrackingDetail = Readonly<{
  eventId: TrackingEvent['eventId'];
  source: TrackingEvent['source'];
  recipients: readonly string[];
  recipientStatus?: readonly string[];
  /** `ip` of the host that took the message, '' where none did. */
  serverIp?: string;
  serverHostname?: string;
  sourceContext?: string;
  connectorId?: string;
  relatedRecipientAddress?: string;
  reference?: string;
}>;

/** One row of message tracking about a message on its way out. mail-flow.md §6.2
 *  @param at epoch ms */
export function trackingEvent(facts: MessageFacts, at: number, detail: TrackingDetail): TrackingEvent {
  return {
    at,
    eventId: detail.eventId,
    source: detail.source,
    clientIp: facts.clientIp,
    clientHostname: facts.clientHello,
    serverIp: detail.serverIp ?? '',
    serverHostname: detail.serverHostname ?? '',
    sourceContext: detail.sourceContext ?? '',
    connectorId: detail.connectorId ?? '',
    internalMessageId: facts.id,
    messageId: facts.messageId,
    networkMessageId: facts.networkMessageId,
    recipients: detail.recipients,
    recipientStatus: detail.recipientStatus ?? [],
    totalBytes: facts.sizeBytes,
    relatedRecipientAddress: detail.relatedRecipientAddress ?? '',
    reference: detail.reference ?? '',
    messageSubject: facts.subject,
    sender: facts.headerFrom,
    returnPath: formatReversePath(facts.reversePath),
    messageInfo: sentOrDelivered(detail.eventId) ? new Date(facts.receivedAt).toISOString() : '',
    directionality: facts.directionality,
    customData: '',
  };
}

function sentOrDelivered(eventId: TrackingEvent['eventId']): boolean {
  return eventId === 'SEND' || eventId === 'DELIVER';
}

/** What was reported about a message, and the report. Recipients and what became of them, in the same order. */
export type MadeReport = Readonly<{
  original: MessageFacts;
  report: StoredMessage;
  recipients: readonly string[];
  recipientStatus: readonly string[];
  /** Epoch ms */
  at: number;
}>;

/** DSN and the report's own RECEIVE: the event of the original names the report, the report names the original.
 *  mail-flow.md §6.2 */
export function reportEvents({ original, report, at, ...about }: MadeReport): readonly TrackingEvent[] {
  const reference = report.facts.messageId;
  return [
    trackingEvent(original, at, { eventId: 'DSN', source: 'DSN', ...about, reference }),
    trackingEvent(report.facts, at, {
      eventId: 'RECEIVE',
      source: 'DSN',
      recipients: recipientTexts(report.state.recipients, [0]),
      reference: original.messageId,
    }),
  ];
}

/** Addresses of some recipients, as tracking lists them. */
export function recipientTexts(recipients: readonly QueuedRecipient[], indexes: readonly number[]): string[] {
  const texts: string[] = [];
  for (const index of indexes) {
    const recipient = recipients[index];
    if (recipient !== undefined) texts.push(formatMailbox(recipient.address));
  }
  return texts;
}

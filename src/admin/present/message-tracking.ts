import type { Outcome } from '../../queue/tracked-recipients.ts';
import type { TrackedMessage, TrackingEvent } from '../../transport/events.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { adminObject, dateTime, list, size } from './values.ts';

/** One event; names are the log's fields in Pascal case. mail-flow.md §6.2, §6.6 */
export function presentTrackingEvent(event: TrackingEvent): AdminObject {
  return adminObject('MessageTrackingEvent', event.eventId, [
    ['Timestamp', dateTime(event.at)],
    ['ClientIp', event.clientIp],
    ['ClientHostname', event.clientHostname],
    ['ServerIp', event.serverIp],
    ['ServerHostname', event.serverHostname],
    ['SourceContext', event.sourceContext],
    ['ConnectorId', event.connectorId],
    ['Source', event.source],
    ['EventId', event.eventId],
    ['InternalMessageId', event.internalMessageId],
    ['MessageId', event.messageId],
    ['NetworkMessageId', event.networkMessageId],
    ['Recipients', list(event.recipients)],
    ['RecipientStatus', list(event.recipientStatus)],
    ['TotalBytes', event.totalBytes],
    ['RecipientCount', event.recipients.length],
    ['RelatedRecipientAddress', event.relatedRecipientAddress],
    ['Reference', event.reference],
    ['MessageSubject', event.messageSubject],
    ['Sender', event.sender],
    ['ReturnPath', event.returnPath],
    ['Directionality', event.directionality],
    ['TenantId', ''],
    ['OriginalClientIp', event.clientIp],
    ['MessageInfo', event.messageInfo],
    ['EventData', event.customData],
    ['TransportTrafficType', 'Email'],
  ]);
}

/** What -ReturnPageInfo adds: the number of the first object, from 1, the number of all, and when they were counted: who
 *  reads the next page with `-End` at that time gets no message twice. */
type PageInfo = Readonly<{ offset: number; total: number; at: number }>;

/** Ours. */
export function presentTrackedMessage(message: TrackedMessage, page: PageInfo | null): AdminObject {
  const about: readonly (readonly [string, Value])[] =
    page === null
      ? []
      : [
          ['PageOffset', page.offset],
          ['TotalCount', page.total],
          ['AsOf', dateTime(page.at)],
        ];
  return adminObject('TrackedMessage', message.messageId, [
    ['Received', dateTime(message.at)],
    ['Sender', message.sender],
    ['Recipients', list([...message.recipients.keys()])],
    ['RecipientStatus', list([...message.recipients.values()].map((state) => STATUS[state]))],
    ['Status', STATUS[message.outcome]],
    ['Subject', message.subject],
    ['ClientIp', message.clientIp],
    ['Size', size(message.sizeBytes)],
    ['MessageId', message.messageId],
    ['NetworkMessageId', message.networkMessageId],
    ['InternalMessageId', message.internalMessageId],
    ...about,
  ]);
}

const STATUS: Readonly<Record<Outcome | 'replaced', string>> = {
  delivered: 'Delivered',
  failed: 'Failed',
  waiting: 'Pending',
  partly: 'PartlyDelivered',
  replaced: 'Expanded',
};

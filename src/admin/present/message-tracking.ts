import type { TrackingEvent } from '../../transport/events.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, dateTime, list } from './values.ts';

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

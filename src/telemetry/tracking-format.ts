import { randomUUID } from 'node:crypto';
import type { TrackingEvent } from '../transport/events.ts';
import { csvField, type CsvLog } from './csv.ts';

/** Names of the columns in order. mail-flow.md §6.2 */
const TRACKING_FIELDS = [
  'date-time',
  'client-ip',
  'client-hostname',
  'server-ip',
  'server-hostname',
  'source-context',
  'connector-id',
  'source',
  'event-id',
  'internal-message-id',
  'message-id',
  'network-message-id',
  'recipient-address',
  'recipient-status',
  'total-bytes',
  'recipient-count',
  'related-recipient-address',
  'reference',
  'message-subject',
  'sender-address',
  'return-path',
  'message-info',
  'directionality',
  'tenant-id',
  'original-client-ip',
  'original-server-ip',
  'custom-data',
  'transport-traffic-type',
  'log-id',
  'schema-version',
] as const;

const SCHEMA_VERSION = '15.01.0000.000';

export const TRACKING_LOG: CsvLog = {
  version: SCHEMA_VERSION,
  type: 'Message Tracking Log',
  fields: TRACKING_FIELDS,
};

/** One line of MSGTRK…, without its line end.
 *  @param newLogId makes the log-id; given so that a test knows it */
export function formatTrackingEvent(event: TrackingEvent, newLogId: () => string = randomUUID): string {
  const fields = [
    event.clientIp,
    event.clientHostname,
    event.serverIp,
    event.serverHostname,
    event.sourceContext,
    event.connectorId,
    event.source,
    event.eventId,
    String(event.internalMessageId),
    event.messageId,
    event.networkMessageId,
    event.recipients.join(';'),
    event.recipientStatus.join(';'),
    String(event.totalBytes),
    String(event.recipients.length),
    event.relatedRecipientAddress,
    event.reference,
    event.messageSubject,
    event.sender,
    event.returnPath,
    event.messageInfo,
    event.directionality === '' ? 'Undefined' : event.directionality,
    '', // tenant-id
    event.clientIp,
    isReceipt(event) ? event.serverIp : '',
    event.customData,
    'Email',
    newLogId(),
    SCHEMA_VERSION,
  ];
  let line = new Date(event.at).toISOString();
  for (const field of fields) line += `,${csvField(field)}`;
  return line;
}

/** The server that first took the message is named by its receipt alone; other events name the next hop. */
function isReceipt(event: TrackingEvent): boolean {
  return event.eventId === 'RECEIVE';
}

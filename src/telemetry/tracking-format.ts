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

/** One line of MSGTRK…, without its line end. Texts are quoted where they must be; what is not looked at is a number, an
 *  address or a word of ours.
 *  @param newLogId makes the log-id; given so that a test knows it */
export function formatTrackingEvent(event: TrackingEvent, newLogId: () => string = nextLogId): string {
  const { clientIp } = event;
  return [
    new Date(event.at).toISOString(),
    clientIp,
    csvField(event.clientHostname),
    csvField(event.serverIp),
    csvField(event.serverHostname),
    csvField(event.sourceContext),
    csvField(event.connectorId),
    event.source,
    event.eventId,
    event.internalMessageId,
    csvField(event.messageId),
    csvField(event.networkMessageId),
    csvField(event.recipients.join(';')),
    csvField(event.recipientStatus.join(';')),
    event.totalBytes,
    event.recipients.length,
    csvField(event.relatedRecipientAddress),
    csvField(event.reference),
    csvField(event.messageSubject),
    csvField(event.sender),
    csvField(event.returnPath),
    csvField(event.messageInfo),
    event.directionality === '' ? 'Undefined' : event.directionality,
    '', // tenant-id
    clientIp,
    isReceipt(event) ? event.serverIp : '',
    csvField(event.customData),
    'Email',
    newLogId(),
    SCHEMA_VERSION,
  ].join(',');
}

/** Drawn for this process; each line has a number behind it. */
const LOG_ID_START = randomUUID().slice(0, 24);
let lines = 0;

/** An id of its own for each line, as a GUID is written. */
function nextLogId(): string {
  lines += 1;
  return LOG_ID_START + lines.toString(16).padStart(12, '0');
}

/** The server that first took the message is named by its receipt alone; other events name the next hop. */
function isReceipt(event: TrackingEvent): boolean {
  return event.eventId === 'RECEIVE';
}

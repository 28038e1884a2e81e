import type { ProtocolLine } from '../transport/events.ts';
import { csvField, type CsvLog } from './csv.ts';

const PROTOCOL_FIELDS = [
  'date-time',
  'connector-id',
  'session-id',
  'sequence-number',
  'local-endpoint',
  'remote-endpoint',
  'event',
  'data',
  'context',
] as const;

export const RECEIVE_PROTOCOL_LOG: CsvLog = { type: 'SMTP Receive Protocol Log', fields: PROTOCOL_FIELDS };
export const SEND_PROTOCOL_LOG: CsvLog = { type: 'SMTP Send Protocol Log', fields: PROTOCOL_FIELDS };

/** One CSV line without its line end. mail-flow.md §6.7 */
export function formatProtocolLine(line: ProtocolLine): string {
  const session = `${csvField(line.connectorId)},${line.sessionId},${line.sequence}`;
  const ends = `${line.localEndpoint},${line.remoteEndpoint}`;
  const said = `${line.event},${csvField(line.data)},${csvField(line.context)}`;
  return `${new Date(line.at).toISOString()},${session},${ends},${said}`;
}

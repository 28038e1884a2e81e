import type { AgentAction, ConnectivityLine } from '../transport/events.ts';
import type { QueueView } from '../transport/queue-control.ts';
import { type CsvLog, csvLine } from './csv.ts';

export const CONNECTIVITY_LOG: CsvLog = {
  type: 'Transport Connectivity Log',
  fields: ['date-time', 'session', 'source', 'Destination', 'direction', 'description'],
};

/** mail-flow.md §6.8 */
export function formatConnectivityLine(line: ConnectivityLine): string {
  const { sessionId, source, destination, direction, description } = line;
  return csvLine([new Date(line.at).toISOString(), sessionId, source, destination, direction, description]);
}

export const AGENT_LOG: CsvLog = {
  type: 'Agent Log',
  fields: [
    'Timestamp',
    'SessionId',
    'LocalEndpoint',
    'RemoteEndpoint',
    'EnteredOrgFromIP',
    'MessageId',
    'P1FromAddress',
    'P2FromAddresses',
    'Recipient',
    'NumRecipients',
    'Agent',
    'Event',
    'Action',
    'SmtpResponse',
    'Reason',
    'ReasonData',
  ],
};

/** One recipient a line; one line without a recipient where none is known. mail-flow.md §6.9 */
export function formatAgentAction(action: AgentAction): string {
  const recipients = action.recipients.length === 0 ? [''] : action.recipients;
  return recipients.map((recipient) => agentLine(action, recipient)).join('\r\n');
}

function agentLine(action: AgentAction, recipient: string): string {
  return csvLine([
    new Date(action.at).toISOString(),
    action.sessionId,
    action.localEndpoint,
    action.remoteEndpoint,
    action.enteredOrgFromIp,
    action.messageId,
    action.p1FromAddress,
    action.p2FromAddresses.join(';'),
    recipient,
    String(action.recipients.length),
    action.agent,
    action.event,
    action.action,
    action.smtpResponse,
    action.reason,
    action.reasonData,
  ]);
}

export const QUEUE_LOG: CsvLog = {
  type: 'Queue Log',
  fields: [
    'date-time',
    'identity',
    'delivery-type',
    'next-hop-domain',
    'next-hop-connector',
    'status',
    'message-count',
    'deferred-count',
    'incoming-rate',
    'outgoing-rate',
    'velocity',
    'retry-count',
    'last-retry-time',
    'next-retry-time',
    'last-error',
  ],
};

/** A queue at one moment. */
export type QueueRow = Readonly<{ at: number; server: string; queue: QueueView }>;

/** mail-flow.md §6.10 */
export function formatQueueRow({ at, server, queue }: QueueRow): string {
  const { key } = queue;
  return csvLine([
    new Date(at).toISOString(),
    `${server}\\${queue.number}`,
    key.deliveryType,
    queue.name,
    key.nextHopConnector,
    queue.status,
    String(queue.messageCount),
    String(queue.deferredCount),
    decimal(queue.incomingRate),
    decimal(queue.outgoingRate),
    decimal(queue.outgoingRate - queue.incomingRate),
    String(queue.retryCount),
    instant(queue.lastRetryAt),
    instant(queue.nextRetryAt),
    queue.lastError,
  ]);
}

function decimal(rate: number): string {
  return rate.toFixed(2);
}

function instant(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}

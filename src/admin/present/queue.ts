import type { ServerIdentity } from '../../config/organization.ts';
import type { NextHopKey } from '../../queue/message.ts';
import type { QueueView } from '../../transport/queue-control.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { adminObject, dateTime, list, typed } from './values.ts';

const PERSISTENT = ['Submission', 'Unreachable', 'Poison'];
const NO_CONNECTOR = '00000000-0000-0000-0000-000000000000';

const EXTERNAL: readonly string[] = [
  'DnsConnectorDelivery',
  'SmartHostConnectorDelivery',
  'NonSmtpGatewayDelivery',
  'DropFolderDelivery',
];

/** What follows `<Server>\`: the name of a persistent queue, the number of any other. mail-flow.md §4.4 */
export function queueLabel(queue: Readonly<{ name: string; number: number }>): string {
  return PERSISTENT.includes(queue.name) ? queue.name : String(queue.number);
}

export function queueIdentity(
  queue: Readonly<{ name: string; number: number }>,
  server: ServerIdentity,
): string {
  return `${server.name}\\${queueLabel(queue)}`;
}

/** mail-flow.md §4.2 */
export function isExternal(key: NextHopKey): boolean {
  return EXTERNAL.includes(key.deliveryType);
}

/** One queue. mail-flow.md §4.5; reserved properties are there and blank. */
export function presentQueue(queue: QueueView, server: ServerIdentity): AdminObject {
  const identity = queueIdentity(queue, server);
  return adminObject('Queue', identity, [
    ['DeliveryType', enumText('DeliveryType', queue.key.deliveryType)],
    ['NextHopDomain', queue.key.nextHopDomain],
    ['TlsDomain', ''],
    ['NextHopConnector', typed('System.Guid', queue.key.nextHopConnector || NO_CONNECTOR)],
    ['Status', enumText('QueueStatus', queue.status)],
    ['MessageCount', queue.messageCount],
    ['LastError', queue.lastError],
    ['RetryCount', queue.retryCount],
    ['LastRetryTime', dateTime(queue.lastRetryAt)],
    ['NextRetryTime', dateTime(queue.nextRetryAt)],
    ['FirstRetryTime', dateTime(queue.firstRetryAt)],
    ['DeferredMessageCount', 0],
    ['LockedMessageCount', 0],
    ['MessageCountsPerPriority', list([0, queue.messageCount, 0, 0])],
    ['DeferredMessageCountsPerPriority', list([0, 0, 0, 0])],
    ['RiskLevel', enumText('RiskLevel', 'Normal')],
    ['OutboundIPPool', 0],
    ['NextHopCategory', enumText('NextHopCategory', isExternal(queue.key) ? 'External' : 'Internal')],
    ['IncomingRate', queue.incomingRate],
    ['OutgoingRate', queue.outgoingRate],
    ['Velocity', rounded(queue.outgoingRate - queue.incomingRate)],
    ['OverrideSource', ''],
    ['PriorityDescriptions', list(['High', 'Normal', 'Low', 'None'])],
    ['Identity', typed('Microsoft.Exchange.Data.QueueViewer.QueueIdentity', identity)],
    ['IsValid', true],
    ['ObjectState', enumText('ObjectState', 'New')],
  ]);
}

/** Messages a second, without the noise of floating point. */
function rounded(rate: number): number {
  return Math.round(rate * 100) / 100;
}

/** An enumeration that is only shown: its numbers mean nothing to anybody. */
export function enumText(type: string, text: string): Value {
  return { $: 'enum', type: `Microsoft.Exchange.Data.QueueViewer.${type}`, text, value: 0 };
}

import type { ServerIdentity } from '../../config/organization.ts';
import { formatMailbox, formatReversePath } from '../../mail/address.ts';
import type { QueuedRecipient } from '../../queue/message.ts';
import type { MessageView } from '../../transport/queue-control.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { enumText, queueLabel } from './queue.ts';
import { adminObject, dateTime, list, size, timeSpan, typed } from './values.ts';

/** `<Server>\<Queue>\<int>`. mail-flow.md §4.4 */
export function messageIdentity(message: MessageView, server: ServerIdentity): string {
  return `${queuePart(message, server)}\\${message.id}`;
}

function queuePart(message: MessageView, server: ServerIdentity): string {
  return `${server.name}\\${queueLabel({ name: message.queueName, number: message.queueNumber })}`;
}

export type MessageFormat = Readonly<{ server: ServerIdentity; now: Date; withRecipients: boolean }>;

/** One message in one queue. mail-flow.md §4.6 */
export function presentMessage(message: MessageView, format: MessageFormat): AdminObject {
  const { facts } = message;
  const identity = messageIdentity(message, format.server);
  return adminObject('Message', identity, [
    ['Subject', facts.subject],
    ['InternetMessageId', facts.messageId],
    ['FromAddress', formatReversePath(facts.reversePath)],
    ['Status', enumText('MessageStatus', message.status)],
    ['Size', size(facts.sizeBytes)],
    ['MessageSourceName', facts.sourceName],
    ['SourceIP', typed('System.Net.IPAddress', facts.clientIp)],
    ['SCL', facts.scl ?? 0],
    ['DateReceived', dateTime(facts.receivedAt)],
    ['ExpirationTime', dateTime(facts.expiresAt)],
    ['LastError', message.lastError],
    ['RetryCount', message.retryCount],
    ['Queue', typed('Microsoft.Exchange.Data.QueueViewer.QueueIdentity', queuePart(message, format.server))],
    ['Recipients', format.withRecipients ? list(message.recipients.map(recipientText)) : null],
    ['ComponentLatency', null],
    ['MessageLatency', timeSpan(Math.max(0, format.now.getTime() - facts.receivedAt))],
    ['DeferReason', enumText('DeferReason', 'None')],
    ['LockReason', ''],
    ['Priority', enumText('DeliveryPriority', 'Normal')],
    ['ExternalDirectoryOrganizationId', typed('System.Guid', '00000000-0000-0000-0000-000000000000')],
    ['Directionality', enumText('MailDirectionality', facts.directionality)],
    ['OriginalFromAddress', formatReversePath(facts.reversePath)],
    ['AccountForest', ''],
    [
      'Identity',
      typed('Microsoft.Exchange.Data.QueueViewer.MessageIdentity', identity, { InternalId: facts.id }),
    ],
    ['IsValid', true],
    ['ObjectState', enumText('ObjectState', 'New')],
  ]);
}

/** `address;status;type;last error;…` as Get-Message -IncludeRecipientInfo has it. */
function recipientText(recipient: QueuedRecipient): Value {
  const status = recipient.attempts > 0 ? 'Retry' : 'Ready';
  return `${formatMailbox(recipient.address)};${status};External;${recipient.lastError}`;
}

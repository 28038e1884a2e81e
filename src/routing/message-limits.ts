import type { AcceptedDomain } from '../config/accepted-domain.ts';
import type { TransportConfig } from '../config/organization.ts';
import type { Unlimited } from '../config/receive-connector.ts';
import type { DirectoryEntry, RecipientLimits } from '../config/recipient.ts';

/** A limit that a message exceeds, and whose it is. Sizes in octets. */
export type LimitHit = Readonly<{
  hop: 'ReceiveConnector' | 'Organization' | 'Sender' | 'Recipient' | 'SendConnector' | 'NextHop' | 'Pickup';
  limit: string;
  allowed: number;
}>;

/** A message as the limits see it. */
export type MeasuredMessage = Readonly<{
  /** The lower of the current and the original size; null where sizes do not count: our own reports. */
  sizeBytes: number | null;
  /** The limits of the authenticated sender, null for a sender that is anonymous or not in the directory. */
  senderLimits: RecipientLimits | null;
  /** The session counted as one of an internal, authenticated sender. */
  senderIsInternal: boolean;
}>;

/** What the directory and the accepted domains say of a recipient's address. In either, it is internal. */
export type FoundRecipient = Readonly<{ entry: DirectoryEntry | null; accepted: AcceptedDomain | null }>;

/** Local mailboxes have none of their own. */
export function limitsOf(entry: DirectoryEntry | null): RecipientLimits | null {
  return entry === null || entry.kind === 'mailbox' ? null : entry;
}

/** RecipientLimits of the sender replaces the organization's limit, even upward. A group counts as one.
 *  Exchange: Set-TransportConfig -MaxRecipientEnvelopeLimit, Set-MailUser -RecipientLimits; mail-flow.md §8.1 */
export function recipientCountLimit(
  config: TransportConfig,
  recipients: number,
  senderLimits: RecipientLimits | null,
): LimitHit | null {
  const own = senderLimits?.recipientLimits ?? null;
  if (own !== null) return exceeded('Sender', 'RecipientLimits', own, recipients);
  const most = config.maxRecipientEnvelopeLimit;
  return exceeded('Organization', 'MaxRecipientEnvelopeLimit', most, recipients);
}

/** The first size limit between a sender and one recipient: the sender's own, the organization's, the recipient's own.
 *  An external sender is held to the organization's MaxSendSize, an external recipient to its MaxReceiveSize; where both are
 *  internal both hold, unless both have limits of their own. mail-flow.md §8.1, §10.3 */
export function messageSizeLimit(
  config: TransportConfig,
  message: MeasuredMessage,
  recipient: FoundRecipient,
): LimitHit | null {
  const { sizeBytes, senderLimits } = message;
  if (sizeBytes === null) return null;
  const most = senderLimits?.maxSendSize ?? null;
  return (
    exceeded('Sender', 'MaxSendSize', most, sizeBytes) ??
    organizationSizeLimit(config, message, recipient) ??
    exceeded('Recipient', 'MaxReceiveSize', limitsOf(recipient.entry)?.maxReceiveSize ?? null, sizeBytes)
  );
}

function organizationSizeLimit(
  config: TransportConfig,
  { sizeBytes, senderIsInternal, senderLimits }: MeasuredMessage,
  { entry, accepted }: FoundRecipient,
): LimitHit | null {
  const recipientIsInternal = entry !== null || accepted !== null;
  const bothInternal = senderIsInternal && recipientIsInternal;
  const own = [senderLimits?.maxSendSize, limitsOf(entry)?.maxReceiveSize];
  const bothOwn = own.every((limit) => typeof limit === 'number');
  if (sizeBytes === null || (bothInternal && bothOwn)) return null;
  const asSender = !senderIsInternal || bothInternal;
  const asReceiver = !recipientIsInternal || bothInternal;
  return (
    exceeded('Organization', 'MaxSendSize', asSender ? config.maxSendSize : null, sizeBytes) ??
    exceeded('Organization', 'MaxReceiveSize', asReceiver ? config.maxReceiveSize : null, sizeBytes)
  );
}

/** For logs, tracking and Test-Relay: `Organization MaxSendSize=10485760`. */
export function limitText({ hop, limit, allowed }: LimitHit): string {
  return `${hop} ${limit}=${allowed}`;
}

/** The text of a limit of a Receive connector. */
export function connectorLimit(limit: string, allowed: number): string {
  return limitText({ hop: 'ReceiveConnector', limit, allowed });
}

function exceeded(hop: LimitHit['hop'], limit: string, allowed: Unlimited, value: number): LimitHit | null {
  return allowed !== null && value > allowed ? { hop, limit, allowed } : null;
}

import { effectiveRights } from '../../../access/effective-rights.ts';
import { isAuthenticatedSender, sizeLimit } from '../../../access/decide.ts';
import type { ReceiveConnector } from '../../../config/receive-connector.ts';
import type { DirectoryEntry } from '../../../config/recipient.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { Mailbox } from '../../../mail/address.ts';
import { findAcceptedDomain } from '../../../routing/accepted-domain.ts';
import { recipientEntry } from '../../../routing/recipient-entry.ts';
import {
  type FoundRecipient,
  type LimitHit,
  limitsOf,
  messageSizeLimit,
  recipientCountLimit,
} from '../../../routing/message-limits.ts';
import { route } from '../../../routing/route.ts';
import type { RelayFacts } from './replies.ts';

/** The message that Test-Relay asks about. */
export type AskedMessage = Readonly<{
  /** null = not asked about */
  sizeBytes: number | null;
  recipients: number;
  headerBytes: number;
  /** Received lines, and those among them that are ours. */
  hops: number;
  localHops: number;
}>;

/** The first limit that a message meets on its way, from the session to the next hop. mail-flow.md §8.1 */
export function firstLimit(
  facts: RelayFacts,
  { sender, recipient }: Readonly<{ sender: Mailbox | null; recipient: Mailbox | undefined }>,
  message: AskedMessage,
): LimitHit | null {
  const { snapshot, connector, explanation, ports } = facts;
  const { sizeBytes, recipients } = message;
  const rights = effectiveRights(connector, explanation.principals);
  const early = connectorHit(connector, sizeLimit(rights, connector), message);
  if (early !== null) return early;
  const find = (address: Mailbox): DirectoryEntry | null =>
    ports.directory === undefined ? null : recipientEntry(ports.directory, snapshot.acceptedDomains, address);
  const senderIsInternal = isAuthenticatedSender(rights, null, null);
  const senderLimits = senderIsInternal && sender !== null ? limitsOf(find(sender)) : null;
  const { transportConfig } = snapshot;
  const count = recipientCountLimit(transportConfig, recipients, senderLimits);
  if (count !== null || sizeBytes === null) return count;
  const found: FoundRecipient =
    recipient === undefined
      ? { entry: null, accepted: null }
      : { entry: find(recipient), accepted: findAcceptedDomain(snapshot.acceptedDomains, recipient.domain) };
  const measured = { sizeBytes, senderLimits, senderIsInternal };
  return messageSizeLimit(transportConfig, measured, found) ?? routeLimit(snapshot, recipient, sizeBytes);
}

/** The limits of the Receive connector, in the order in which a session comes to them. */
function connectorHit(
  connector: ReceiveConnector,
  maxMessageSize: number | null,
  { sizeBytes, recipients, headerBytes, hops, localHops }: AskedMessage,
): LimitHit | null {
  const { maxLocalHopCount } = connector;
  const held: readonly (readonly [limit: string, allowed: number | null, value: number])[] = [
    ['MaxMessageSize', maxMessageSize, sizeBytes ?? 0],
    ['MaxRecipientsPerMessage', connector.maxRecipientsPerMessage, recipients],
    ['MaxHeaderSize', connector.maxHeaderSize, headerBytes],
    ['MaxHopCount', connector.maxHopCount, hops],
    ['MaxLocalHopCount', maxLocalHopCount === 0 ? null : maxLocalHopCount, localHops],
  ];
  for (const [limit, allowed, value] of held) {
    if (allowed !== null && value > allowed) return { hop: 'ReceiveConnector', limit, allowed };
  }
  return null;
}

function routeLimit(
  snapshot: ConfigSnapshot,
  recipient: Mailbox | undefined,
  sizeBytes: number,
): LimitHit | null {
  if (recipient === undefined) return null;
  const found = route(snapshot.sendConnectors, recipient.domain, sizeBytes);
  if (found.kind !== 'tooLarge') return null;
  return { hop: 'SendConnector', limit: 'MaxMessageSize', allowed: found.limitBytes };
}

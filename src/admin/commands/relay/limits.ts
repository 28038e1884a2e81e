import { effectiveRights } from '../../../access/effective-rights.ts';
import { isAuthenticatedSender, sizeLimit } from '../../../access/decide.ts';
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
export type AskedMessage = Readonly<{ sizeBytes: number | null; recipients: number }>;

/** The first limit that a message meets on its way, from the session to the next hop. mail-flow.md §8.1 */
export function firstLimit(
  facts: RelayFacts,
  { sender, recipient }: Readonly<{ sender: Mailbox | null; recipient: Mailbox | undefined }>,
  { sizeBytes, recipients }: AskedMessage,
): LimitHit | null {
  const { snapshot, connector, explanation, ports } = facts;
  const rights = effectiveRights(connector, explanation.principals);
  const size = sizeLimit(rights, connector);
  if (size !== null && sizeBytes !== null && sizeBytes > size) {
    return { hop: 'ReceiveConnector', limit: 'MaxMessageSize', allowed: size };
  }
  if (recipients > connector.maxRecipientsPerMessage) {
    const allowed = connector.maxRecipientsPerMessage;
    return { hop: 'ReceiveConnector', limit: 'MaxRecipientsPerMessage', allowed };
  }
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

import { isAuthenticatedSender, reservedDomain } from '../../../access/decide.ts';
import { effectiveRights, type RightsView } from '../../../access/effective-rights.ts';
import type { RelayExplanation } from '../../../access/explain.ts';
import type { ReceiveConnector } from '../../../config/receive-connector.ts';
import { BYPASS_ANTISPAM } from '../../../config/rights.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { Mailbox } from '../../../mail/address.ts';
import { findAcceptedDomain } from '../../../routing/accepted-domain.ts';
import { recipientEntry } from '../../../routing/recipient-entry.ts';
import type { Reply } from '../../../smtp/reply.ts';
import * as replies from '../../../smtp/replies.ts';
import type { AdminPorts } from '../../ports.ts';

/** A reply and the setting or right that it is due to. */
export type ExplainedReply = Readonly<{ reply: Reply; by: string }>;

export type RelayFacts = Readonly<{
  snapshot: ConfigSnapshot;
  connector: ReceiveConnector;
  explanation: RelayExplanation;
  ports: Pick<AdminPorts, 'directory' | 'filterSender'>;
}>;

/** What MAIL would be answered in a session without TLS and without sign-in, in the order of receive-connectors.md §8.2. */
export function mailReply(facts: RelayFacts, sender: Mailbox | null): ExplainedReply {
  const { snapshot, connector, explanation } = facts;
  const family = snapshot.transportConfig.smtpReplyFamily;
  if (connector.requireTLS) return { reply: replies.startTlsRequired, by: 'RequireTLS' };
  if (explanation.submit?.allow === false) {
    return { reply: replies.clientNotAuthenticated(family), by: explanation.submit.missing };
  }
  if (explanation.sender?.allow === false) {
    return { reply: replies.cannotSendAs(family, true), by: explanation.sender.missing };
  }
  if (isBlocked(facts, sender)) return { reply: replies.senderDenied, by: 'SenderFilterConfig' };
  return { reply: replies.senderOk, by: explanation.sender?.by ?? explanation.submit?.by ?? '' };
}

function isBlocked({ snapshot, connector, explanation, ports }: RelayFacts, sender: Mailbox | null): boolean {
  const rights = effectiveRights(connector, explanation.principals);
  if (rights.has(BYPASS_ANTISPAM) || snapshot.senderFilter.action !== 'Reject') return false;
  return ports.filterSender?.(snapshot.senderFilter, sender, isInternal(rights)) === 'blocked';
}

function isInternal(rights: RightsView): boolean {
  return isAuthenticatedSender(rights, null, null);
}

/** What RCPT would be answered after an accepted MAIL. */
export function rcptReply(facts: RelayFacts, recipient: Mailbox): ExplainedReply {
  const { snapshot, connector, explanation } = facts;
  const reserved = reservedReply(connector, recipient);
  if (reserved !== null) return reserved;
  if (explanation.recipient?.allow === false) {
    const reply = replies.unableToRelay(snapshot.transportConfig.smtpReplyFamily);
    return { reply, by: explanation.recipient.missing };
  }
  if (isUnknown(facts, recipient)) return { reply: replies.userUnknown, by: 'RecipientValidationEnabled' };
  return { reply: replies.recipientOk, by: explanation.recipient?.by ?? '' };
}

function reservedReply(connector: ReceiveConnector, recipient: Mailbox): ExplainedReply | null {
  switch (reservedDomain(connector, recipient.domain)) {
    case null:
      return null;
    case 'topLevel':
      return { reply: replies.reservedDomain('tld'), by: 'RejectReservedTopLevelRecipientDomains' };
    case 'secondLevel':
      return { reply: replies.reservedDomain('second'), by: 'RejectReservedSecondLevelRecipientDomains' };
    case 'singleLabel':
      return { reply: replies.singleLabel, by: 'RejectSingleLabelRecipientDomains' };
  }
}

function isUnknown({ snapshot, ports }: RelayFacts, recipient: Mailbox): boolean {
  if (!snapshot.recipientFilter.recipientValidationEnabled || ports.directory === undefined) return false;
  const domain = findAcceptedDomain(snapshot.acceptedDomains, recipient.domain);
  const entry = recipientEntry(ports.directory, snapshot.acceptedDomains, recipient);
  return domain?.addressBookEnabled === true && entry === null;
}

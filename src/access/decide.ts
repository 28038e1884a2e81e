import type { AcceptedDomain } from '../config/accepted-domain.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryUser } from '../config/recipient.ts';
import {
  ANY_RECIPIENT,
  ANY_SENDER,
  AUTHENTICATION_FLAG,
  AUTHORITATIVE_SENDER,
  BYPASS_SIZE,
  HEADERS_FOREST,
  HEADERS_ORGANIZATION,
  HEADERS_ROUTING,
  SUBMIT,
} from '../config/rights.ts';
import { type Mailbox, mailboxKey } from '../mail/address.ts';
import type { RightsView } from './effective-rights.ts';

/** A decision that says by what it allowed, or what was missing. */
export type Verdict = Readonly<{ allow: true; by: string }> | Readonly<{ allow: false; missing: string }>;

const allow = (by: string): Verdict => ({ allow: true, by });
const refuse = (missing: string): Verdict => ({ allow: false, missing });

/** May the session submit at all? receive-connectors.md §3.3 */
export function decideSubmit(rights: RightsView): Verdict {
  return rights.has(SUBMIT) ? allow(SUBMIT) : refuse(SUBMIT);
}

export type SenderFacts = Readonly<{
  rights: RightsView;
  /** null is the null sender, which passes every check. */
  sender: Mailbox | null;
  user: DirectoryUser | null;
  /** The accepted domain that covers the sender's domain. */
  senderDomain: AcceptedDomain | null;
}>;

/** May the session use this sender, in the envelope or in the header? The two rights are independent; an address that
 *  the signed-in user owns needs neither. receive-connectors.md §3.4, §12 O20 */
export function decideSender({ rights, sender, user, senderDomain }: SenderFacts): Verdict {
  if (sender === null) return allow('null sender');
  if (user !== null && ownsAddress(user, sender)) return allow('own address');
  const anySender = rights.has(ANY_SENDER);
  const anonymousInOurDomain = user === null && senderDomain !== null;
  if (!anySender && !anonymousInOurDomain) return refuse(ANY_SENDER);
  if (senderDomain?.domainType === 'Authoritative' && !rights.has(AUTHORITATIVE_SENDER))
    return refuse(AUTHORITATIVE_SENDER);
  return allow(anySender ? ANY_SENDER : 'accepted domain');
}

function ownsAddress(user: DirectoryUser, sender: Mailbox): boolean {
  const wanted = mailboxKey(sender);
  return user.emailAddresses.some((address) => address.toLowerCase() === wanted);
}

/** May this session send to the recipient's domain? This is the relay decision.
 *  @param recipientDomain the accepted domain that covers the recipient's domain, or null */
export function decideRecipient(rights: RightsView, recipientDomain: AcceptedDomain | null): Verdict {
  if (recipientDomain !== null) return allow('accepted domain');
  return rights.has(ANY_RECIPIENT) ? allow(ANY_RECIPIENT) : refuse(ANY_RECIPIENT);
}

export type ReservedDomain = 'topLevel' | 'secondLevel' | 'singleLabel';

const RESERVED_TOP = new Set(['test', 'example', 'invalid', 'localhost']);
const RESERVED_SECOND = new Set(['example.com', 'example.net', 'example.org']);

/** Which kind of domain the connector refuses, or null. Exchange: -RejectReservedTopLevelRecipientDomains and its kin */
export function reservedDomain(connector: ReceiveConnector, domain: string): ReservedDomain | null {
  const labels = domain.toLowerCase().split('.');
  if (connector.rejectReservedTopLevelRecipientDomains && RESERVED_TOP.has(labels.at(-1) ?? ''))
    return 'topLevel';
  if (
    connector.rejectReservedSecondLevelRecipientDomains &&
    RESERVED_SECOND.has(labels.slice(-2).join('.'))
  ) {
    return 'secondLevel';
  }
  return connector.rejectSingleLabelRecipientDomains && labels.length === 1 ? 'singleLabel' : null;
}

/** The connector's size limit for this session in bytes, null where the right lifts it. */
export function sizeLimit(rights: RightsView, connector: ReceiveConnector): number | null {
  return rights.has(BYPASS_SIZE) ? null : connector.maxMessageSize;
}

export type HeaderFirewall = Readonly<{
  keepRouting: boolean;
  keepOrganization: boolean;
  keepForest: boolean;
}>;

/** receive-connectors.md §3.4 */
export function headerFirewall(rights: RightsView): HeaderFirewall {
  return {
    keepRouting: rights.has(HEADERS_ROUTING),
    keepOrganization: rights.has(HEADERS_ORGANIZATION),
    keepForest: rights.has(HEADERS_FOREST),
  };
}

/** Does mail of this session count as sent by an authenticated, internal sender? `AUTH=<>` makes one message
 *  anonymous again where the flag may be given. receive-connectors.md §3.3 */
export function isAuthenticatedSender(
  rights: RightsView,
  user: DirectoryUser | null,
  authParameter: string | null,
): boolean {
  if (rights.has(AUTHENTICATION_FLAG)) return authParameter !== '<>';
  return user !== null;
}

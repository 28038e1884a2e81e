import { type Verdict, decideRecipient, decideSender } from '../access/decide.ts';
import { type RightsView, effectiveRights } from '../access/effective-rights.ts';
import { sessionPrincipals } from '../access/session-principals.ts';
import type { AcceptedDomain } from '../config/accepted-domain.ts';
import {
  ANONYMOUS_LOGON,
  EDGE_TRANSPORT_SERVERS,
  EXTERNALLY_SECURED_SERVERS,
  HUB_TRANSPORT_SERVERS,
  exchangeServers,
} from '../config/principals.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryUser } from '../config/recipient.ts';
import { ANY_SENDER, AUTHORITATIVE_SENDER } from '../config/rights.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox } from '../mail/address.ts';
import { findAcceptedDomain } from '../routing/accepted-domain.ts';

/** Who a session is and what it may do, by one snapshot. receive-connectors.md §4.3 */
export type SessionAccess = Readonly<{
  user: DirectoryUser | null;
  rights: RightsView;
  /** Nothing was shown and nothing vouches for the peer: tarpits apply. */
  isAnonymous: boolean;
  isExternallySecured: boolean;
  /** A server of the organization. */
  isServer: boolean;
  /** Senders are looked at, since the session may not use any it likes. */
  checksSenders: boolean;
}>;

export function sessionAccess(
  connector: ReceiveConnector,
  snapshot: ConfigSnapshot,
  user: DirectoryUser | null,
): SessionAccess {
  const { domain } = snapshot.server;
  const principals = sessionPrincipals({ connector, domain, user, tlsPartner: false });
  const rights = effectiveRights(connector, principals);
  const servers = [exchangeServers(domain), HUB_TRANSPORT_SERVERS, EDGE_TRANSPORT_SERVERS];
  return {
    user,
    rights,
    isAnonymous: principals.includes(ANONYMOUS_LOGON),
    isExternallySecured: principals.includes(EXTERNALLY_SECURED_SERVERS),
    isServer: servers.some((server) => principals.includes(server)),
    checksSenders: !rights.has(ANY_SENDER) || !rights.has(AUTHORITATIVE_SENDER),
  };
}

/** May the session use this sender? The facts are fetched here, the decision is pure. */
export function judgeSender(access: SessionAccess, snapshot: ConfigSnapshot, sender: Mailbox): Verdict {
  const { rights, user } = access;
  return decideSender({ rights, sender, user, senderDomain: domainOf(snapshot, sender) });
}

/** The relay decision. */
export function judgeRecipient(access: SessionAccess, snapshot: ConfigSnapshot, recipient: Mailbox): Verdict {
  return decideRecipient(access.rights, domainOf(snapshot, recipient));
}

/** The accepted domain that an address belongs to. */
export function domainOf(snapshot: ConfigSnapshot, address: Mailbox): AcceptedDomain | null {
  return findAcceptedDomain(snapshot.acceptedDomains, address.domain);
}

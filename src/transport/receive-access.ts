import { type Verdict, decideRecipient, decideSender } from '../access/decide.ts';
import { type RightsView, effectiveRights } from '../access/effective-rights.ts';
import { sessionPrincipals } from '../access/session-principals.ts';
import { coversHost } from '../access/select-certificate.ts';
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
import { isSameOrSubdomain } from '../mail/address.ts';
import type { Mailbox } from '../mail/address.ts';
import { findAcceptedDomain } from '../routing/accepted-domain.ts';

/** Who a session is and what it may do, by one snapshot. receive-connectors.md §4.3 */
export type SessionAccess = Readonly<{
  user: DirectoryUser | null;
  /** The domain that mutual TLS proved the peer to be; its senders lie there. receive-connectors.md §3.4 */
  partnerDomain: string | null;
  rights: RightsView;
  /** Nothing was shown and nothing vouches for the peer: tarpits apply. */
  isAnonymous: boolean;
  isExternallySecured: boolean;
  /** A server of the organization. */
  isServer: boolean;
  /** Senders are looked at, since the session may not use any it likes. */
  checksSenders: boolean;
}>;

export type AccessFacts = Readonly<{
  connector: ReceiveConnector;
  snapshot: ConfigSnapshot;
  user: DirectoryUser | null;
  /** Names in the client's certificate, where a trusted authority vouches for it. */
  clientNames: readonly string[];
}>;

export function sessionAccess({ connector, snapshot, user, clientNames }: AccessFacts): SessionAccess {
  const { domain } = snapshot.server;
  const partnerDomain = findPartnerDomain(connector, snapshot, clientNames);
  const tlsPartner = partnerDomain !== null;
  const principals = sessionPrincipals({ connector, domain, user, tlsPartner });
  const rights = effectiveRights(connector, principals);
  const servers = [exchangeServers(domain), HUB_TRANSPORT_SERVERS, EDGE_TRANSPORT_SERVERS];
  return {
    user,
    partnerDomain: user === null ? partnerDomain : null,
    rights,
    isAnonymous: principals.includes(ANONYMOUS_LOGON),
    isExternallySecured: principals.includes(EXTERNALLY_SECURED_SERVERS),
    isServer: servers.some((server) => principals.includes(server)),
    checksSenders: !rights.has(ANY_SENDER) || !rights.has(AUTHORITATIVE_SENDER),
  };
}

/** Exchange: -DomainSecureEnabled with Set-TransportConfig -TLSReceiveDomainSecureList. A certificate stands for a domain
 *  that it names, or a host of which it names. */
function findPartnerDomain(
  connector: ReceiveConnector,
  { transportConfig }: ConfigSnapshot,
  clientNames: readonly string[],
): string | null {
  if (!connector.domainSecureEnabled || clientNames.length === 0) return null;
  const { tlsReceiveDomainSecureList: listed } = transportConfig;
  const covers = (name: string, domain: string): boolean =>
    coversHost(name, domain) || isSameOrSubdomain(name.replace(/^\*\./, ''), domain);
  return listed.find((domain) => clientNames.some((name) => covers(name, domain))) ?? null;
}

/** A partner speaks for the domain that its certificate proved, and for no other. receive-connectors.md §3.4
 *  @returns null where the partner's own rights decide */
export function judgePartner({ partnerDomain }: SessionAccess, sender: Mailbox): Verdict | null {
  if (partnerDomain === null || isSameOrSubdomain(sender.domain, partnerDomain)) return null;
  return { allow: false, missing: `a certificate of ${sender.domain}` };
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

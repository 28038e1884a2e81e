import {
  ANONYMOUS_LOGON,
  AUTHENTICATED_USERS,
  EVERYONE,
  EXTERNALLY_SECURED_SERVERS,
  PARTNER_SERVERS,
  userPrincipal,
} from '../config/principals.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryUser } from '../config/recipient.ts';

export type SessionIdentity = Readonly<{
  connector: ReceiveConnector;
  /** `<Domain>` of the server. */
  domain: string;
  /** Who signed in, or null. */
  user: DirectoryUser | null;
  /** Mutual TLS with a domain-secure domain proved the peer a partner. */
  tlsPartner: boolean;
}>;

/** Security principals of a session at one moment. receive-connectors.md §4.3 */
export function sessionPrincipals({
  connector,
  domain,
  user,
  tlsPartner,
}: SessionIdentity): readonly string[] {
  if (user !== null) return [userPrincipal(user.name, domain), AUTHENTICATED_USERS, EVERYONE];
  return tlsPartner ? [PARTNER_SERVERS, EVERYONE] : credentialLessPrincipals(connector);
}

/** Principals of a session that showed nothing at all. */
export function credentialLessPrincipals(connector: ReceiveConnector): readonly string[] {
  const secured = connector.authMechanism.includes('ExternalAuthoritative');
  return [secured ? EXTERNALLY_SECURED_SERVERS : ANONYMOUS_LOGON, EVERYONE];
}

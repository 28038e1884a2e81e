import { effectiveRights } from '../access/effective-rights.ts';
import { credentialLessPrincipals, sessionPrincipals } from '../access/session-principals.ts';
import { formatBinding } from '../config/binding.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryUser } from '../config/recipient.ts';
import { ANY_RECIPIENT, SUBMIT } from '../config/rights.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';

export type RelayMethod = 'anonymous' | 'externallySecured' | 'authenticated';

/** Who may send to recipients that are not ours, by one enabled connector. */
export type Relayer = Readonly<{
  connector: string;
  bindings: readonly string[];
  ranges: readonly string[];
  method: RelayMethod;
  /** Users who could sign in and relay; 0 unless `authenticated`. */
  users: number;
  mayRelayTo: 'anyRecipient';
}>;

/** Everybody who can relay to the outside as things stand. The answer comes from the rights that a session would have. */
export function relayers(snapshot: ConfigSnapshot): readonly Relayer[] {
  return snapshot.receiveConnectors
    .filter((connector) => connector.enabled)
    .flatMap((connector) => [...withoutCredentials(connector), ...withPassword(connector, snapshot)]);
}

function withoutCredentials(connector: ReceiveConnector): readonly Relayer[] {
  if (!mayRelay(connector, credentialLessPrincipals(connector))) return [];
  const secured = connector.authMechanism.includes('ExternalAuthoritative');
  return [relayer(connector, secured ? 'externallySecured' : 'anonymous', 0)];
}

function withPassword(connector: ReceiveConnector, snapshot: ConfigSnapshot): readonly Relayer[] {
  const offersAuth = ['BasicAuth', 'BasicAuthRequireTLS'] as const;
  if (!offersAuth.some((mechanism) => connector.authMechanism.includes(mechanism))) return [];
  const { domain } = snapshot.server;
  const users = snapshot.directory.filter(
    (entry): entry is DirectoryUser =>
      entry.kind === 'user' &&
      entry.enabled &&
      entry.passwordHash !== null &&
      mayRelay(connector, sessionPrincipals({ connector, domain, user: entry, tlsPartner: false })),
  );
  return users.length === 0 ? [] : [relayer(connector, 'authenticated', users.length)];
}

function mayRelay(connector: ReceiveConnector, principals: readonly string[]): boolean {
  const rights = effectiveRights(connector, principals);
  return rights.has(SUBMIT) && rights.has(ANY_RECIPIENT);
}

function relayer(connector: ReceiveConnector, method: RelayMethod, users: number): Relayer {
  return {
    connector: connector.name,
    bindings: connector.bindings.map(formatBinding),
    ranges: connector.remoteIPRanges.map((range) => range.text),
    method,
    users,
    mayRelayTo: 'anyRecipient',
  };
}

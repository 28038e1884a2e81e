import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import type { Command } from '../../api/commands.ts';
import type { Connector } from './connector.ts';

export const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
export const EXTERNALLY_SECURED = 'MS Exchange\\Externally Secured Servers';
const ANY_RECIPIENT = 'ms-Exch-SMTP-Accept-Any-Recipient';

/** The five rights of method 1 and the four more of method 2, in the article's order. */
export const MINIMUM_RIGHTS: readonly string[] = [
  'ms-Exch-Accept-Headers-Routing',
  ANY_RECIPIENT,
  'ms-Exch-SMTP-Accept-Any-Sender',
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  'ms-Exch-SMTP-Submit',
];
export const FURTHER_RIGHTS: readonly string[] = [
  'ms-Exch-Bypass-Anti-Spam',
  'ms-Exch-Bypass-Message-Size-Limit',
  'ms-Exch-SMTP-Accept-Authentication-Flag',
  'ms-Exch-SMTP-Accept-Exch50',
];

/** One explicit access control entry on an extended right. */
export type Entry = Readonly<{ principal: string; right: string; deny: boolean }>;

/** Entries on extended rights; what is inherited grants none. */
export function entriesOf(objects: readonly AdminObject[]): readonly Entry[] {
  return objects
    .filter((object) => !isOn(object, 'IsInherited'))
    .flatMap((object) =>
      itemsOf(object, 'ExtendedRights').map((right) => ({
        principal: textOf(object, 'User'),
        right,
        deny: isOn(object, 'Deny'),
      })),
    );
}

/** Allowed and not denied to this principal. */
function holds(entries: readonly Entry[], principal: string, right: string): boolean {
  const own = entries.filter((entry) => entry.principal === principal && entry.right === right);
  return own.length > 0 && own.every(({ deny }) => !deny);
}

/** How far each method is set up. */
export type RelayState = Readonly<{
  isSecured: boolean;
  isAnonymous: boolean;
  /** Method 1's second step is there, whether it has effect or not. */
  hasAnyRecipient: boolean;
  /** Who a session is that shows no credentials. */
  principal: string;
  relays: boolean;
}>;

export function relayState(connector: Connector, entries: readonly Entry[]): RelayState {
  const isSecured = connector.mechanisms.includes('ExternalAuthoritative');
  const principal = isSecured ? EXTERNALLY_SECURED : ANONYMOUS;
  const may = (right: string): boolean => holds(entries, principal, right);
  return {
    isSecured,
    isAnonymous: !isSecured && connector.groups.includes('AnonymousUsers'),
    hasAnyRecipient: holds(entries, ANONYMOUS, ANY_RECIPIENT),
    principal,
    relays: may('ms-Exch-SMTP-Submit') && may(ANY_RECIPIENT),
  };
}

/** Method 1, step 1. Groups that others need stay; those of method 2 go with it. */
export function anonymousGroup({ identity, mechanisms, groups }: Connector): Command {
  const isSecured = mechanisms.includes('ExternalAuthoritative');
  const kept = groups.filter((group) => group !== 'Custom' && !(isSecured && group === 'ExchangeServers'));
  const wanted = ['AnonymousUsers', ...kept.filter((group) => group !== 'AnonymousUsers')];
  return {
    name: 'Set-ReceiveConnector',
    parameters: {
      Identity: identity,
      ...(isSecured ? { AuthMechanism: 'Tls' } : {}),
      PermissionGroups: wanted,
    },
  };
}

/** Method 1, step 2: what Exchange has in no window. */
export function anyRecipient({ identity }: Connector): Command {
  return {
    name: 'Add-ADPermission',
    parameters: { Identity: identity, User: ANONYMOUS, ExtendedRights: [ANY_RECIPIENT] },
  };
}

export function noAnyRecipient({ identity }: Connector): Command {
  return {
    name: 'Remove-ADPermission',
    parameters: { Identity: identity, User: ANONYMOUS, ExtendedRights: [ANY_RECIPIENT] },
  };
}

/** Method 2. */
export function externallySecured({ identity }: Connector): Command {
  return {
    name: 'Set-ReceiveConnector',
    parameters: {
      Identity: identity,
      AuthMechanism: 'ExternalAuthoritative',
      PermissionGroups: ['ExchangeServers'],
    },
  };
}

/** Back to a connector that nobody can use: as it was made. */
export function notSecured({ identity }: Connector): Command {
  return {
    name: 'Set-ReceiveConnector',
    parameters: { Identity: identity, AuthMechanism: 'Tls', PermissionGroups: 'None' },
  };
}

import { entriesEqual, inheritedEntries } from '../../../config/permission-groups.ts';
import { organizationManagement } from '../../../config/principals.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { receiveConnectorIdentity } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';
import { type Named, namedConnector, namedEntries, quotedRights } from './entries.ts';

/** Exchange: Remove-ADPermission. -Deny says that the entry to remove is a denial. receive-connectors.md §6 */
export function removePermission(input: ChangeInput): Change | AdminError {
  return input.set === 'Owner' ? resetOwner(input) : removeEntries(input);
}

function removeEntries(input: ChangeInput): Change | AdminError {
  const { current } = input;
  const named = namedEntries(current, input.args);
  if (isAdminError(named)) return named;
  const { connector, principal, entries } = named;
  const identity = receiveConnectorIdentity(connector, current.server);
  const left = connector.entries.filter((entry) => !entries.some((gone) => entriesEqual(entry, gone)));
  const next = { ...connector, entries: left, whenChanged: input.now };
  const isChanged = left.length < connector.entries.length;
  return {
    next: isChanged ? { ...current, receiveConnectors: replaced(current.receiveConnectors, next) } : current,
    rightsOnly: true,
    action: `Removing Active Directory permission "${identity}" for user "${principal}" with access rights "${quotedRights(entries)}".`,
    target: identity,
    warnings: absenceWarnings(named, identity, current.server.domain),
  };
}

/** An entry that is not there is a warning, not an error. Inherited rows belong to the organization and stay. */
function absenceWarnings(
  { connector, principal, entries }: Named,
  identity: string,
  domain: string,
): readonly string[] {
  const absent = entries.filter((entry) => !connector.entries.some((other) => entriesEqual(entry, other)));
  return absent.map((entry) => {
    const isInherited = inheritedEntries(domain).some((other) => entriesEqual(entry, other));
    const why = isInherited ? 'it is inherited' : "the ACE isn't present";
    return `Can't remove the access control entry on the object "${identity}" for account "${principal}" because ${why}.`;
  });
}

function resetOwner(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const connector = namedConnector(current, args);
  if (isAdminError(connector)) return connector;
  const identity = receiveConnectorIdentity(connector, current.server);
  const next = { ...connector, owner: organizationManagement(current.server.domain), whenChanged: input.now };
  return {
    next: { ...current, receiveConnectors: replaced(current.receiveConnectors, next) },
    rightsOnly: true,
    action: `Removing the owner of "${identity}".`,
    target: identity,
  };
}

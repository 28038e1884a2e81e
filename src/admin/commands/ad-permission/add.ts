import { judgeExclusivity } from '../../../access/open-relay-guard.ts';
import { entriesEqual } from '../../../config/permission-groups.ts';
import type { AccessEntry } from '../../../config/receive-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { receiveConnectorIdentity } from '../../identity.ts';
import { presentADPermission, presentOwner } from '../../present/ad-permission.ts';
import { replaced } from '../../snapshot-change.ts';
import { namedConnector, namedEntries, namedPrincipal, quotedRights } from './entries.ts';

/** Exchange: Add-ADPermission. receive-connectors.md §6 */
export function addPermission(input: ChangeInput): Change | AdminError {
  return input.set === 'Owner' ? setOwner(input) : addEntries(input);
}

function addEntries(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const named = namedEntries(current, args);
  if (isAdminError(named)) return named;
  const { connector, principal, entries } = named;
  const granted = entries.filter((entry) => !entry.deny && entry.extendedRight !== null);
  for (const { principal: holder, extendedRight } of granted) {
    const problem = judgeExclusivity(connector, { principal: holder, right: extendedRight ?? '' });
    if (problem !== null) return problem;
  }
  const identity = receiveConnectorIdentity(connector, current.server);
  const added = entries.filter((entry) => !connector.entries.some((other) => entriesEqual(entry, other)));
  const next = { ...connector, entries: [...connector.entries, ...added], whenChanged: input.now };
  return {
    next:
      added.length === 0
        ? current
        : { ...current, receiveConnectors: replaced(current.receiveConnectors, next) },
    rightsOnly: true,
    action: `Adding Active Directory permission "${identity}" for user "${principal}" with access rights "${quotedRights(entries)}".`,
    target: identity,
    warnings: [
      ...(added.length < entries.length
        ? [
            `The appropriate access control entry is already present on the object "${identity}" for account "${principal}".`,
          ]
        : []),
      ...withoutEffect(added),
    ],
    objects: () =>
      entries.map((entry) => presentADPermission(next, current.server, { entry, isInherited: false })),
  };
}

function withoutEffect(added: readonly AccessEntry[]): readonly string[] {
  const general = added.filter((entry) => entry.extendedRight === null);
  if (general.length === 0) return [];
  return [`${quotedRights(general)} is kept and shown; it has no effect on what a session may do.`];
}

function setOwner(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const connector = namedConnector(current, args);
  if (isAdminError(connector)) return connector;
  const owner = namedPrincipal(current, textOf(args, 'Owner') ?? '');
  if (isAdminError(owner)) return { ...owner, parameter: 'Owner' };
  const identity = receiveConnectorIdentity(connector, current.server);
  const next = { ...connector, owner, whenChanged: input.now };
  return {
    next: { ...current, receiveConnectors: replaced(current.receiveConnectors, next) },
    rightsOnly: true,
    action: `Setting the owner of "${identity}" to "${owner}".`,
    target: identity,
    objects: () => [presentOwner(next, current.server)],
  };
}

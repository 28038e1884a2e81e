import { inheritedEntries } from '../../../config/permission-groups.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { inOutputOrder, presentADPermission, presentOwner } from '../../present/ad-permission.ts';
import { namedConnector, namedPrincipal } from './entries.ts';

/** Exchange: Get-ADPermission. Explicit rows, then the inherited ones. receive-connectors.md §6.2 */
export function showPermissions({ current, args }: QueryInput): Answer | AdminError {
  const connector = namedConnector(current, args);
  if (isAdminError(connector)) return connector;
  const { server } = current;
  if (switchOf(args, 'Owner')) return { objects: [presentOwner(connector, server)] };
  const user = textOf(args, 'User') ?? null;
  const principal = user === null ? null : namedPrincipal(current, user);
  if (isAdminError(principal)) return principal;
  const rows = [
    ...inOutputOrder(connector.entries).map((entry) => ({ entry, isInherited: false })),
    ...inheritedEntries(server.domain).map((entry) => ({ entry, isInherited: true })),
  ].filter(({ entry }) => principal === null || entry.principal === principal);
  return { objects: rows.map((row) => presentADPermission(connector, server, row)) };
}

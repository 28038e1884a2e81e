import { ROLE_GROUPS } from '../../../config/administrator.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll } from '../../identity.ts';
import { presentRoleGroup } from '../../present/administrator.ts';
import { filtered } from '../find-recipient.ts';

/** Exchange: Get-RoleGroup */
export function showRoleGroups({ current, args }: QueryInput): Answer | AdminError {
  const { administrators, server } = current;
  const found = findAll({ items: ROLE_GROUPS, keys: (group) => [group], server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return filtered(
    found.map((group) => presentRoleGroup(group, administrators)),
    args,
  );
}

import { roleGroupNamed } from '../../administrators.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { pageOf } from '../../paging.ts';
import { presentRoleGroupMember } from '../../present/administrator.ts';

/** Exchange: Get-RoleGroupMember */
export function showRoleGroupMembers({ current, args }: QueryInput): Answer | AdminError {
  const group = roleGroupNamed(textOf(args, 'Identity') ?? '', 'Identity');
  if (isAdminError(group)) return group;
  const members = current.administrators.filter((one) => one.roleGroups.includes(group));
  return pageOf(
    members.map((one) => presentRoleGroupMember(one, current.server)),
    args,
  );
}

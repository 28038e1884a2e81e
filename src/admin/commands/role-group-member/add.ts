import {
  administratorNamed,
  changedAdministrators,
  roleGroupNamed,
  withAdministrator,
} from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';

/** Exchange: Add-RoleGroupMember */
export function addRoleGroupMember({ current, args, now }: ChangeInput): Change | AdminError {
  const group = roleGroupNamed(textOf(args, 'Identity') ?? '', 'Identity');
  if (isAdminError(group)) return group;
  const member = administratorNamed(current, textOf(args, 'Member'), 'Member');
  if (isAdminError(member)) return member;
  if (member.roleGroups.includes(group)) {
    const message = `"${member.name}" is already a member of the role group "${group}".`;
    return {
      category: 'ResourceExists',
      id: 'MemberExists',
      message,
      target: member.name,
      parameter: 'Member',
    };
  }
  const next = { ...member, roleGroups: [...member.roleGroups, group] };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Adding member "${member.name}" to role group "${group}".`,
    target: group,
  });
}

import {
  administratorNamed,
  changedAdministrators,
  roleGroupNamed,
  withAdministrator,
} from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';

/** Exchange: Remove-RoleGroupMember */
export function removeRoleGroupMember({ current, args, now }: ChangeInput): Change | AdminError {
  const group = roleGroupNamed(textOf(args, 'Identity') ?? '', 'Identity');
  if (isAdminError(group)) return group;
  const member = administratorNamed(current, textOf(args, 'Member'), 'Member');
  if (isAdminError(member)) return member;
  if (!member.roleGroups.includes(group)) {
    const message = `"${member.name}" isn't a member of the role group "${group}".`;
    return {
      category: 'ObjectNotFound',
      id: 'MemberNotFound',
      message,
      target: member.name,
      parameter: 'Member',
    };
  }
  const next = { ...member, roleGroups: member.roleGroups.filter((one) => one !== group) };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Removing member "${member.name}" from role group "${group}".`,
    target: group,
  });
}

import type { Administrator, RoleGroup } from '../../../config/administrator.ts';
import {
  changedAdministrators,
  checkAdministrator,
  roleGroupNamed,
  weakPassword,
} from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentAdministrator } from '../../present/administrator.ts';

export function createAdministrator(input: ChangeInput): Change | AdminError {
  const { current, args, now } = input;
  const weak = weakPassword(args['Password']);
  if (weak !== null) return weak;
  const roleGroups = groupsNamed(itemsOf(args, 'RoleGroups'));
  if (isAdminError(roleGroups)) return roleGroups;
  const name = (textOf(args, 'Name') ?? '').trim();
  const made: Administrator = {
    guid: input.newGuid(),
    name,
    displayName: textOf(args, 'DisplayName') ?? name,
    passwordHash: input.passwordHash ?? '',
    enabled: true,
    roleGroups,
    totp: null,
    tokens: [],
    whenCreated: now,
    whenChanged: now,
  };
  const problem = checkAdministrator(made, current);
  if (problem !== null) return problem;
  return changedAdministrators(current, [...current.administrators, made], {
    action: `Creating administrator "${name}".`,
    target: name,
    objects: () => [presentAdministrator(made, current.server)],
    warnings:
      roleGroups.length > 0
        ? []
        : [`${name} may do nothing yet: Add-RoleGroupMember <role group> -Member "${name}"`],
  });
}

function groupsNamed(names: readonly string[]): readonly RoleGroup[] | AdminError {
  const groups: RoleGroup[] = [];
  for (const name of names) {
    const group = roleGroupNamed(name, 'RoleGroups');
    if (isAdminError(group)) return group;
    if (!groups.includes(group)) groups.push(group);
  }
  return groups;
}

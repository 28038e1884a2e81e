import type { Administrator, ApiToken, RoleGroup } from '../../config/administrator.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { DESCRIPTION_OF, ROLES_OF } from '../role-groups.ts';
import { shortTail } from './directory-tail.ts';
import { recipientDn } from './distinguished-name.ts';
import { adminObject, dateTime, enumValue, guidValue, list } from './values.ts';

/** An administrator. Neither hashes nor secrets are shown. */
export function presentAdministrator(administrator: Administrator, server: ServerIdentity): AdminObject {
  const { name, displayName, enabled, roleGroups, totp, tokens } = administrator;
  return adminObject('Administrator', name, [
    ['DisplayName', displayName],
    ['Enabled', enabled],
    ['RoleGroups', list(roleGroups)],
    ['TotpEnabled', totp?.confirmed === true],
    ['ApiTokens', list(tokens.map((token) => token.name))],
    ...accountTail(administrator, server),
  ]);
}

/** Exchange: Get-RoleGroupMember */
export function presentRoleGroupMember(administrator: Administrator, server: ServerIdentity): AdminObject {
  return adminObject('RoleGroupMember', administrator.name, [
    ['DisplayName', administrator.displayName],
    ['RecipientType', 'User'],
    ...accountTail(administrator, server),
  ]);
}

function accountTail(administrator: Administrator, server: ServerIdentity): AdminObject['properties'] {
  const { name } = administrator;
  const dn = recipientDn(server, name);
  return shortTail(administrator, { server, identity: name, dn, objectClass: ['top', 'user'] });
}

/** Exchange: Get-RoleGroup */
export function presentRoleGroup(group: RoleGroup, administrators: readonly Administrator[]): AdminObject {
  const roles = ROLES_OF[group];
  return adminObject('RoleGroup', group, [
    ['ManagedBy', list(['Organization Management'])],
    ['RoleAssignments', list(roles.map((role) => `${role}-${group}`))],
    ['Roles', list(roles)],
    ['DisplayName', ''],
    ['Members', list(administrators.filter((one) => one.roleGroups.includes(group)).map((one) => one.name))],
    ['Description', DESCRIPTION_OF[group]],
    ['Name', group],
    ['Identity', group],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ]);
}

/** @param secret the token itself, shown when it is made and never again */
export function presentApiToken(user: string, token: ApiToken, secret: string | null): AdminObject {
  return adminObject('ApiToken', tokenIdentity(user, token), [
    ['User', user],
    ['Name', token.name],
    ...(secret === null ? [] : ([['Token', secret]] as const)),
    ['ExpiresOn', dateTime(token.expiresAt)],
    ['WhenCreated', dateTime(token.whenCreated)],
    ['Identity', tokenIdentity(user, token)],
    ['Guid', guidValue(token.guid)],
  ]);
}

export function tokenIdentity(user: string, token: ApiToken): string {
  return `${user}\\${token.name}`;
}

import {
  type Administrator,
  findAdministrator,
  ORGANIZATION_MANAGEMENT,
  ROLE_GROUPS,
  type RoleGroup,
} from '../config/administrator.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Change } from './command.ts';
import type { Argument } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import { notFound } from './identity.ts';
import type { Caller } from './ports.ts';
import { badText, badValue, replaced } from './snapshot-change.ts';

const SHORTEST_PASSWORD = 8;
/** Longer ones cost time at each sign-in and add nothing. */
const LONGEST_PASSWORD = 1024;

export function administratorNamed(
  current: ConfigSnapshot,
  text: string | null | undefined,
  parameter = 'Identity',
): Administrator | AdminError {
  const found = findAdministrator(current.administrators, text ?? '');
  return found ?? { ...notFound(text ?? '', current.server), parameter };
}

/** The administrator who runs the command. The socket in the data folder has none. */
export function ownAccount(current: ConfigSnapshot, caller: Caller): Administrator | AdminError {
  const found = current.administrators.find((one) => one.guid === caller.administrator);
  return (
    found ?? {
      category: 'InvalidOperation',
      id: 'NoOwnAccount',
      message:
        'This is for administrators who signed in; who uses the socket of the data folder has no account. Name one instead: Set-Administrator, New-ApiToken -User.',
      target: caller.name,
    }
  );
}

export function roleGroupNamed(text: string, parameter: string): RoleGroup | AdminError {
  const wanted = text.toLowerCase();
  const found = ROLE_GROUPS.find((group) => group.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const message = `There is no role group "${text}". There are: ${ROLE_GROUPS.join(', ')}.`;
  return { category: 'ObjectNotFound', id: 'E22', message, target: text, parameter };
}

export function weakPassword(password: Argument | undefined): AdminError | null {
  if (password?.kind !== 'secret') return null;
  const { length } = password.text;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return null;
  const reason = `it must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`;
  return badText('Password', reason, 'Password');
}

/** A name that can be typed at the sign-in and read in the audit log. */
export function checkAdministrator(next: Administrator, current: ConfigSnapshot): AdminError | null {
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N} ._@-]{0,62}[\p{L}\p{N}])?$/u.test(next.name))
    return badValue(
      'E21',
      'Name',
      'Name must have 1 to 64 letters, digits, blanks or any of . _ @ -',
      next.name,
    );
  const twin = findAdministrator(current.administrators, next.name);
  if (twin === undefined || twin.guid === next.guid) return null;
  const message = `There is an administrator "${twin.name}" already.`;
  return { category: 'ResourceExists', id: 'E20', message, target: next.name, parameter: 'Name' };
}

/** The change, or an error where nobody would be left who may do everything. Exchange guards its last member, too. */
export function changedAdministrators(
  current: ConfigSnapshot,
  administrators: readonly Administrator[],
  about: Pick<Change, 'action' | 'target'> & Partial<Change>,
): Change | AdminError {
  const isManager = (one: Administrator): boolean =>
    one.enabled && one.roleGroups.includes(ORGANIZATION_MANAGEMENT);
  if (current.administrators.some(isManager) && !administrators.some(isManager)) {
    return {
      category: 'InvalidOperation',
      id: 'LastAdministrator',
      message: `"${about.target}" is the last enabled member of ${ORGANIZATION_MANAGEMENT}. Add another first: Add-RoleGroupMember "${ORGANIZATION_MANAGEMENT}" -Member <administrator>.`,
      target: about.target,
    };
  }
  return { ...about, next: { ...current, administrators } };
}

/** The list with one administrator changed just now. */
export function withAdministrator(
  current: ConfigSnapshot,
  next: Administrator,
  now: string,
): readonly Administrator[] {
  return replaced(current.administrators, { ...next, whenChanged: now });
}

import { changedAdministrators, ownAccount, withAdministrator } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

export function disableMyTotp(input: ChangeInput): Change | AdminError {
  const { current, caller, now } = input;
  const own = ownAccount(current, caller);
  if (isAdminError(own)) return own;
  if (input.oldPasswordIsRight === false) return badText('OldPassword', 'it is not your password', own.name);
  const about = { action: `Disabling the second factor of administrator "${own.name}".`, target: own.name };
  if (own.totp === null) return { ...about, next: current };
  return changedAdministrators(current, withAdministrator(current, { ...own, totp: null }, now), about);
}

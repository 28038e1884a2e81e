import { changedAdministrators, ownAccount, weakPassword, withAdministrator } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

export function changeMyPassword(input: ChangeInput): Change | AdminError {
  const { current, args, caller, passwordHash, now } = input;
  const own = ownAccount(current, caller);
  if (isAdminError(own)) return own;
  if (input.oldPasswordIsRight === false) return badText('OldPassword', 'it is not your password', own.name);
  const weak = weakPassword(args['Password']);
  if (weak !== null) return weak;
  const next = { ...own, passwordHash: passwordHash ?? own.passwordHash };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Setting the password of administrator "${own.name}".`,
    target: own.name,
  });
}

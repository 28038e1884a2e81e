import { changedAdministrators, ownAccount, withAdministrator } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';
import { totpStep } from '../../totp.ts';

export function enableMyTotp({ current, args, caller, now }: ChangeInput): Change | AdminError {
  const own = ownAccount(current, caller);
  if (isAdminError(own)) return own;
  if (own.totp === null) return badText('Code', 'there is no secret yet; make one with New-MyTotp', own.name);
  if (totpStep(own.totp.sharedSecret, textOf(args, 'Code') ?? '', Date.parse(now)) === null) {
    const reason = 'it is not what the app shows now; look at the clocks of the phone and of this server';
    return badText('Code', reason, own.name);
  }
  const next = { ...own, totp: { ...own.totp, confirmed: true } };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Enabling the second factor of administrator "${own.name}".`,
    target: own.name,
  });
}

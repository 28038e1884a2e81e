import { changedAdministrators, ownAccount, withAdministrator } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { adminObject } from '../../present/values.ts';
import { badText } from '../../snapshot-change.ts';
import { TOTP_SECRET_BYTES, totpSecret, totpUri } from '../../totp.ts';

/** A secret that is not asked for before a code has been shown. */
export function createMyTotp({ current, caller, now, randomBytes }: ChangeInput): Change | AdminError {
  const own = ownAccount(current, caller);
  if (isAdminError(own)) return own;
  if (own.totp?.confirmed === true)
    return badText('Totp', 'it is on already; switch it off first with Disable-MyTotp', own.name);
  const secret = totpSecret(randomBytes(TOTP_SECRET_BYTES));
  const next = { ...own, totp: { sharedSecret: secret, confirmed: false } };
  const uri = totpUri(secret, own.name, `Postern ${current.server.name}`);
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Creating a second factor of administrator "${own.name}".`,
    target: own.name,
    objects: () => [
      adminObject('TotpSecret', own.name, [
        ['User', own.name],
        ['Secret', secret],
        ['Uri', uri],
      ]),
    ],
    warnings: ['Add it to your authenticator app, then show a code: Enable-MyTotp <code>'],
  });
}

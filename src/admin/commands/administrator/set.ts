import {
  administratorNamed,
  changedAdministrators,
  checkAdministrator,
  weakPassword,
  withAdministrator,
} from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, isGiven, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

export function changeAdministrator(input: ChangeInput): Change | AdminError {
  const { current, args, passwordHash } = input;
  const found = administratorNamed(current, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const weak = weakPassword(args['Password']);
  if (weak !== null) return weak;
  const totp = booleanOf(args, 'TotpEnabled');
  if (totp === true && found.totp?.confirmed !== true)
    return badText('TotpEnabled', 'only the administrator can switch it on, with New-MyTotp', found.name);
  const next = {
    ...found,
    name: textOf(args, 'Name')?.trim() ?? found.name,
    displayName: textOf(args, 'DisplayName') ?? found.displayName,
    enabled: booleanOf(args, 'Enabled') ?? found.enabled,
    passwordHash: passwordHash ?? found.passwordHash,
    totp: totp === false ? null : found.totp,
  };
  const problem = checkAdministrator(next, current);
  if (problem !== null) return problem;
  const about = { action: `Setting administrator "${found.name}".`, target: found.name };
  const isSame = !isGiven(args, 'Password') && JSON.stringify(next) === JSON.stringify(found);
  if (isSame) return { ...about, next: current };
  return changedAdministrators(current, withAdministrator(current, next, input.now), about);
}

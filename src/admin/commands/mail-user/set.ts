import type { DirectoryUser } from '../../../config/recipient.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, isGiven, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import {
  badAddress,
  canonicalAddress,
  checkRecipient,
  withChangedEntry,
  withCommonSettings,
} from '../../recipients.ts';
import { withStored } from '../../stored-settings.ts';
import { findEntry } from '../find-recipient.ts';
import { emptyPassword } from './password.ts';

/** Exchange: Set-MailUser; Enabled and Password are our own. Decision: ADR-0006 */
export function changeMailUser(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const found = findEntry(current, 'user', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const weak = emptyPassword(args);
  if (weak !== null) return weak;
  const applied = applySettings(found, input);
  if (isAdminError(applied)) return applied;
  const problem = checkRecipient(applied, current);
  if (problem !== null) return problem;
  const action = `Setting mail user "${found.name}".`;
  const isSame = !isGiven(args, 'Password') && JSON.stringify(applied) === JSON.stringify(found);
  if (isSame) return { next: current, action, target: found.name };
  const next = withChangedEntry(current, { ...applied, whenChanged: input.now }, found);
  return { next, action, target: found.name };
}

function applySettings(
  user: DirectoryUser,
  { spec, args, passwordHash }: ChangeInput,
): DirectoryUser | AdminError {
  const common = withCommonSettings(user, args);
  if (isAdminError(common)) return common;
  const externalText = textOf(args, 'ExternalEmailAddress');
  const external = typeof externalText === 'string' ? canonicalAddress(externalText) : null;
  if (typeof externalText === 'string' && external === null)
    return badAddress('ExternalEmailAddress', externalText);
  const stored = withStored(spec, args, user.stored);
  return {
    ...common,
    userPrincipalName: textOf(args, 'UserPrincipalName') ?? user.userPrincipalName,
    enabled: booleanOf(args, 'Enabled') ?? user.enabled,
    passwordHash: passwordHash ?? user.passwordHash,
    ...(externalText === undefined ? {} : { externalEmailAddress: external }),
    ...(stored === undefined ? {} : { stored }),
  };
}

import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { withoutEntry } from '../../recipients.ts';
import { findEntry } from '../find-recipient.ts';

/** Exchange: Remove-MailUser. The rights of the user go with the user. */
export function deleteMailUser({ current, args }: ChangeInput): Change | AdminError {
  const found = findEntry(current, 'user', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return {
    next: withoutEntry(current, found),
    action: `Removing mail user "${found.name}".`,
    target: found.name,
    rightsOnly: true,
  };
}

import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { withoutEntry } from '../../recipients.ts';
import { findEntry } from '../find-recipient.ts';

/** Exchange: Remove-MailContact */
export function deleteMailContact({ current, args }: ChangeInput): Change | AdminError {
  const found = findEntry(current, 'contact', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return {
    next: withoutEntry(current, found),
    action: `Removing mail contact "${found.name}".`,
    target: found.name,
  };
}

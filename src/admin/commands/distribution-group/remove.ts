import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { withoutEntry } from '../../recipients.ts';
import { findEntry } from '../find-recipient.ts';

/** Exchange: Remove-DistributionGroup */
export function deleteDistributionGroup({ current, args }: ChangeInput): Change | AdminError {
  const found = findEntry(current, 'group', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return {
    next: withoutEntry(current, found),
    action: `Removing distribution group "${found.name}".`,
    target: found.name,
  };
}

import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentRecipient } from '../../present/recipient.ts';
import { filtered, findEntry } from '../find-recipient.ts';

/** Exchange: Get-DistributionGroupMember. Nested groups are shown, not expanded. */
export function showGroupMembers({ current, args }: QueryInput): Answer | AdminError {
  const group = findEntry(current, 'group', textOf(args, 'Identity'));
  if (isAdminError(group)) return group;
  const members = current.directory.filter((entry) => group.members.includes(entry.guid));
  return filtered(
    members.map((entry) => presentRecipient(entry, current.server)),
    args,
  );
}

import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { replaced } from '../../snapshot-change.ts';
import { findEntry, findMember } from '../find-recipient.ts';

/** Exchange: Remove-DistributionGroupMember */
export function removeGroupMember(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const group = findEntry(current, 'group', textOf(args, 'Identity'));
  if (isAdminError(group)) return group;
  const member = findMember(current, textOf(args, 'Member'));
  if (isAdminError(member)) return member;
  if (!group.members.includes(member.guid)) {
    const message = `The recipient "${member.name}" isn't a member of the group "${group.name}".`;
    return {
      category: 'ObjectNotFound',
      id: 'MemberNotFound',
      message,
      target: member.name,
      parameter: 'Member',
    };
  }
  const members = group.members.filter((guid) => guid !== member.guid);
  return {
    next: {
      ...current,
      directory: replaced(current.directory, { ...group, members, whenChanged: input.now }),
    },
    action: `Removing distribution group member "${member.name}" on distribution group "${group.name}".`,
    target: group.name,
  };
}

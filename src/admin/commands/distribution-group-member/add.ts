import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText, replaced } from '../../snapshot-change.ts';
import { findEntry, findMember } from '../find-recipient.ts';

/** Exchange: Add-DistributionGroupMember */
export function addGroupMember(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const group = findEntry(current, 'group', textOf(args, 'Identity'));
  if (isAdminError(group)) return group;
  const member = findMember(current, textOf(args, 'Member'));
  if (isAdminError(member)) return member;
  if (member.guid === group.guid) return badText('Member', "a group can't be a member of itself", group.name);
  if (group.members.includes(member.guid)) {
    const message = `The recipient "${member.name}" is already a member of the group "${group.name}".`;
    return {
      category: 'ResourceExists',
      id: 'MemberExists',
      message,
      target: member.name,
      parameter: 'Member',
    };
  }
  const next = { ...group, members: [...group.members, member.guid], whenChanged: input.now };
  return {
    next: { ...current, directory: replaced(current.directory, next) },
    action: `Adding distribution group member "${member.name}" to distribution group "${group.name}".`,
    target: group.name,
  };
}

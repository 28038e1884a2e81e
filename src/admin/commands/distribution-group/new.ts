import type { DistributionGroup } from '../../../config/recipient.ts';
import { defaultAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentDistributionGroup } from '../../present/recipient.ts';
import { aliasOf, createdRecipient } from '../../recipients.ts';
import { badText } from '../../snapshot-change.ts';
import { findMember } from '../find-recipient.ts';

/** Exchange: New-DistributionGroup. New groups take mail from authenticated senders only. mail-flow.md §10.3 */
export function createDistributionGroup(input: ChangeInput): Change | AdminError {
  return createdRecipient(input, freshGroup(input), {
    kind: 'distribution group',
    present: presentDistributionGroup,
  });
}

function freshGroup(input: ChangeInput): DistributionGroup | AdminError {
  const { args, current, now } = input;
  const name = textOf(args, 'Name') ?? '';
  const alias = textOf(args, 'Alias') ?? aliasOf(name);
  if (alias === '') return badText('Alias', 'the name leaves none, so give one', name);
  const domain = defaultAcceptedDomain(current.acceptedDomains);
  const primary = textOf(args, 'PrimarySmtpAddress') ?? null;
  if (primary === null && domain === null) {
    return badText('PrimarySmtpAddress', 'there is no default accepted domain to make an address of', name);
  }
  const members = membersOf(input);
  if (isAdminError(members)) return members;
  return {
    kind: 'group',
    guid: input.newGuid(),
    name,
    alias,
    displayName: name,
    emailAddresses: primary === null ? [`${alias}@${domain}`.toLowerCase()] : [],
    members,
    requireSenderAuthenticationEnabled: booleanOf(args, 'RequireSenderAuthenticationEnabled') ?? true,
    whenCreated: now,
    whenChanged: now,
  };
}

function membersOf({ args, current }: ChangeInput): readonly string[] | AdminError {
  const guids: string[] = [];
  for (const text of itemsOf(args, 'Members')) {
    const member = findMember(current, text);
    if (isAdminError(member)) return { ...member, parameter: 'Members' };
    guids.push(member.guid);
  }
  return [...new Set(guids)];
}

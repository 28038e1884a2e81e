import type { DistributionGroup } from '../../../config/recipient.ts';
import { defaultAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentDistributionGroup } from '../../present/recipient.ts';
import { aliasOf, checkRecipient, withCommonSettings } from '../../recipients.ts';
import { badText } from '../../snapshot-change.ts';
import { withStored } from '../../stored-settings.ts';
import { findMember } from '../find-recipient.ts';

/** Exchange: New-DistributionGroup. New groups take mail from authenticated senders only. mail-flow.md §10.3 */
export function createDistributionGroup(input: ChangeInput): Change | AdminError {
  const { current, args, spec } = input;
  const fresh = freshGroup(input);
  if (isAdminError(fresh)) return fresh;
  const common = withCommonSettings(fresh, args);
  if (isAdminError(common)) return common;
  const stored = withStored(spec, args, undefined);
  const made = stored === undefined ? common : { ...common, stored };
  const problem = checkRecipient(made, current);
  if (problem !== null) return problem;
  return {
    next: { ...current, directory: [...current.directory, made] },
    action: `Creating distribution group "${made.name}".`,
    target: made.name,
    objects: () => [presentDistributionGroup(made, current.server)],
  };
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

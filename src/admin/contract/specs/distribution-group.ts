import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { recipientQuery } from './recipient-query.ts';
import { NEW_RECIPIENT, SET_RECIPIENT } from './recipient-settings.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  LIST,
  identity,
  optionalIdentity,
  refuses,
  stores,
} from './spec-builder.ts';

export const newDistributionGroup: CommandSpec = command(
  'New-DistributionGroup',
  {
    synopsis: 'Creates a group: one address for several recipients.',
    shouldProcess: true,
    returns: 'DistributionGroup',
  },
  [
    NEW_RECIPIENT,
    acts('Members', 'MultiValuedProperty', LIST),
    acts('PrimarySmtpAddress', 'SmtpAddress', { help: 'alias@default domain unless given.' }),
    acts('RequireSenderAuthenticationEnabled', 'Boolean', {
      help: '$true unless given: anonymous senders are refused.',
    }),
    acts('SamAccountName', 'String', { help: 'Accepted; the name is the only account name.' }),
    ...stores('String', ['Notes']),
    acts('Type', 'GroupType', { help: 'Distribution; Security is taken as the same.' }),
    ...refuses('Boolean', ['BypassNestedModerationEnabled']),
    ...refuses('SwitchParameter', ['CopyOwnerToMember', 'IgnoreNamingPolicy', 'RoomList']),
    ...refuses('MultiValuedProperty', ['ManagedBy'], LIST),
    ...refuses('MemberUpdateType', ['MemberDepartRestriction', 'MemberJoinRestriction']),
  ],
);

export const setDistributionGroup: CommandSpec = command(
  'Set-DistributionGroup',
  { synopsis: 'Changes a group.', shouldProcess: true, returns: '' },
  [
    identity('DistributionGroupIdParameter'),
    SET_RECIPIENT,
    acts('RequireSenderAuthenticationEnabled', 'Boolean'),
    ...refuses('MultiValuedProperty', ['ManagedBy'], EDITABLE),
    ...refuses('Boolean', [
      'BypassNestedModerationEnabled',
      'ReportToManagerEnabled',
      'ReportToOriginatorEnabled',
      'SendOofMessageToOriginatorEnabled',
    ]),
    ...refuses('SwitchParameter', ['BypassSecurityGroupManagerCheck', 'IgnoreNamingPolicy', 'RoomList']),
    ...refuses('String', ['ExpansionServer', 'SamAccountName']),
    ...refuses('MemberUpdateType', ['MemberDepartRestriction', 'MemberJoinRestriction']),
  ],
);

export const getDistributionGroup: CommandSpec = command(
  'Get-DistributionGroup',
  {
    synopsis: 'Shows groups.',
    sets: ['AnrSet', 'Identity', 'ManagedBySet'],
    defaultSet: 'Identity',
    returns: 'DistributionGroup',
  },
  [
    optionalIdentity('DistributionGroupIdParameter', { sets: ['Identity'] }),
    acts('Anr', 'String', { sets: ['AnrSet'], help: 'Beginning of a name, display name, alias or address.' }),
    recipientQuery(),
    ...refuses('GeneralRecipientIdParameter', ['ManagedBy'], { sets: ['ManagedBySet'] }),
    ...refuses('RecipientTypeDetails[]', ['RecipientTypeDetails'], LIST),
  ],
);

const GROUP_CHANGE: readonly ParameterSpec[] = [
  identity('DistributionGroupIdParameter'),
  DOMAIN_CONTROLLER,
  ...stores('SwitchParameter', ['BypassSecurityGroupManagerCheck']),
];

export const removeDistributionGroup: CommandSpec = command(
  'Remove-DistributionGroup',
  { synopsis: 'Removes a group; its members stay.', shouldProcess: true, confirm: true, returns: '' },
  [GROUP_CHANGE, ...stores('SwitchParameter', ['IgnoreDefaultScope'])],
);

export const addDistributionGroupMember: CommandSpec = command(
  'Add-DistributionGroupMember',
  { synopsis: 'Adds a member to a group.', shouldProcess: true, returns: '' },
  [GROUP_CHANGE, acts('Member', 'RecipientWithAdUserGroupIdParameter', { pipeline: true })],
);

export const removeDistributionGroupMember: CommandSpec = command(
  'Remove-DistributionGroupMember',
  { synopsis: 'Takes a member from a group.', shouldProcess: true, confirm: true, returns: '' },
  [GROUP_CHANGE, acts('Member', 'GeneralRecipientIdParameter', { pipeline: true })],
);

export const getDistributionGroupMember: CommandSpec = command(
  'Get-DistributionGroupMember',
  { synopsis: 'Shows the members of a group.', returns: 'Recipient' },
  [
    acts('Identity', 'DistributionGroupMemberIdParameter', { position: 0, pipeline: true, mandatory: true }),
    acts('ResultSize', 'Unlimited'),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['IgnoreDefaultScope', 'ReadFromDomainController']),
    ...refuses('PSCredential', ['Credential']),
  ],
);

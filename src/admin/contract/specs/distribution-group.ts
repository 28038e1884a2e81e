import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { recipientQuery } from './recipient-query.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  LIST,
  identity,
  OF_SIZE,
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
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('Alias', 'String'),
    acts('DisplayName', 'String'),
    acts('Members', 'MultiValuedProperty', LIST),
    acts('PrimarySmtpAddress', 'SmtpAddress', { help: 'alias@default domain unless given.' }),
    acts('RequireSenderAuthenticationEnabled', 'Boolean', {
      help: '$true unless given: anonymous senders are refused.',
    }),
    acts('SamAccountName', 'String', { help: 'Accepted; the name is the only account name.' }),
    ...stores('String', ['Notes']),
    acts('Type', 'GroupType', { help: 'Distribution; Security is taken as the same.' }),
    DOMAIN_CONTROLLER,
    ...refuses('MailboxIdParameter', ['ArbitrationMailbox']),
    ...refuses('Boolean', ['BypassNestedModerationEnabled', 'ModerationEnabled']),
    ...refuses('SwitchParameter', ['CopyOwnerToMember', 'IgnoreNamingPolicy', 'RoomList']),
    ...refuses('MultiValuedProperty', ['ManagedBy', 'ModeratedBy'], LIST),
    ...refuses('MemberUpdateType', ['MemberDepartRestriction', 'MemberJoinRestriction']),
    ...refuses('OrganizationalUnitIdParameter', ['OrganizationalUnit']),
    ...refuses('TransportModerationNotificationFlags', ['SendModerationNotifications']),
  ],
);

export const setDistributionGroup: CommandSpec = command(
  'Set-DistributionGroup',
  { synopsis: 'Changes a group.', shouldProcess: true, returns: '' },
  [
    identity('DistributionGroupIdParameter'),
    acts('Name', 'String'),
    acts('Alias', 'String'),
    acts('DisplayName', 'String'),
    acts('EmailAddresses', 'ProxyAddressCollection', {
      ...EDITABLE,
      help: 'The one with SMTP: in capitals is the primary one.',
    }),
    acts('PrimarySmtpAddress', 'SmtpAddress'),
    acts('RequireSenderAuthenticationEnabled', 'Boolean'),
    DOMAIN_CONTROLLER,
    ...stores('String', [
      'CustomAttribute1',
      'CustomAttribute10',
      'CustomAttribute11',
      'CustomAttribute12',
      'CustomAttribute13',
      'CustomAttribute14',
      'CustomAttribute15',
      'CustomAttribute2',
      'CustomAttribute3',
      'CustomAttribute4',
      'CustomAttribute5',
      'CustomAttribute6',
      'CustomAttribute7',
      'CustomAttribute8',
      'CustomAttribute9',
      'MailTip',
      'SimpleDisplayName',
    ]),
    ...stores(
      'MultiValuedProperty',
      [
        'ExtensionCustomAttribute1',
        'ExtensionCustomAttribute2',
        'ExtensionCustomAttribute3',
        'ExtensionCustomAttribute4',
        'ExtensionCustomAttribute5',
      ],
      EDITABLE,
    ),
    ...refuses(
      'MultiValuedProperty',
      [
        'AcceptMessagesOnlyFrom',
        'AcceptMessagesOnlyFromDLMembers',
        'AcceptMessagesOnlyFromSendersOrMembers',
        'BypassModerationFromSendersOrMembers',
        'GrantSendOnBehalfTo',
        'MailTipTranslations',
        'ManagedBy',
        'ModeratedBy',
        'RejectMessagesFrom',
        'RejectMessagesFromDLMembers',
        'RejectMessagesFromSendersOrMembers',
        'UMDtmfMap',
      ],
      EDITABLE,
    ),
    ...refuses('MailboxIdParameter', ['ArbitrationMailbox']),
    ...refuses('Boolean', [
      'BypassNestedModerationEnabled',
      'CreateDTMFMap',
      'EmailAddressPolicyEnabled',
      'HiddenFromAddressListsEnabled',
      'ModerationEnabled',
      'ReportToManagerEnabled',
      'ReportToOriginatorEnabled',
      'SendOofMessageToOriginatorEnabled',
    ]),
    ...refuses('SwitchParameter', [
      'BypassSecurityGroupManagerCheck',
      'ForceUpgrade',
      'IgnoreDefaultScope',
      'IgnoreNamingPolicy',
      'RoomList',
    ]),
    ...refuses('String', ['ExpansionServer', 'SamAccountName']),
    ...refuses('Unlimited', ['MaxReceiveSize', 'MaxSendSize'], OF_SIZE),
    ...refuses('MemberUpdateType', ['MemberDepartRestriction', 'MemberJoinRestriction']),
    ...refuses('TransportModerationNotificationFlags', ['SendModerationNotifications']),
    ...refuses('SmtpAddress', ['WindowsEmailAddress']),
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

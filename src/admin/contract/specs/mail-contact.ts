import type { CommandSpec } from '../command-spec.ts';
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

export const newMailContact: CommandSpec = command(
  'New-MailContact',
  {
    synopsis: 'Creates a contact: a name and address here that lead elsewhere.',
    shouldProcess: true,
    returns: 'MailContact',
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('ExternalEmailAddress', 'ProxyAddress', {
      mandatory: true,
      help: 'Where mail to the contact goes.',
    }),
    acts('Alias', 'String'),
    acts('DisplayName', 'String'),
    acts('PrimarySmtpAddress', 'SmtpAddress', {
      help: 'Address of the contact here; the external one unless given.',
    }),
    DOMAIN_CONTROLLER,
    ...stores('String', ['FirstName', 'Initials', 'LastName']),
    ...refuses('MailboxIdParameter', ['ArbitrationMailbox']),
    ...refuses('MacAttachmentFormat', ['MacAttachmentFormat']),
    ...refuses('MessageBodyFormat', ['MessageBodyFormat']),
    ...refuses('MessageFormat', ['MessageFormat']),
    ...refuses('MultiValuedProperty', ['ModeratedBy'], LIST),
    ...refuses('Boolean', ['ModerationEnabled', 'UsePreferMessageFormat']),
    ...refuses('OrganizationalUnitIdParameter', ['OrganizationalUnit']),
    ...refuses('TransportModerationNotificationFlags', ['SendModerationNotifications']),
  ],
);

export const setMailContact: CommandSpec = command(
  'Set-MailContact',
  { synopsis: 'Changes a contact.', shouldProcess: true, returns: '' },
  [
    identity('MailContactIdParameter'),
    acts('Name', 'String'),
    acts('Alias', 'String'),
    acts('DisplayName', 'String'),
    acts('EmailAddresses', 'ProxyAddressCollection', {
      ...EDITABLE,
      help: 'The one with SMTP: in capitals is the primary one.',
    }),
    acts('ExternalEmailAddress', 'ProxyAddress'),
    acts('PrimarySmtpAddress', 'SmtpAddress'),
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
      'CreateDTMFMap',
      'EmailAddressPolicyEnabled',
      'HiddenFromAddressListsEnabled',
      'ModerationEnabled',
      'RequireSenderAuthenticationEnabled',
      'UsePreferMessageFormat',
    ]),
    ...refuses('SwitchParameter', [
      'ForceUpgrade',
      'IgnoreDefaultScope',
      'RemovePicture',
      'RemoveSpokenName',
    ]),
    ...refuses('MacAttachmentFormat', ['MacAttachmentFormat']),
    ...refuses('Unlimited', ['MaxReceiveSize', 'MaxSendSize'], OF_SIZE),
    ...refuses('Unlimited', ['MaxRecipientPerMessage']),
    ...refuses('MessageBodyFormat', ['MessageBodyFormat']),
    ...refuses('MessageFormat', ['MessageFormat']),
    ...refuses('String', ['SecondaryAddress']),
    ...refuses('UMDialPlanIdParameter', ['SecondaryDialPlan']),
    ...refuses('TransportModerationNotificationFlags', ['SendModerationNotifications']),
    ...refuses('UseMapiRichTextFormat', ['UseMapiRichTextFormat']),
    ...refuses('SmtpAddress', ['WindowsEmailAddress']),
  ],
);

export const getMailContact: CommandSpec = command(
  'Get-MailContact',
  {
    synopsis: 'Shows contacts.',
    sets: ['AnrSet', 'Identity'],
    defaultSet: 'Identity',
    returns: 'MailContact',
  },
  [
    optionalIdentity('MailContactIdParameter', { sets: ['Identity'] }),
    acts('ANR', 'String', { sets: ['AnrSet'], help: 'Beginning of a name, display name, alias or address.' }),
    recipientQuery(),
    ...refuses('RecipientTypeDetails[]', ['RecipientTypeDetails'], LIST),
  ],
);

export const removeMailContact: CommandSpec = command(
  'Remove-MailContact',
  { synopsis: 'Removes a contact.', shouldProcess: true, confirm: true, returns: '' },
  [
    identity('MailContactIdParameter'),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['IgnoreDefaultScope']),
  ],
);

import type { ParameterSpec } from '../command-spec.ts';
import { acts, DOMAIN_CONTROLLER, EDITABLE, LIST, OF_SIZE, refuses, stores } from './spec-builder.ts';

const MODERATION: readonly ParameterSpec[] = [
  ...refuses('MailboxIdParameter', ['ArbitrationMailbox']),
  ...refuses('Boolean', ['ModerationEnabled']),
  ...refuses('TransportModerationNotificationFlags', ['SendModerationNotifications']),
];

/** How messages would be converted for somebody elsewhere. */
const CONVERSION: readonly ParameterSpec[] = [
  ...refuses('MacAttachmentFormat', ['MacAttachmentFormat']),
  ...refuses('MessageBodyFormat', ['MessageBodyFormat']),
  ...refuses('MessageFormat', ['MessageFormat']),
  ...refuses('Boolean', ['UsePreferMessageFormat']),
];

/** Parameters of New- that contacts, users and groups share. */
export const NEW_RECIPIENT: readonly ParameterSpec[] = [
  acts('Name', 'String', { position: 0, mandatory: true }),
  acts('Alias', 'String'),
  acts('DisplayName', 'String'),
  DOMAIN_CONTROLLER,
  ...MODERATION,
  ...refuses('MultiValuedProperty', ['ModeratedBy'], LIST),
  ...refuses('OrganizationalUnitIdParameter', ['OrganizationalUnit']),
];

/** Parameters of New- that contacts and users have besides. */
export const NEW_PERSON: readonly ParameterSpec[] = [
  ...NEW_RECIPIENT,
  ...CONVERSION,
  ...stores('String', ['FirstName', 'Initials', 'LastName']),
];

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`);

/** Parameters of Set- that contacts, users and groups share. */
export const SET_RECIPIENT: readonly ParameterSpec[] = [
  acts('Name', 'String'),
  acts('Alias', 'String'),
  acts('DisplayName', 'String'),
  acts('EmailAddresses', 'ProxyAddressCollection', {
    ...EDITABLE,
    help: 'The one with SMTP: in capitals is the primary one.',
  }),
  acts('PrimarySmtpAddress', 'SmtpAddress'),
  DOMAIN_CONTROLLER,
  ...stores('String', [...numbered('CustomAttribute', 15), 'MailTip', 'SimpleDisplayName']),
  ...stores('MultiValuedProperty', numbered('ExtensionCustomAttribute', 5), EDITABLE),
  ...MODERATION,
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
  ...refuses('Boolean', ['CreateDTMFMap', 'EmailAddressPolicyEnabled', 'HiddenFromAddressListsEnabled']),
  ...refuses('SwitchParameter', ['ForceUpgrade', 'IgnoreDefaultScope']),
  acts('MaxReceiveSize', 'Unlimited', { ...OF_SIZE, help: 'Largest message that the recipient takes.' }),
  acts('MaxSendSize', 'Unlimited', {
    ...OF_SIZE,
    help: 'Largest message that the recipient may send, once it has signed in.',
  }),
  ...refuses('SmtpAddress', ['WindowsEmailAddress']),
];

/** Parameters of Set- that contacts and users have besides. */
export const SET_PERSON: readonly ParameterSpec[] = [
  ...SET_RECIPIENT,
  acts('ExternalEmailAddress', 'ProxyAddress'),
  ...CONVERSION,
  ...refuses('Boolean', ['RequireSenderAuthenticationEnabled']),
  ...refuses('SwitchParameter', ['RemovePicture', 'RemoveSpokenName']),
  ...refuses('String', ['SecondaryAddress']),
  ...refuses('UMDialPlanIdParameter', ['SecondaryDialPlan']),
  ...refuses('UseMapiRichTextFormat', ['UseMapiRichTextFormat']),
];

import type { CommandSpec } from '../command-spec.ts';
import { recipientQuery } from './recipient-query.ts';
import { NEW_PERSON, SET_PERSON } from './recipient-settings.ts';
import { acts, command, DOMAIN_CONTROLLER, EDITABLE, identity, refuses, stores } from './spec-builder.ts';

/** Local users: those who sign in with AUTH. Decision: ADR-0006 */
export const newMailUser: CommandSpec = command(
  'New-MailUser',
  {
    synopsis: 'Creates a user who may sign in with AUTH, and an address that leads elsewhere.',
    sets: ['DisabledUser', 'EnabledUser'],
    defaultSet: 'DisabledUser',
    shouldProcess: true,
    returns: 'MailUser',
    examples: [
      {
        code: 'New-MailUser -Name scanner -UserPrincipalName scanner@contoso.com -ExternalEmailAddress it@fabrikam.com -Password (Read-Host -AsSecureString)',
        text: 'A device that signs in on port 587.',
      },
    ],
  },
  [
    NEW_PERSON,
    acts('ExternalEmailAddress', 'ProxyAddress', {
      help: 'Where mail to this user goes. Without it, mail to the user is reported back.',
    }),
    acts('Password', 'SecureString', {
      sets: ['EnabledUser'],
      mandatory: true,
      help: 'Without it the user cannot sign in.',
    }),
    acts('UserPrincipalName', 'String', { sets: ['EnabledUser'], mandatory: true }),
    acts('PrimarySmtpAddress', 'SmtpAddress'),
    acts('SamAccountName', 'String'),
    ...refuses('String', ['ImmutableId']),
    ...refuses('Boolean', ['RemotePowerShellEnabled', 'ResetPasswordOnNextLogon']),
  ],
);

export const setMailUser: CommandSpec = command(
  'Set-MailUser',
  { synopsis: 'Changes a local user.', shouldProcess: true, returns: '' },
  [
    identity('MailUserIdParameter'),
    SET_PERSON,
    acts('UserPrincipalName', 'String'),
    acts('Enabled', 'Boolean', { help: '$false: the user cannot sign in. Our own parameter.' }),
    acts('Password', 'SecureString', { help: 'A new password. Our own parameter.' }),
    ...refuses('MultiValuedProperty', ['ArchiveName', 'UserCertificate', 'UserSMimeCertificate'], EDITABLE),
    ...refuses('Guid', ['ArchiveGuid', 'ExchangeGuid']),
    ...refuses('SwitchParameter', ['SkipDualWrite']),
    ...refuses('String', ['ImmutableId', 'SamAccountName']),
    acts('RecipientLimits', 'Unlimited', {
      help: 'Most recipients of one message of this user; replaces the limit of the organization.',
    }),
    ...refuses('Unlimited', ['RecoverableItemsQuota', 'RecoverableItemsWarningQuota']),
  ],
);

export const getMailUser: CommandSpec = command(
  'Get-MailUser',
  {
    synopsis: 'Shows local users.',
    sets: ['AnrSet', 'Identity'],
    defaultSet: 'Identity',
    returns: 'MailUser',
  },
  [
    acts('Identity', 'MailUserIdParameter', { position: 0, sets: ['Identity'] }),
    acts('Anr', 'String', { sets: ['AnrSet'], help: 'Beginning of a name, display name, alias or address.' }),
    recipientQuery(),
  ],
);

export const removeMailUser: CommandSpec = command(
  'Remove-MailUser',
  { synopsis: 'Removes a local user.', shouldProcess: true, confirm: true, returns: '' },
  [
    identity('MailUserIdParameter'),
    DOMAIN_CONTROLLER,
    ...stores('SwitchParameter', ['IgnoreDefaultScope']),
    ...refuses('SwitchParameter', ['IgnoreLegalHold']),
  ],
);

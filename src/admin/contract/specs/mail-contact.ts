import type { CommandSpec } from '../command-spec.ts';
import { recipientQuery } from './recipient-query.ts';
import { NEW_PERSON, SET_PERSON } from './recipient-settings.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  LIST,
  identity,
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
    NEW_PERSON,
    acts('ExternalEmailAddress', 'ProxyAddress', {
      mandatory: true,
      help: 'Where mail to the contact goes.',
    }),
    acts('PrimarySmtpAddress', 'SmtpAddress', {
      help: 'Address of the contact here; the external one unless given.',
    }),
  ],
);

export const setMailContact: CommandSpec = command(
  'Set-MailContact',
  { synopsis: 'Changes a contact.', shouldProcess: true, returns: '' },
  [identity('MailContactIdParameter'), SET_PERSON, ...refuses('Unlimited', ['MaxRecipientPerMessage'])],
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

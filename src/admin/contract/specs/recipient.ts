import type { CommandSpec } from '../command-spec.ts';
import { recipientQuery } from './recipient-query.ts';
import { acts, command, LIST, optionalIdentity, refuses } from './spec-builder.ts';

export const getRecipient: CommandSpec = command(
  'Get-Recipient',
  {
    synopsis: 'Shows everybody who can get mail here: users, contacts, groups and mailboxes.',
    sets: ['AnrSet', 'Identity', 'DatabaseSet', 'RecipientPreviewFilterSet'],
    defaultSet: 'Identity',
    returns: 'Recipient',
    examples: [
      { code: 'Get-Recipient -RecipientType MailContact', text: 'All contacts.' },
      { code: 'Get-Recipient kate@fabrikam.com', text: 'Whoever has this address.' },
    ],
  },
  [
    optionalIdentity('RecipientIdParameter', { sets: ['Identity'] }),
    acts('Anr', 'String', { sets: ['AnrSet'], help: 'Beginning of a name, display name or address.' }),
    acts('RecipientType', 'RecipientType[]', { ...LIST, help: 'Only recipients of these types.' }),
    acts('RecipientTypeDetails', 'RecipientTypeDetails[]', {
      ...LIST,
      help: 'The same as RecipientType here.',
    }),
    recipientQuery(),
    ...refuses('String', ['BookmarkDisplayName'], { sets: ['Identity'] }),
    ...refuses('Boolean', ['IncludeBookmarkObject'], { sets: ['Identity'] }),
    ...refuses('DatabaseIdParameter', ['Database'], { sets: ['DatabaseSet'] }),
    ...refuses('SwitchParameter', ['IncludeSoftDeletedRecipients']),
    ...refuses('String[]', ['Properties'], LIST),
    ...refuses('PropertySet', ['PropertySet']),
    ...refuses('String', ['RecipientPreviewFilter'], { sets: ['RecipientPreviewFilterSet'] }),
  ],
);

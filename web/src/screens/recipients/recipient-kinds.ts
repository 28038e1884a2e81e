import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import type { Removal } from '../../frame/use-removal.tsx';
import type { TextKey } from '../../i18n/language.tsx';
import type { Draft } from '../../settings/draft.ts';
import type { Setting } from '../../settings/setting.ts';

export type KindName = 'users' | 'contacts' | 'groups';

/** What the screens of one kind of recipient are made from. */
export type RecipientKind = Readonly<{
  name: KindName;
  tab: TextKey;
  intro: TextKey;
  empty: TextKey;
  newTitle: TextKey;
  removeConsequence: TextKey;
  /** `MailUser` */
  noun: string;
  get: Command;
  create: readonly Setting[];
  first: Draft;
  edit: readonly Setting[];
}>;

const NAME: Setting = { parameter: 'Name', name: 'connector.name', kind: 'text', required: true };
const DISPLAY_NAME: Setting = { parameter: 'DisplayName', name: 'recipient.displayName', kind: 'text' };
const ALIAS: Setting = { parameter: 'Alias', name: 'recipient.alias', kind: 'text' };
const PRIMARY: Setting = {
  parameter: 'PrimarySmtpAddress',
  name: 'recipient.primary',
  hint: 'recipient.primaryHint',
  kind: 'text',
};
const ADDRESSES: Setting = {
  parameter: 'EmailAddresses',
  name: 'recipient.addresses',
  hint: 'recipient.addressesHint',
  kind: 'entries',
  entry: 'text',
};
const USER_NAME: Setting = {
  parameter: 'UserPrincipalName',
  name: 'recipient.userPrincipalName',
  hint: 'recipient.userPrincipalNameHint',
  kind: 'text',
  required: true,
};
const FORWARD: Setting = {
  parameter: 'ExternalEmailAddress',
  name: 'recipient.external',
  hint: 'recipient.forwardHint',
  kind: 'text',
};
const EXTERNAL: Setting = {
  parameter: 'ExternalEmailAddress',
  name: 'recipient.external',
  hint: 'recipient.externalHint',
  kind: 'text',
  required: true,
};
const MAX_RECEIVE: Setting = {
  parameter: 'MaxReceiveSize',
  name: 'server.maxReceive',
  hint: 'recipient.sizeHint',
  kind: 'text',
};
const MAX_SEND: Setting = {
  parameter: 'MaxSendSize',
  name: 'server.maxSend',
  hint: 'recipient.sizeHint',
  kind: 'text',
};
const SIGNED_IN: Setting = {
  parameter: 'RequireSenderAuthenticationEnabled',
  name: 'recipient.onlySignedIn',
  hint: 'recipient.onlySignedInHint',
  kind: 'switch',
};

const USERS: RecipientKind = {
  name: 'users',
  tab: 'recipient.users',
  intro: 'recipient.usersIntro',
  empty: 'recipient.usersEmpty',
  newTitle: 'recipient.newUser',
  removeConsequence: 'recipient.removeUser',
  noun: 'MailUser',
  get: { name: 'Get-MailUser', parameters: {} },
  create: [
    NAME,
    USER_NAME,
    {
      parameter: 'Password',
      name: 'credential.password',
      hint: 'recipient.passwordHint',
      kind: 'secret',
      required: true,
    },
    DISPLAY_NAME,
    PRIMARY,
    FORWARD,
  ],
  first: {},
  edit: [
    NAME,
    { parameter: 'Enabled', name: 'recipient.maySignIn', kind: 'switch' },
    USER_NAME,
    {
      parameter: 'Password',
      name: 'recipient.newPassword',
      hint: 'recipient.newPasswordHint',
      kind: 'secret',
    },
    DISPLAY_NAME,
    ALIAS,
    ADDRESSES,
    FORWARD,
    MAX_RECEIVE,
    MAX_SEND,
    {
      parameter: 'RecipientLimits',
      name: 'recipient.limits',
      hint: 'recipient.limitsHint',
      kind: 'text',
    },
  ],
};

const CONTACTS: RecipientKind = {
  name: 'contacts',
  tab: 'recipient.contacts',
  intro: 'recipient.contactsIntro',
  empty: 'recipient.contactsEmpty',
  newTitle: 'recipient.newContact',
  removeConsequence: 'recipient.removeContact',
  noun: 'MailContact',
  get: { name: 'Get-MailContact', parameters: {} },
  create: [NAME, EXTERNAL, DISPLAY_NAME, ALIAS, { ...PRIMARY, hint: 'recipient.contactPrimaryHint' }],
  first: {},
  edit: [NAME, EXTERNAL, DISPLAY_NAME, ALIAS, ADDRESSES, MAX_RECEIVE, MAX_SEND],
};

const GROUPS: RecipientKind = {
  name: 'groups',
  tab: 'recipient.groups',
  intro: 'recipient.groupsIntro',
  empty: 'recipient.groupsEmpty',
  newTitle: 'recipient.newGroup',
  removeConsequence: 'recipient.removeGroup',
  noun: 'DistributionGroup',
  get: { name: 'Get-DistributionGroup', parameters: {} },
  create: [
    NAME,
    DISPLAY_NAME,
    ALIAS,
    PRIMARY,
    {
      parameter: 'Members',
      name: 'recipient.members',
      hint: 'recipient.membersHint',
      kind: 'entries',
      entry: 'text',
    },
    SIGNED_IN,
  ],
  first: { RequireSenderAuthenticationEnabled: true },
  edit: [NAME, DISPLAY_NAME, ALIAS, ADDRESSES, SIGNED_IN, MAX_RECEIVE, MAX_SEND],
};

export const KINDS: readonly [RecipientKind, ...RecipientKind[]] = [USERS, CONTACTS, GROUPS];

export function removalOf({ noun, removeConsequence }: RecipientKind): Removal<AdminObject> {
  return {
    command: `Remove-${noun}`,
    identity: (object) => textOf(object, 'Name'),
    consequence: removeConsequence,
  };
}

export function kindOf(name: string | undefined): RecipientKind {
  return KINDS.find((kind) => kind.name === name) ?? KINDS[0];
}

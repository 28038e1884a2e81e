import type { ServerIdentity, StoredSettings } from '../../config/organization.ts';
import type {
  DirectoryEntry,
  DirectoryUser,
  DistributionGroup,
  MailContact,
  RecipientLimits,
} from '../../config/recipient.ts';
import type { CommandSpec } from '../contract/command-spec.ts';
import { setDistributionGroup } from '../contract/specs/distribution-group.ts';
import { setMailContact } from '../contract/specs/mail-contact.ts';
import { setMailUser } from '../contract/specs/mail-user.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { presentStored } from '../stored-settings.ts';
import { shortTail } from './directory-tail.ts';
import { recipientDn } from './distinguished-name.ts';
import { adminObject, list, smtpAddress, typed, unlimited, unlimitedSize } from './values.ts';

export const RECIPIENT_TYPE = {
  user: 'MailUser',
  contact: 'MailContact',
  group: 'MailUniversalDistributionGroup',
  mailbox: 'UserMailbox',
} as const;

type Properties = readonly (readonly [string, Value])[];

/** A local user. The password's hash is never shown. */
export function presentMailUser(user: DirectoryUser, server: ServerIdentity): AdminObject {
  return presentEntry('MailUser', user, server, [
    ['Enabled', user.enabled],
    ['ExternalEmailAddress', proxyAddress(user.externalEmailAddress ?? null)],
    ['PasswordIsSet', user.passwordHash !== null],
    ['RecipientLimits', unlimited(user.recipientLimits ?? null)],
    ['SamAccountName', user.name],
    ['UserPrincipalName', user.userPrincipalName],
    ...sizeLimits(user),
    ...stored(setMailUser, user.stored),
  ]);
}

export function presentMailContact(contact: MailContact, server: ServerIdentity): AdminObject {
  return presentEntry('MailContact', contact, server, [
    ['ExternalEmailAddress', proxyAddress(contact.externalEmailAddress)],
    ...sizeLimits(contact),
    ...stored(setMailContact, contact.stored),
  ]);
}

export function presentDistributionGroup(group: DistributionGroup, server: ServerIdentity): AdminObject {
  return presentEntry('DistributionGroup', group, server, [
    ['GroupType', enumText('Universal')],
    ['RequireSenderAuthenticationEnabled', group.requireSenderAuthenticationEnabled],
    ...sizeLimits(group),
    ...stored(setDistributionGroup, group.stored),
  ]);
}

/** Any recipient: a member of a group, a row of Get-Recipient. */
export function presentRecipient(entry: DirectoryEntry, server: ServerIdentity): AdminObject {
  return presentEntry('Recipient', entry, server, [
    ['ExternalEmailAddress', proxyAddress(entry.kind === 'contact' ? entry.externalEmailAddress : null)],
  ]);
}

function presentEntry(
  type: string,
  entry: DirectoryEntry,
  server: ServerIdentity,
  own: Properties,
): AdminObject {
  const common: Properties = [
    ['Alias', entry.alias ?? ''],
    ['DisplayName', entry.displayName],
    ['EmailAddresses', list(entry.emailAddresses.map((address, index) => proxyAddress(address, index > 0)))],
    ['PrimarySmtpAddress', smtpAddress(entry.emailAddresses[0] ?? null)],
    ['RecipientType', enumText(RECIPIENT_TYPE[entry.kind])],
    ['RecipientTypeDetails', enumText(RECIPIENT_TYPE[entry.kind])],
  ];
  const dn = recipientDn(server, entry.name);
  return adminObject(type, entry.name, [
    ...[...common, ...own].toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ...shortTail(entry, { server, identity: entry.name, dn, objectClass: ['top', entry.kind] }),
  ]);
}

function sizeLimits({ maxReceiveSize, maxSendSize }: RecipientLimits): Properties {
  return [
    ['MaxReceiveSize', unlimitedSize(maxReceiveSize ?? null)],
    ['MaxSendSize', unlimitedSize(maxSendSize ?? null)],
  ];
}

function stored(spec: CommandSpec, settings: StoredSettings | undefined): Properties {
  return presentStored(spec, settings);
}

/** `SMTP:` marks the primary address, `smtp:` the others. */
function proxyAddress(address: string | null, isSecondary = false): Value {
  if (address === null) return null;
  const text = `${isSecondary ? 'smtp' : 'SMTP'}:${address}`;
  return typed('Microsoft.Exchange.Data.SmtpProxyAddress', text, {
    SmtpAddress: address,
    AddressString: address,
    PrefixString: isSecondary ? 'smtp' : 'SMTP',
    IsPrimaryAddress: !isSecondary,
  });
}

function enumText(text: string): Value {
  return { $: 'enum', type: 'Microsoft.Exchange.Data.Directory.Recipient.RecipientType', text, value: 0 };
}

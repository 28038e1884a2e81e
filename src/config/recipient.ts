import type { StoredSettings } from './organization.ts';
import type { Unlimited } from './receive-connector.ts';

/** Limits of one recipient; absent or null = unlimited, which leaves the organization's. Sizes in octets.
 *  Exchange: Set-MailUser, Set-MailContact and Set-DistributionGroup -MaxReceiveSize, -MaxSendSize; Set-MailUser
 *  -RecipientLimits */
export type RecipientLimits = Readonly<{
  maxReceiveSize?: Unlimited;
  maxSendSize?: Unlimited;
  recipientLimits?: Unlimited;
}>;

/** Entries of the local directory. Addresses are `local@domain`, lower case for comparison. */
export type DirectoryUser = RecipientLimits &
  Readonly<{
    kind: 'user';
    guid: string;
    name: string;
    displayName: string;
    /** What AUTH takes: `name`, `user@domain` (userPrincipalName) or `DOMAIN\name`. */
    userPrincipalName: string;
    /** Primary first. */
    emailAddresses: readonly string[];
    /** PHC string of argon2id; null = cannot sign in. */
    passwordHash: string | null;
    enabled: boolean;
    /** Where mail to the user goes; absent or null = nowhere: such a user only signs in. */
    externalEmailAddress?: string | null;
    alias?: string;
    stored?: StoredSettings;
    whenCreated: string;
    whenChanged: string;
  }>;

export type MailContact = RecipientLimits &
  Readonly<{
    kind: 'contact';
    guid: string;
    name: string;
    alias: string;
    displayName: string;
    externalEmailAddress: string;
    stored?: StoredSettings;
    emailAddresses: readonly string[];
    whenCreated: string;
    whenChanged: string;
  }>;

export type DistributionGroup = RecipientLimits &
  Readonly<{
    kind: 'group';
    guid: string;
    name: string;
    alias: string;
    displayName: string;
    emailAddresses: readonly string[];
    /** guids of users, contacts, groups */
    members: readonly string[];
    requireSenderAuthenticationEnabled: boolean;
    stored?: StoredSettings;
    whenCreated: string;
    whenChanged: string;
  }>;

/** A local mailbox: a Maildir under DATA/mailboxes/<alias>. `postmaster` is made on the first start. */
export type LocalMailbox = Readonly<{
  kind: 'mailbox';
  guid: string;
  name: string;
  alias: string;
  displayName: string;
  emailAddresses: readonly string[];
  whenCreated: string;
  whenChanged: string;
}>;

export type DirectoryEntry = DirectoryUser | MailContact | DistributionGroup | LocalMailbox;

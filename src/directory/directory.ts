import type { Mailbox } from '../mail/address.ts';
import type { DirectoryEntry, DirectoryUser, DistributionGroup } from '../config/recipient.ts';

/** What an address leads to in the local directory. Ring 1 port. */
export interface Directory {
  /** By primary or proxy address, case-insensitive. */
  find(address: Mailbox): DirectoryEntry | null;
  /** Users, contacts, groups, mailboxes that are members, nested groups not expanded. */
  members(group: DistributionGroup): readonly DirectoryEntry[];
  /** Display name for an address, or null. */
  displayName(address: Mailbox): string | null;
  /** Checks a password off the event loop. Rejects when the directory cannot answer (→ 454). */
  checkCredentials(user: string, password: string): Promise<DirectoryUser | null>;
}

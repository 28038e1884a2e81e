import type { DirectoryEntry, DirectoryUser, DistributionGroup } from '../config/recipient.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox } from '../mail/address.ts';
import type { Directory } from './directory.ts';

/** Hashing of passwords, off the event loop. */
export type PasswordHashing = Readonly<{
  hash(password: string): Promise<string>;
  verify(phc: string, password: string): Promise<boolean>;
}>;

type Index = Readonly<{
  entries: readonly DirectoryEntry[];
  byAddress: ReadonlyMap<string, DirectoryEntry>;
  byGuid: ReadonlyMap<string, DirectoryEntry>;
  byLogin: ReadonlyMap<string, DirectoryUser>;
}>;

/** The directory kept in the configuration. Its index is made anew when the snapshot's directory changes. */
export class LocalDirectory implements Directory {
  readonly #getSnapshot: () => ConfigSnapshot;
  readonly #hashing: PasswordHashing;
  #index: Index = indexOf([], '');
  /** Verified against when the user is unknown, so that the answer takes as long as for a known one. */
  #decoy: Promise<string> | null = null;

  constructor(getSnapshot: () => ConfigSnapshot, hashing: PasswordHashing) {
    this.#getSnapshot = getSnapshot;
    this.#hashing = hashing;
  }

  find(address: Mailbox): DirectoryEntry | null {
    return this.#current().byAddress.get(`${address.local}@${address.domain}`.toLowerCase()) ?? null;
  }

  members(group: DistributionGroup): readonly DirectoryEntry[] {
    const { byGuid } = this.#current();
    return group.members.flatMap((guid) => byGuid.get(guid) ?? []);
  }

  displayName(address: Mailbox): string | null {
    return this.find(address)?.displayName ?? null;
  }

  async checkCredentials(login: string, password: string): Promise<DirectoryUser | null> {
    const user = this.#current().byLogin.get(login.toLowerCase());
    if (user === undefined || user.passwordHash === null || !user.enabled) {
      this.#decoy ??= this.#hashing.hash('an account that does not exist');
      await this.#hashing.verify(await this.#decoy, password);
      return null;
    }
    return (await this.#hashing.verify(user.passwordHash, password)) ? user : null;
  }

  #current(): Index {
    const { directory, server } = this.#getSnapshot();
    if (this.#index.entries !== directory) this.#index = indexOf(directory, server.domain);
    return this.#index;
  }
}

function indexOf(entries: readonly DirectoryEntry[], domain: string): Index {
  const users = entries.filter((entry) => entry.kind === 'user');
  return {
    entries,
    byAddress: new Map(
      entries.flatMap((entry) => entry.emailAddresses.map((text) => [text.toLowerCase(), entry])),
    ),
    byGuid: new Map(entries.map((entry) => [entry.guid, entry])),
    byLogin: new Map(
      users.flatMap((user) => logins(user, domain).map((login) => [login.toLowerCase(), user])),
    ),
  };
}

/** What a user may type at AUTH: name, userPrincipalName, DOMAIN\name. */
function logins(user: DirectoryUser, domain: string): readonly string[] {
  return [user.name, user.userPrincipalName, `${domain}\\${user.name}`];
}

import type { DirectoryEntry, DirectoryUser, DistributionGroup, MailContact } from '../config/recipient.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { ServerIdentity } from '../config/organization.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { userPrincipal } from '../config/principals.ts';
import { formatMailbox, parseMailbox } from '../mail/address.ts';
import type { Change, ChangeInput } from './command.ts';
import { type Arguments, listOf, textOf } from './contract/arguments.ts';
import { type AdminError, isAdminError } from './contract/errors.ts';
import type { AdminObject } from './contract/values.ts';
import { recipientLimitsOf } from './recipient-limits.ts';
import { badText, badValue, replaced, without } from './snapshot-change.ts';
import { withStored } from './stored-settings.ts';

/** Recipients that commands make and change. */
export type Changeable = DirectoryUser | MailContact | DistributionGroup;

/** `chris@contoso.com` or `SMTP:chris@contoso.com`, lower case. @returns null where it is no address */
export function canonicalAddress(text: string): string | null {
  const address = parseMailbox(text.replace(/^smtp:/i, '').trim());
  return address === null ? null : formatMailbox(address).toLowerCase();
}

/** E07 */
export function badAddress(parameter: string, text: string): AdminError {
  return badValue('E07', parameter, `"${text}" isn't a valid SMTP address.`, text);
}

/** An alias is what a name leaves of the characters that a local-part may have. Exchange does the same. */
export function aliasOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/g, '').replaceAll(/^\.+|\.+$|\.(?=\.)/g, '');
}

/** Name, alias, display name, addresses and limits, laid over an entry. The first address is the primary one. */
export function withCommonSettings<T extends Changeable>(entry: T, args: Arguments): T | AdminError {
  const addresses = editedAddresses(entry.emailAddresses, args);
  if (isAdminError(addresses)) return addresses;
  const limits = recipientLimitsOf(args);
  if (isAdminError(limits)) return limits;
  const name = textOf(args, 'Name') ?? entry.name;
  return {
    ...entry,
    ...limits,
    name,
    alias: textOf(args, 'Alias') ?? entry.alias ?? aliasOf(name),
    displayName:
      args['DisplayName'] === undefined ? entry.displayName : (textOf(args, 'DisplayName') ?? name),
    emailAddresses: addresses,
  };
}

/** -EmailAddresses replaces or edits, `SMTP:` in capitals marks the primary one; -PrimarySmtpAddress puts one first. */
function editedAddresses(current: readonly string[], args: Arguments): readonly string[] | AdminError {
  const argument = args['EmailAddresses'];
  const given =
    argument?.kind === 'edit'
      ? [...argument.add, ...argument.remove]
      : (listOf(args, 'EmailAddresses', []) ?? []);
  const bad = given.find((text) => canonicalAddress(text) === null);
  if (bad !== undefined) return badAddress('EmailAddresses', bad);
  const canonical = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => canonicalAddress(text) ?? []);
  const marked = given.find((text) => text.startsWith('SMTP:'));
  const edited = argument === undefined ? current : canonical(given);
  const list =
    argument?.kind === 'edit'
      ? [
          ...current.filter((address) => !canonical(argument.remove).includes(address)),
          ...canonical(argument.add),
        ]
      : edited;
  const primaryText = textOf(args, 'PrimarySmtpAddress') ?? marked ?? null;
  if (primaryText === null) return [...new Set(list)];
  const primary = canonicalAddress(primaryText);
  return primary === null ? badAddress('PrimarySmtpAddress', primaryText) : [...new Set([primary, ...list])];
}

/** What New-MailContact, New-MailUser and New-DistributionGroup have in common: the settings of every recipient laid over
 *  the fresh entry, what is only stored, and the checks beside all others.
 *  @param kind as the action names it, e.g. `mail contact` */
export function createdRecipient<T extends Changeable>(
  input: ChangeInput,
  fresh: T | AdminError,
  shown: Readonly<{ kind: string; present: (made: T, server: ServerIdentity) => AdminObject }>,
): Change | AdminError {
  const { current, args, spec } = input;
  if (isAdminError(fresh)) return fresh;
  const common = withCommonSettings(fresh, args);
  if (isAdminError(common)) return common;
  const stored = withStored(spec, args, undefined);
  const made = stored === undefined ? common : { ...common, stored };
  const problem = checkRecipient(made, current);
  if (problem !== null) return problem;
  return {
    next: { ...current, directory: [...current.directory, made] },
    action: `Creating ${shown.kind} "${made.name}".`,
    target: made.name,
    objects: () => [shown.present(made, current.server)],
  };
}

/** Whether the entry may be beside all others. */
export function checkRecipient(next: Changeable, current: ConfigSnapshot): AdminError | null {
  if (next.name.trim() === '' || next.name.length > 64)
    return badValue('E21', 'Name', 'Name must have 1 to 64 characters.', next.name);
  const others = current.directory.filter((other) => other.guid !== next.guid);
  const twin = others.find((other) => other.name.toLowerCase() === next.name.toLowerCase());
  if (twin !== undefined)
    return exists('Name', `The name "${next.name}" is already used by another recipient.`, next.name);
  return checkAddresses(next, others) ?? (next.kind === 'user' ? checkLogin(next, others) : null);
}

function checkAddresses(next: Changeable, others: readonly DirectoryEntry[]): AdminError | null {
  for (const address of next.emailAddresses) {
    if (canonicalAddress(address) === null) return badAddress('EmailAddresses', address);
    const holder = others.find((other) => other.emailAddresses.includes(address));
    if (holder === undefined) continue;
    const message = `The proxy address "SMTP:${address}" is already being used by "${holder.name}". Please choose another proxy address.`;
    return exists('EmailAddresses', message, address);
  }
  return null;
}

function checkLogin(next: DirectoryUser, others: readonly DirectoryEntry[]): AdminError | null {
  const wanted = next.userPrincipalName.toLowerCase();
  if (/[\s\\"]/.test(next.userPrincipalName) || !/^[^@]+@[^@]+$/.test(next.userPrincipalName)) {
    return badText('UserPrincipalName', 'it is not name@domain', next.userPrincipalName);
  }
  const twin = others.find(
    (other) => other.kind === 'user' && other.userPrincipalName.toLowerCase() === wanted,
  );
  if (twin === undefined) return null;
  return exists(
    'UserPrincipalName',
    `The user principal name "${next.userPrincipalName}" is already used by "${twin.name}".`,
    wanted,
  );
}

function exists(parameter: string, message: string, target: string): AdminError {
  return { category: 'ResourceExists', id: 'E20', message, target, parameter };
}

/** The snapshot with a changed entry. Rights that a user holds follow the user to a new name. */
export function withChangedEntry(
  current: ConfigSnapshot,
  next: Changeable,
  before: Changeable,
): ConfigSnapshot {
  const changed = { ...current, directory: replaced(current.directory, next) };
  if (next.kind !== 'user' || next.name === before.name) return changed;
  const { domain } = current.server;
  return withPrincipal(changed, userPrincipal(before.name, domain), userPrincipal(next.name, domain));
}

/** The snapshot without an entry: no group has it as a member, and rights granted to a user go with the user, so that
 *  nobody who gets the same name later inherits them. */
export function withoutEntry(current: ConfigSnapshot, gone: DirectoryEntry): ConfigSnapshot {
  const directory = without(current.directory, gone).map((entry) =>
    entry.kind === 'group' && entry.members.includes(gone.guid)
      ? { ...entry, members: entry.members.filter((guid) => guid !== gone.guid) }
      : entry,
  );
  const next = { ...current, directory };
  return gone.kind === 'user'
    ? withPrincipal(next, userPrincipal(gone.name, current.server.domain), null)
    : next;
}

/** @param to null: the entries go */
function withPrincipal(snapshot: ConfigSnapshot, from: string, to: string | null): ConfigSnapshot {
  const holds = (connector: ReceiveConnector): boolean =>
    connector.entries.some((entry) => entry.principal === from);
  if (!snapshot.receiveConnectors.some(holds)) return snapshot;
  const changed = (connector: ReceiveConnector): ReceiveConnector => ({
    ...connector,
    entries: connector.entries.flatMap((entry) =>
      entry.principal !== from ? [entry] : to === null ? [] : [{ ...entry, principal: to }],
    ),
  });
  const receiveConnectors = snapshot.receiveConnectors.map((connector) =>
    holds(connector) ? changed(connector) : connector,
  );
  return { ...snapshot, receiveConnectors };
}

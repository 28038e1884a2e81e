import type { DirectoryEntry } from '../../config/recipient.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { Answer, QueryInput } from '../command.ts';
import { type Arguments, textOf } from '../contract/arguments.ts';
import { type AdminError, isAdminError } from '../contract/errors.ts';
import type { AdminObject } from '../contract/values.ts';
import { applyFilter, parseFilter } from '../filter.ts';
import { findAll, findOne, recipientKeys } from '../identity.ts';
import { pageOf } from '../paging.ts';

type Kind = DirectoryEntry['kind'];

/** The one entry of a kind that a change is for. */
export function findEntry<K extends Kind>(
  current: ConfigSnapshot,
  kind: K,
  text: string | null | undefined,
): Extract<DirectoryEntry, { kind: K }> | AdminError {
  return findOne({ items: entriesOfKind(current, kind), keys: recipientKeys, server: current.server }, text);
}

function entriesOfKind<K extends Kind>(
  current: ConfigSnapshot,
  kind: K,
): readonly Extract<DirectoryEntry, { kind: K }>[] {
  return current.directory.filter(
    (entry): entry is Extract<DirectoryEntry, { kind: K }> => entry.kind === kind,
  );
}

/** Any recipient, as a member of a group. */
export function findMember(
  current: ConfigSnapshot,
  text: string | null | undefined,
): DirectoryEntry | AdminError {
  const found = findOne({ items: current.directory, keys: recipientKeys, server: current.server }, text);
  return isAdminError(found) ? { ...found, parameter: 'Member' } : found;
}

/** What a Get- command of recipients shows: by identity, by the beginning of a name (-Anr), by -Filter. */
export function showEntries<K extends Kind>(
  { current, args }: QueryInput,
  kind: K,
  present: (entry: Extract<DirectoryEntry, { kind: K }>) => AdminObject,
): Answer | AdminError {
  const all = entriesOfKind(current, kind);
  const found = findAll(
    { items: all, keys: recipientKeys, server: current.server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  return filtered(byBeginning(found, args).map(present), args);
}

export function byBeginning<T extends DirectoryEntry>(entries: readonly T[], args: Arguments): readonly T[] {
  const beginning = (textOf(args, 'Anr') ?? textOf(args, 'ANR') ?? '').toLowerCase();
  if (beginning === '') return entries;
  return entries.filter((entry) =>
    [entry.name, entry.displayName, ...entry.emailAddresses].some((text) =>
      text.toLowerCase().startsWith(beginning),
    ),
  );
}

export function filtered(objects: readonly AdminObject[], args: Arguments): Answer | AdminError {
  const filter = textOf(args, 'Filter') ?? null;
  const conditions = filter === null ? [] : parseFilter(filter);
  if (isAdminError(conditions)) return conditions;
  const matching = applyFilter(objects, conditions);
  if (isAdminError(matching)) return matching;
  const sortBy = textOf(args, 'SortBy') ?? null;
  return pageOf(matching, sortBy === null ? args : { ...args, SortOrder: { kind: 'list', items: [sortBy] } });
}

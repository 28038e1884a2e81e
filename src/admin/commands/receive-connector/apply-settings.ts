import { formatBinding, parseBinding } from '../../../config/binding.ts';
import { parseIpRange } from '../../../config/ip-range.ts';
import { withPermissionGroups } from '../../../config/permission-groups.ts';
import {
  type Binding,
  type IpRange,
  PERMISSION_GROUPS,
  type ReceiveConnector,
} from '../../../config/receive-connector.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import { type Arguments, listOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { acceptedDomainKeys, findOne } from '../../identity.ts';
import { badValue } from '../../snapshot-change.ts';
import { mechanismsOf, withPlainSettings } from './settings.ts';

/** The connector with everything that the arguments say laid over it; whether the result may be is judged later.
 *  @returns the same object where nothing differs */
export function applySettings(
  connector: ReceiveConnector,
  args: Arguments,
  current: ConfigSnapshot,
): ReceiveConnector | AdminError {
  const bindings = editedItems(args, 'Bindings', connector.bindings, BINDINGS);
  if (isAdminError(bindings)) return bindings;
  const ranges = editedItems(args, 'RemoteIPRanges', connector.remoteIPRanges, RANGES);
  if (isAdminError(ranges)) return ranges;
  const domain = defaultDomain(connector, args, current);
  if (isAdminError(domain)) return domain;
  const mechanism = mechanismsOf(args);
  if (mechanism?.noneWithOthers === true) return noneWithOthers(connector);
  return sameOr(connector, {
    ...withPlainSettings(connector, args),
    name: textOf(args, 'Name') ?? connector.name,
    bindings,
    remoteIPRanges: ranges,
    authMechanism: mechanism?.mechanisms ?? connector.authMechanism,
    entries: entriesAfter(connector, args, current.server.domain),
    defaultDomain: domain,
  });
}

/** E12 */
function noneWithOthers(connector: ReceiveConnector): AdminError {
  const message = "The AuthMechanism value None can't be combined with other values.";
  return badValue('E12', 'AuthMechanism', message, connector.name);
}

function entriesAfter(
  connector: ReceiveConnector,
  args: Arguments,
  domain: string,
): ReceiveConnector['entries'] {
  const given = listOf(args, 'PermissionGroups', []);
  if (given === undefined || given.join() === 'Custom') return connector.entries;
  const groups = PERMISSION_GROUPS.filter((group) => given.includes(group));
  return withPermissionGroups(connector.entries, groups, domain);
}

function defaultDomain(
  connector: ReceiveConnector,
  args: Arguments,
  current: ConfigSnapshot,
): string | null | AdminError {
  const text = textOf(args, 'DefaultDomain');
  if (text === undefined) return connector.defaultDomain;
  if (text === null) return null;
  const found = findOne(
    { items: current.acceptedDomains, keys: acceptedDomainKeys, server: current.server },
    text,
  );
  return isAdminError(found) ? { ...found, parameter: 'DefaultDomain' } : found.name;
}

/** How the items of a list are read and compared. */
type ItemRules<T> = Readonly<{
  parse: (text: string) => T | null;
  /** Equal for items that mean the same. */
  key: (item: T) => string;
  bad: (text: string) => AdminError;
}>;

const BINDINGS: ItemRules<Binding> = {
  parse: parseBinding,
  key: formatBinding,
  bad: (text) =>
    badValue(
      'E04',
      'Bindings',
      `"${text}" isn't a valid binding. Use IPv4Address:Port or [IPv6Address]:Port, with a port from 1 to 65535.`,
      text,
    ),
};

const RANGES: ItemRules<IpRange> = {
  parse: parseIpRange,
  key: (range) => `${range.family} ${range.low}-${range.high}`,
  bad: (text) =>
    badValue(
      'E05',
      'RemoteIPRanges',
      `"${text}" isn't a valid remote IP range. Use a single address, Low-High, or Address/PrefixLength.`,
      text,
    ),
};

/** A list replaces; @{Add;Remove} edits. Items are compared by what they mean, not by their spelling. §5.4 */
function editedItems<T>(
  args: Arguments,
  name: string,
  current: readonly T[],
  rules: ItemRules<T>,
): readonly T[] | AdminError {
  const argument = args[name];
  if (argument === undefined) return current;
  const edit = argument.kind === 'edit';
  const added = parseAll(edit ? argument.add : (listOf(args, name, []) ?? []), rules);
  if (isAdminError(added)) return added;
  const removed = edit ? parseAll(argument.remove, rules) : current;
  if (isAdminError(removed)) return removed;
  const gone = new Set(removed.map(rules.key));
  return distinct([...current.filter((item) => !gone.has(rules.key(item))), ...added], rules);
}

function parseAll<T>(texts: readonly string[], rules: ItemRules<T>): readonly T[] | AdminError {
  const items: T[] = [];
  for (const text of texts) {
    const item = rules.parse(text);
    if (item === null) return rules.bad(text);
    items.push(item);
  }
  return items;
}

function distinct<T>(items: readonly T[], rules: ItemRules<T>): readonly T[] {
  const byKey = new Map<string, T>();
  for (const item of items) {
    const key = rules.key(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return [...byKey.values()];
}

/** Compared by content: a Set- that repeats what is there changes nothing. */
function sameOr(before: ReceiveConnector, after: ReceiveConnector): ReceiveConnector {
  return fingerprint(before) === fingerprint(after) ? before : after;
}

function fingerprint(connector: ReceiveConnector): string {
  return JSON.stringify({
    ...connector,
    bindings: connector.bindings.map(formatBinding),
    remoteIPRanges: connector.remoteIPRanges.map((range) => range.text),
  });
}

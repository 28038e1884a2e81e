import {
  ANONYMOUS_LOGON,
  AUTHENTICATED_USERS,
  EDGE_TRANSPORT_SERVERS,
  exchangeServers,
  EXTERNALLY_SECURED_SERVERS,
  HUB_TRANSPORT_SERVERS,
  legacyInterop,
  organizationManagement,
  PARTNER_SERVERS,
} from './principals.ts';
import { type AccessEntry, PERMISSION_GROUPS, type PermissionGroup } from './receive-connector.ts';
import {
  ANY_RECIPIENT,
  ANY_SENDER,
  AUTHENTICATION_FLAG,
  AUTHORITATIVE_SENDER,
  BYPASS_ANTISPAM,
  BYPASS_SIZE,
  HEADERS_ROUTING,
  INTERNAL_RIGHTS,
  RIGHTS,
  SUBMIT,
} from './rights.ts';

const EXCH50 = 'ms-Exch-SMTP-Accept-Exch50';
const ANONYMOUS = [SUBMIT, ANY_SENDER, AUTHORITATIVE_SENDER, HEADERS_ROUTING];
const USERS = [SUBMIT, ANY_RECIPIENT, BYPASS_ANTISPAM, HEADERS_ROUTING];
const SERVERS = [...RIGHTS, ...INTERNAL_RIGHTS].map((facts) => facts.name);
const NINE = [
  HEADERS_ROUTING,
  BYPASS_ANTISPAM,
  BYPASS_SIZE,
  ANY_RECIPIENT,
  ANY_SENDER,
  AUTHENTICATION_FLAG,
  AUTHORITATIVE_SENDER,
  EXCH50,
  SUBMIT,
];
const PARTNERS = [SUBMIT, HEADERS_ROUTING];

type Grants = readonly (readonly [principal: string, rights: readonly string[]])[];

/** Principals and rights of each group, for one `<Domain>`. receive-connectors.md §3.2 */
function grantsOf(group: PermissionGroup, domain: string): Grants {
  switch (group) {
    case 'AnonymousUsers':
      return [[ANONYMOUS_LOGON, ANONYMOUS]];
    case 'ExchangeUsers':
      return [[AUTHENTICATED_USERS, USERS]];
    case 'ExchangeServers':
      return [
        [exchangeServers(domain), SERVERS],
        [HUB_TRANSPORT_SERVERS, SERVERS],
        [EDGE_TRANSPORT_SERVERS, SERVERS],
        [EXTERNALLY_SECURED_SERVERS, NINE],
      ];
    case 'ExchangeLegacyServers':
      return [[legacyInterop(domain), NINE]];
    case 'Partners':
      return [[PARTNER_SERVERS, PARTNERS]];
  }
}

/** An explicit entry for one extended right. */
export function rightEntry(principal: string, extendedRight: string, deny = false): AccessEntry {
  return {
    principal,
    extendedRight,
    accessRights: ['ExtendedRight'],
    deny,
    inheritanceType: 'All',
    childObjectTypes: [],
    properties: [],
  };
}

/** The Allow entries of one group, one right a row. */
export function entriesOfGroup(group: PermissionGroup, domain: string): readonly AccessEntry[] {
  return grantsOf(group, domain).flatMap(([principal, rights]) =>
    rights.map((right) => rightEntry(principal, right)),
  );
}

/** The same grant or denial: principal, rights and direction. */
export function entriesEqual(a: AccessEntry, b: AccessEntry): boolean {
  return (
    a.principal === b.principal &&
    a.deny === b.deny &&
    a.extendedRight === b.extendedRight &&
    a.accessRights.join() === b.accessRights.join()
  );
}

/** What PermissionGroups shows: a group when all its entries are there and none is denied; `Custom` when any other
 *  explicit entry on extended rights exists. receive-connectors.md §6.3 */
export function permissionGroupsOf(
  entries: readonly AccessEntry[],
  domain: string,
): readonly (PermissionGroup | 'Custom')[] {
  const explained = new Set<string>();
  const keys = new Set(entries.map(entryKey));
  const groups = PERMISSION_GROUPS.filter((group) => {
    const own = entriesOfGroup(group, domain);
    const whole = own.every(
      (entry) => keys.has(entryKey(entry)) && !keys.has(entryKey({ ...entry, deny: true })),
    );
    if (whole) for (const entry of own) explained.add(entryKey(entry));
    return whole;
  });
  const other = entries.some((entry) => entry.extendedRight !== null && !explained.has(entryKey(entry)));
  return other ? [...groups, 'Custom'] : groups;
}

/** Entries after `-PermissionGroups groups`: those of the listed groups are there, those of groups that were shown
 *  and are no longer listed are gone, and every other entry stays. */
export function withPermissionGroups(
  entries: readonly AccessEntry[],
  groups: readonly PermissionGroup[],
  domain: string,
): readonly AccessEntry[] {
  const wanted = groups.flatMap((group) => entriesOfGroup(group, domain));
  const wantedKeys = new Set(wanted.map(entryKey));
  const shown = permissionGroupsOf(entries, domain).filter((group) => group !== 'Custom');
  const dropped = shown
    .filter((group) => !groups.includes(group))
    .flatMap((group) => entriesOfGroup(group, domain));
  const droppedKeys = new Set(dropped.map(entryKey));
  const kept = entries.filter(
    (entry) => wantedKeys.has(entryKey(entry)) || !droppedKeys.has(entryKey(entry)),
  );
  const keptKeys = new Set(kept.map(entryKey));
  return [...kept, ...wanted.filter((entry) => !keptKeys.has(entryKey(entry)))];
}

function entryKey(entry: AccessEntry): string {
  return `${entry.deny ? '-' : '+'}${entry.principal}|${entry.extendedRight ?? entry.accessRights.join()}`;
}

/** Rows that every connector inherits from the server and the organization. receive-connectors.md §6.2 */
export function inheritedEntries(domain: string): readonly AccessEntry[] {
  const row = (principal: string, accessRight: string): AccessEntry => ({
    principal,
    extendedRight: null,
    accessRights: [accessRight],
    deny: false,
    inheritanceType: 'All',
    childObjectTypes: [],
    properties: [],
  });
  return [row(organizationManagement(domain), 'GenericAll'), row(AUTHENTICATED_USERS, 'GenericRead')];
}

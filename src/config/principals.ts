import type { DirectoryEntry } from './recipient.ts';

export const ANONYMOUS_LOGON = 'NT AUTHORITY\\ANONYMOUS LOGON';
export const AUTHENTICATED_USERS = 'NT AUTHORITY\\Authenticated Users';
export const EVERYONE = 'Everyone';
export const HUB_TRANSPORT_SERVERS = 'MS Exchange\\Hub Transport Servers';
export const EDGE_TRANSPORT_SERVERS = 'MS Exchange\\Edge Transport Servers';
export const EXTERNALLY_SECURED_SERVERS = 'MS Exchange\\Externally Secured Servers';
export const PARTNER_SERVERS = 'MS Exchange\\Partner Servers';
const LEGACY_EXCHANGE_SERVERS = 'MS Exchange\\Legacy Exchange Servers';

const EXCHANGE_AUTHORITY = 'S-1-9-1419165041-1139599005-3936102811-1022490595';

/** Well-known principals and their security identifiers. receive-connectors.md §3.1 */
const SIDS: readonly (readonly [name: string, sid: string])[] = [
  [EVERYONE, 'S-1-1-0'],
  [ANONYMOUS_LOGON, 'S-1-5-7'],
  [AUTHENTICATED_USERS, 'S-1-5-11'],
  [PARTNER_SERVERS, `${EXCHANGE_AUTHORITY}-10`],
  [HUB_TRANSPORT_SERVERS, `${EXCHANGE_AUTHORITY}-21`],
  [EDGE_TRANSPORT_SERVERS, `${EXCHANGE_AUTHORITY}-22`],
  [EXTERNALLY_SECURED_SERVERS, `${EXCHANGE_AUTHORITY}-23`],
  [LEGACY_EXCHANGE_SERVERS, `${EXCHANGE_AUTHORITY}-24`],
];

const DOMAIN_GROUPS = ['Exchange Servers', 'ExchangeLegacyInterop', 'Organization Management'] as const;

export function exchangeServers(domain: string): string {
  return `${domain}\\Exchange Servers`;
}

export function legacyInterop(domain: string): string {
  return `${domain}\\ExchangeLegacyInterop`;
}

export function organizationManagement(domain: string): string {
  return `${domain}\\Organization Management`;
}

/** Canonical name of a directory user as a principal. */
export function userPrincipal(name: string, domain: string): string {
  return `${domain}\\${name}`;
}

/** Canonical name of the principal that an administrator means: by name (with or without its authority), SID, or a
 *  directory user's name, address or DOMAIN\name. null where there is none. */
export function findPrincipal(
  text: string,
  domain: string,
  directory: readonly DirectoryEntry[],
): string | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  for (const [name, sid] of SIDS) {
    const short = name.slice(name.indexOf('\\') + 1).toLowerCase();
    if (wanted === name.toLowerCase() || wanted === sid.toLowerCase() || wanted === short) return name;
  }
  for (const group of DOMAIN_GROUPS) {
    const name = `${domain}\\${group}`;
    if (wanted === name.toLowerCase() || wanted === group.toLowerCase()) return name;
  }
  const user = directory.find((entry) => entry.kind === 'user' && isNamed(entry, wanted, domain));
  return user === undefined ? null : userPrincipal(user.name, domain);
}

function isNamed(entry: DirectoryEntry, wanted: string, domain: string): boolean {
  const names = [entry.name, entry.guid, userPrincipal(entry.name, domain), ...entry.emailAddresses];
  if (entry.kind === 'user') names.push(entry.userPrincipalName);
  return names.some((name) => name.toLowerCase() === wanted);
}

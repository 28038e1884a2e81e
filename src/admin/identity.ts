import type { AcceptedDomain } from '../config/accepted-domain.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ServerIdentity } from '../config/organization.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryEntry } from '../config/recipient.ts';
import type { RemoteDomainEntry } from '../config/remote-domain.ts';
import type { SendConnector } from '../config/send-connector.ts';
import { notFound as objectNotFound } from '../config/validate.ts';
import type { AdminError } from './contract/errors.ts';
import {
  acceptedDomainDn,
  receiveConnectorDn,
  recipientDn,
  remoteDomainDn,
  sendConnectorDn,
  serverDn,
} from './present/distinguished-name.ts';

/** Every text by which an object is known. The first is its Identity, which wildcards match as well as its name. */
type KeysOf<T> = (item: T, server: ServerIdentity) => readonly string[];

export const receiveConnectorKeys: KeysOf<ReceiveConnector> = (connector, server) => [
  receiveConnectorIdentity(connector, server),
  connector.name,
  `${server.fqdn}\\${connector.name}`,
  connector.guid,
  receiveConnectorDn(server, connector.name),
];

export const sendConnectorKeys: KeysOf<SendConnector> = (connector, server) => [
  connector.name,
  connector.guid,
  sendConnectorDn(server, connector.name),
];

export const acceptedDomainKeys: KeysOf<AcceptedDomain> = (domain, server) => [
  domain.name,
  domain.domainName,
  domain.guid,
  acceptedDomainDn(server, domain.name),
];

export const remoteDomainKeys: KeysOf<RemoteDomainEntry> = (domain, server) => [
  domain.name,
  domain.domainName,
  domain.guid,
  remoteDomainDn(server, domain.name),
];

export const recipientKeys: KeysOf<DirectoryEntry> = (entry, server) => [
  entry.name,
  entry.displayName,
  ...('alias' in entry && entry.alias !== undefined ? [entry.alias] : []),
  ...(entry.kind === 'user' ? [entry.userPrincipalName, `${server.domain}\\${entry.name}`] : []),
  ...entry.emailAddresses,
  entry.guid,
  recipientDn(server, entry.name),
];

/** By thumbprint, `EX1\thumbprint` or guid; blanks in a thumbprint, as Windows shows it, do not count. */
export const certificateKeys: KeysOf<Certificate> = (certificate, server) => [
  certificate.thumbprint,
  `${server.name}\\${certificate.thumbprint}`,
  certificate.guid,
];

/** `EX1\Anonymous Relay` */
export function receiveConnectorIdentity(
  connector: Readonly<{ name: string }>,
  server: ServerIdentity,
): string {
  return `${server.name}\\${connector.name}`;
}

/** Where an identity is looked up. */
export type Lookup<T> = Readonly<{ items: readonly T[]; keys: KeysOf<T>; server: ServerIdentity }>;

/** The one object that a change is for. receive-connectors.md §1.1, E22
 *  @param text what the caller gave; null or empty is an error, never "all" */
export function findOne<T>(lookup: Lookup<T>, text: string | null | undefined): T | AdminError {
  if (text === null || text === undefined || text.trim() === '') return nullIdentity();
  const wanted = text.toLowerCase();
  const found = lookup.items.filter((item) => hasKey(lookup, item, wanted));
  const [only] = found;
  if (only === undefined) return notFound(text, lookup.server);
  return found.length === 1 ? only : ambiguous(text);
}

/** The objects that a Get- command shows: all without an identity, those that a wildcard matches, or the one named. */
export function findAll<T>(lookup: Lookup<T>, text: string | null | undefined): readonly T[] | AdminError {
  if (text === null || text === undefined || text === '') return lookup.items;
  if (!/[*?]/.test(text)) {
    const wanted = text.toLowerCase();
    const found = lookup.items.filter((item) => hasKey(lookup, item, wanted));
    return found.length === 0 ? notFound(text, lookup.server) : found;
  }
  const pattern = wildcardPattern(text);
  return lookup.items.filter((item) => lookup.keys(item, lookup.server).some((key) => pattern.test(key)));
}

function hasKey<T>(lookup: Lookup<T>, item: T, wanted: string): boolean {
  return lookup.keys(item, lookup.server).some((key) => key.toLowerCase() === wanted);
}

/** `*` and `?` as in PowerShell, without letter case. */
export function wildcardPattern(text: string): RegExp {
  const source = text
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is');
}

/** E22 */
export function notFound(identity: string, server: ServerIdentity): AdminError {
  return objectNotFound(identity, server.fqdn, 'Identity');
}

function ambiguous(identity: string): AdminError {
  return {
    category: 'InvalidData',
    id: 'AmbiguousIdentity',
    message: `The operation couldn't be performed because '${identity}' matches multiple entries.`,
    target: identity,
    parameter: 'Identity',
  };
}

function nullIdentity(): AdminError {
  return {
    category: 'InvalidData',
    id: 'E01',
    message: "Cannot bind argument to parameter 'Identity' because it is null.",
    target: 'Identity',
    parameter: 'Identity',
  };
}

/** There is one server: null where the text names it, E22 where it names another. */
export function checkServer(text: string | null | undefined, server: ServerIdentity): AdminError | null {
  if (text === null || text === undefined) return null;
  const wanted = text.toLowerCase();
  const known = [server.name, server.fqdn, serverDn(server), 'localhost'].some(
    (name) => name.toLowerCase() === wanted,
  );
  if (known) return null;
  return { ...notFound(text, server), parameter: 'Server' };
}

/** Whether -Identity of a Get- command, with or without wildcards, names the one server; absent, it does. */
export function namesServer(
  identity: string | null | undefined,
  server: ServerIdentity,
): boolean | AdminError {
  if (typeof identity === 'string' && /[*?]/.test(identity))
    return wildcardPattern(identity).test(server.name);
  const other = checkServer(identity, server);
  return other === null ? true : { ...other, parameter: 'Identity' };
}

import type { ServerIdentity } from '../../config/organization.ts';
import { ANONYMOUS_LOGON } from '../../config/principals.ts';
import type { AccessEntry, ReceiveConnector } from '../../config/receive-connector.ts';
import {
  ANY_RECIPIENT,
  ANY_SENDER,
  AUTHORITATIVE_SENDER,
  HEADERS_ROUTING,
  SUBMIT,
} from '../../config/rights.ts';
import type { AdminObject } from '../contract/values.ts';
import { receiveConnectorIdentity } from '../identity.ts';
import { receiveConnectorDn } from './distinguished-name.ts';
import { adminObject, enumValue, list, objectId, typed } from './values.ts';

export type ShownEntry = Readonly<{ entry: AccessEntry; isInherited: boolean }>;

/** One right a row. receive-connectors.md §6.2 */
export function presentADPermission(
  connector: ReceiveConnector,
  server: ServerIdentity,
  { entry, isInherited }: ShownEntry,
): AdminObject {
  const identity = receiveConnectorIdentity(connector, server);
  return adminObject('ADPermission', identity, [
    ['AccessRights', list(entry.accessRights.map((right) => enumValue('ActiveDirectoryRights', right)))],
    ['ExtendedRights', list(entry.extendedRight === null ? [] : [presentRight(entry.extendedRight)])],
    ['ChildObjectTypes', list(entry.childObjectTypes)],
    ['InheritedObjectType', null],
    ['Properties', list(entry.properties)],
    ['InheritanceType', enumValue('ActiveDirectorySecurityInheritance', entry.inheritanceType)],
    ['User', typed('Microsoft.Exchange.Configuration.Tasks.SecurityPrincipalIdParameter', entry.principal)],
    ['Identity', connectorId(connector, server)],
    ['Deny', entry.deny],
    ['IsInherited', isInherited],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ]);
}

/** What the Owner sets of the cmdlets show. */
export function presentOwner(connector: ReceiveConnector, server: ServerIdentity): AdminObject {
  return adminObject('ADOwner', receiveConnectorIdentity(connector, server), [
    ['Identity', connectorId(connector, server)],
    ['Owner', typed('Microsoft.Exchange.Configuration.Tasks.SecurityPrincipalIdParameter', connector.owner)],
  ]);
}

function connectorId(connector: ReceiveConnector, server: ServerIdentity): ReturnType<typeof objectId> {
  return objectId(receiveConnectorIdentity(connector, server), {
    name: connector.name,
    guid: connector.guid,
    dn: receiveConnectorDn(server, connector.name),
  });
}

function presentRight(right: string): ReturnType<typeof typed> {
  return typed('Microsoft.Exchange.Configuration.Tasks.ExtendedRightIdParameter', right);
}

/** Exchange's own order varies from server to server; ours is that of shell-language.md §9.4. */
const ANONYMOUS_ORDER = [SUBMIT, ANY_SENDER, ANY_RECIPIENT, AUTHORITATIVE_SENDER, HEADERS_ROUTING];

/** Principals in the order in which they came; the rights of each in a fixed order, denials before allows. */
export function inOutputOrder(entries: readonly AccessEntry[]): readonly AccessEntry[] {
  const principals = [...new Set(entries.map((entry) => entry.principal))];
  return entries.toSorted(
    (a, b) =>
      principals.indexOf(a.principal) - principals.indexOf(b.principal) ||
      Number(b.deny) - Number(a.deny) ||
      rank(a) - rank(b) ||
      compareText(rightText(a), rightText(b)),
  );
}

function rank(entry: AccessEntry): number {
  if (entry.principal !== ANONYMOUS_LOGON || entry.extendedRight === null) return ANONYMOUS_ORDER.length;
  const at = ANONYMOUS_ORDER.indexOf(entry.extendedRight);
  return at === -1 ? ANONYMOUS_ORDER.length : at;
}

function rightText(entry: AccessEntry): string {
  return (entry.extendedRight ?? entry.accessRights.join()).toLowerCase();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

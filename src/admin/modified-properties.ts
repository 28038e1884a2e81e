import { DEFAULT_TRANSPORT_LOGS } from '../config/log-settings.ts';
import { presentAcmeConfig } from './present/acme-config.ts';
import { presentForeignConnector } from './present/foreign-connector.ts';
import { presentFrontendTransportService } from './present/frontend-transport-service.ts';
import { presentTransportLogs } from './present/service-logs.ts';
import { presentTelemetryConfig } from './present/telemetry-config.ts';
import { adminObject } from './present/values.ts';
import type { ModifiedProperty } from '../config/audit-row.ts';
import type { Administrator } from '../config/administrator.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ServerIdentity } from '../config/organization.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { DirectoryEntry } from '../config/recipient.ts';
import { isForeign } from '../config/foreign-connector.ts';
import type { SendConnector } from '../config/send-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { textOfValue } from './contract/value-text.ts';
import type { AdminObject } from './contract/values.ts';
import { presentAcceptedDomain } from './present/accepted-domain.ts';
import { presentAdministrator } from './present/administrator.ts';
import { presentRecipientFilter, presentSenderFilter } from './present/filter-config.ts';
import { presentReceiveConnector } from './present/receive-connector.ts';
import {
  presentDistributionGroup,
  presentMailContact,
  presentMailUser,
  presentRecipient,
} from './present/recipient.ts';
import { presentRemoteDomain } from './present/remote-domain.ts';
import { presentSendConnector } from './present/send-connector.ts';
import { presentTransportConfig } from './present/transport-config.ts';
import { presentTransportService } from './present/transport-service.ts';

/** Longer values are cut: an audit row is read, not restored from. */
const LONGEST_VALUE = 65_536;
const HIDDEN = '********';
/** These follow from the others, or change with every change. */
const IMPLIED =
  /^(When|Object|IsValid$|Identity$|Guid$|DistinguishedName$|OrganizationId$|OriginatingServer$)/;

/** An object of the configuration, shown only where it differs. */
type Part = Readonly<{ key: string; item: object; show: () => Shown }>;
type Shown = Readonly<{ text: string; properties: ReadonlyMap<string, string> }>;

/** What a change of the configuration did, property by property, as the commands show them. Secrets appear as changed and
 *  nothing more. mail-flow.md §11.2 */
export function modifiedProperties(
  before: ConfigSnapshot,
  after: ConfigSnapshot,
): readonly ModifiedProperty[] {
  const old = new Map(partsOf(before).map((part) => [part.key, part]));
  const made = new Map(partsOf(after).map((part) => [part.key, part]));
  const changed = [...new Set([...old.keys(), ...made.keys()])].filter(
    (key) => old.get(key)?.item !== made.get(key)?.item,
  );
  return changed.flatMap((key) => {
    const rows = difference(old.get(key)?.show(), made.get(key)?.show());
    const text = made.get(key)?.show().text ?? old.get(key)?.show().text ?? '';
    // A change of several objects says which one each row belongs to.
    return changed.length === 1 ? rows : rows.map((row) => ({ ...row, name: `${text}: ${row.name}` }));
  });
}

function difference(old: Shown | undefined, made: Shown | undefined): readonly ModifiedProperty[] {
  const names = new Set([...(old?.properties.keys() ?? []), ...(made?.properties.keys() ?? [])]);
  return [...names].flatMap((name) => {
    const oldValue = old?.properties.get(name) ?? '';
    const newValue = made?.properties.get(name) ?? '';
    if (oldValue === newValue) return [];
    if (name === PASSWORD) return [{ name: 'Password', oldValue: HIDDEN, newValue: HIDDEN }];
    return [{ name, oldValue: cut(oldValue), newValue: cut(newValue) }];
  });
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Key of a hash that is compared and never written. */
const PASSWORD = '\u0000password';

function partsOf(snapshot: ConfigSnapshot): readonly Part[] {
  const { server } = snapshot;
  return [
    ...snapshot.receiveConnectors.map((item) => part(item, () => receiveConnector(item, server))),
    ...snapshot.sendConnectors.map((item) => part(item, () => shown(sendConnector(item, server)))),
    ...snapshot.acceptedDomains.map((item) => part(item, () => shown(presentAcceptedDomain(item, server)))),
    ...snapshot.remoteDomains.map((item) => part(item, () => shown(presentRemoteDomain(item, server)))),
    ...snapshot.certificates.map((item) => part(item, () => certificate(item))),
    ...snapshot.directory.map((item) => part(item, () => directoryEntry(item, snapshot))),
    ...snapshot.administrators.map((item) => part(item, () => administrator(item, server))),
    single(snapshot.transportConfig, 'TransportConfig', (item) => presentTransportConfig(item, server)),
    // Logs are a part of their own, so they are the same on both sides here.
    single(snapshot.transportService, 'TransportService', (item) =>
      presentTransportService(item, DEFAULT_TRANSPORT_LOGS, server),
    ),
    single(snapshot.transportLogs, 'TransportLogs', (item) =>
      adminObject('TransportService', server.name, presentTransportLogs(item)),
    ),
    single(snapshot.frontendLogs, 'FrontendLogs', (item) => presentFrontendTransportService(item, server)),
    single(snapshot.telemetry, 'TelemetryConfig', (item) => presentTelemetryConfig(item, server)),
    single(snapshot.acme, 'AcmeConfig', (item) => presentAcmeConfig(item, server)),
    single(snapshot.senderFilter, 'SenderFilterConfig', (item) => presentSenderFilter(item, server)),
    single(snapshot.recipientFilter, 'RecipientFilterConfig', (item) => presentRecipientFilter(item, server)),
  ];
}

function part(item: Readonly<{ guid: string }>, show: () => Shown): Part {
  return { key: item.guid, item, show };
}

function single<T extends object>(item: T, key: string, present: (item: T) => AdminObject): Part {
  return { key, item, show: () => shown(present(item)) };
}

function shown(object: AdminObject, more: readonly (readonly [string, string])[] = []): Shown {
  const properties = object.properties
    .filter(([name]) => !IMPLIED.test(name))
    .map(([name, value]): [string, string] => [name, textOfValue(value)]);
  return { text: object.text, properties: new Map([...properties, ...more]) };
}

function sendConnector(connector: SendConnector, server: ServerIdentity): AdminObject {
  return isForeign(connector)
    ? presentForeignConnector(connector, server)
    : presentSendConnector(connector, server);
}

/** The rights granted on a connector are part of it here and have cmdlets of their own. */
function receiveConnector(connector: ReceiveConnector, server: ServerIdentity): Shown {
  const rights = connector.entries
    .map(({ principal, extendedRight, accessRights, deny }) => {
      const right = extendedRight ?? accessRights.join('+');
      return `${deny ? 'deny ' : ''}${principal}: ${right}`;
    })
    .toSorted();
  return shown(presentReceiveConnector(connector, server), [['ADPermission', rights.join(', ')]]);
}

/** Neither the key nor the certificate's own text: the thumbprint names both. */
function certificate({ thumbprint, subject, services, friendlyName }: Certificate): Shown {
  return {
    text: thumbprint,
    properties: new Map([
      ['Thumbprint', thumbprint],
      ['Subject', subject],
      ['Services', services.join(', ')],
      ['FriendlyName', friendlyName],
    ]),
  };
}

function directoryEntry(entry: DirectoryEntry, { server, directory }: ConfigSnapshot): Shown {
  switch (entry.kind) {
    case 'user':
      return shown(presentMailUser(entry, server), [[PASSWORD, entry.passwordHash ?? '']]);
    case 'contact':
      return shown(presentMailContact(entry, server));
    case 'group': {
      const members = directory.filter((other) => entry.members.includes(other.guid));
      return shown(presentDistributionGroup(entry, server), [
        ['Members', members.map((member) => member.name).join(',')],
      ]);
    }
    default:
      return shown(presentRecipient(entry, server));
  }
}

function administrator(one: Administrator, server: ServerIdentity): Shown {
  return shown(presentAdministrator(one, server), [[PASSWORD, one.passwordHash]]);
}

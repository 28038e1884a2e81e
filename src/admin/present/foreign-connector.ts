import type { ForeignConnector } from '../../config/foreign-connector.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { directoryTail } from './directory-tail.ts';
import { sendConnectorDn } from './distinguished-name.ts';
import { presentAddressSpace } from './send-connector.ts';
import { adminObject, list, unlimitedSize } from './values.ts';

/** One Foreign connector, as Get-ForeignConnector shows it. mail-flow.md §3.9 */
export function presentForeignConnector(connector: ForeignConnector, server: ServerIdentity): AdminObject {
  const { foreign } = connector;
  return adminObject('ForeignConnector', connector.name, [
    ['DropDirectory', connector.dropDirectory],
    ['DropDirectoryQuota', unlimitedSize(foreign.dropDirectoryQuotaBytes)],
    ['RelayDsnRequired', foreign.relayDsnRequired],
    ['Enabled', connector.enabled],
    ['AddressSpaces', list(connector.addressSpaces.map(presentAddressSpace))],
    ['ConnectedDomains', list([])],
    ['IsScopedConnector', connector.isScopedConnector],
    ['IsSmtpConnector', false],
    ['Comment', connector.comment],
    ['SourceTransportServers', list(connector.sourceTransportServers)],
    ['MaxMessageSize', unlimitedSize(connector.maxMessageSize)],
    ...directoryTail(connector, {
      server,
      identity: connector.name,
      dn: sendConnectorDn(server, connector.name),
      objectClass: ['top', 'msExchConnector', 'mailGateway'],
    }),
  ]);
}

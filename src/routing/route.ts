import type { AddressSpace, SendConnector } from '../config/send-connector.ts';
import { selectSendConnector } from './select-send-connector.ts';

/** How a connector is reached and under which name its queue is kept. mail-flow.md §4.2 */
export type NextHop = Readonly<{
  deliveryType:
    | 'DnsConnectorDelivery'
    | 'SmartHostConnectorDelivery'
    | 'DropFolderDelivery'
    | 'NonSmtpGatewayDelivery';
  nextHopDomain: string;
  /** guid of the Send connector */
  nextHopConnector: string;
}>;

export type Route =
  | Readonly<{ kind: 'nextHop'; nextHop: NextHop; connector: SendConnector }>
  | Readonly<{ kind: 'unreachable'; reason: string }>
  | Readonly<{ kind: 'tooLarge'; limitBytes: number }>;

/** Exchange's LastError of a recipient without a route. mail-flow.md §3.4 */
export const NO_MATCHING_CONNECTOR = 'A matching connector cannot be found to route the external recipient';

/** Where a recipient's domain leads under this configuration.
 *  @param domain lower-case A-label or address literal */
export function route(connectors: readonly SendConnector[], domain: string, sizeBytes: number): Route {
  const choice = selectSendConnector(connectors, domain, sizeBytes);
  switch (choice.kind) {
    case 'found':
      return { kind: 'nextHop', nextHop: nextHopOf(choice, domain), connector: choice.connector };
    case 'none':
      return { kind: 'unreachable', reason: NO_MATCHING_CONNECTOR };
    case 'tooLarge':
      return choice;
  }
}

/** A DNS connector has a queue for each recipient domain, a Foreign one for each of its address spaces, the other kinds
 *  one for the whole connector. */
function nextHopOf(
  { connector, space }: Readonly<{ connector: SendConnector; space: AddressSpace }>,
  domain: string,
): NextHop {
  const nextHopConnector = connector.guid;
  if (connector.foreign !== undefined) {
    return { deliveryType: 'NonSmtpGatewayDelivery', nextHopDomain: space.domain, nextHopConnector };
  }
  if (connector.dropDirectory !== null) {
    return { deliveryType: 'DropFolderDelivery', nextHopDomain: connector.name, nextHopConnector };
  }
  if (connector.dnsRoutingEnabled) {
    return { deliveryType: 'DnsConnectorDelivery', nextHopDomain: domain, nextHopConnector };
  }
  const nextHopDomain = connector.smartHosts.join(',');
  return { deliveryType: 'SmartHostConnectorDelivery', nextHopDomain, nextHopConnector };
}

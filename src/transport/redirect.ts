import { newSendConnector } from '../config/defaults.ts';
import type { SendConnector } from '../config/send-connector.ts';
import type { NextHopKey } from '../queue/message.ts';

/** Where redirected messages wait. Exchange: Redirect-Message; mail-flow.md §4.2
 *  @param targets FQDNs of servers, in order */
export function redirectKey(targets: readonly string[]): NextHopKey {
  return {
    deliveryType: 'SmtpRelayToServers',
    nextHopDomain: targets.join(','),
    nextHopConnector: '00000000-0000-0000-0000-000000000000',
  };
}

/** The way to those servers, which no Send connector describes: by name, port 25, TLS where it is offered.
 *  @returns null for another kind of queue */
export function redirectConnector(key: NextHopKey): SendConnector | null {
  if (key.deliveryType !== 'SmtpRelayToServers') return null;
  const made = { guid: key.nextHopConnector, name: 'Redirect-Message', serverName: '', whenCreated: '' };
  return {
    ...newSendConnector(made),
    dnsRoutingEnabled: false,
    smartHosts: key.nextHopDomain.split(','),
    maxMessageSize: null,
  };
}

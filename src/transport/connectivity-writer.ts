import type { NextHopKey } from '../queue/message.ts';
import type { Events } from './events.ts';
import type { Endpoint } from './next-hops.ts';

/** The connectivity log of one outbound connection: what was looked up, what was tried, what was sent.
 *  mail-flow.md §6.8 */
export class ConnectivityWriter {
  readonly #events: Events;
  readonly #now: () => number;
  readonly #connectorId: string;
  readonly #sessionId: string;
  readonly #destination: string;

  constructor(
    ports: Readonly<{ events: Events; now: () => number }>,
    about: Readonly<{ connectorId: string; sessionId: string; key: NextHopKey }>,
  ) {
    this.#events = ports.events;
    this.#now = ports.now;
    this.#connectorId = about.connectorId;
    this.#sessionId = about.sessionId;
    this.#destination = about.key.nextHopDomain;
  }

  /** @param waiting messages in the queue */
  begun(key: NextHopKey, waiting: number): void {
    this.#write('+', `${key.deliveryType} ${key.nextHopConnector};QueueLength=${waiting}`);
  }

  /** @param hosts what DNS or the connector named, in the order they are tried */
  hosts(hosts: readonly string[], fromDns: boolean): void {
    const source = fromDns ? 'DNS server returned' : 'The Send connector names';
    this.#write('>', `${source} ${hosts.length} host(s): ${hosts.join(', ')}`);
  }

  noHosts(reason: string): void {
    this.#write('>', `No host: ${reason}`);
  }

  connected(endpoint: Endpoint, smtpSessionId: string): void {
    this.#write('>', `Established connection to ${place(endpoint)}; SMTP session ${smtpSessionId}`);
  }

  failed(endpoint: Endpoint, reason: string): void {
    this.#write('>', `Failed connection to ${place(endpoint)} (${reason})`);
  }

  ended(sent: Readonly<{ messages: number; bytes: number }>, reason: string): void {
    const why = reason === '' ? '' : ` (${reason})`;
    this.#write('-', `Messages: ${sent.messages} Bytes: ${sent.bytes}${why}`);
  }

  #write(direction: '+' | '-' | '>', description: string): void {
    this.#events.observe?.({
      kind: 'connectivity',
      at: this.#now(),
      connectorId: this.#connectorId,
      sessionId: this.#sessionId,
      source: 'SMTP',
      destination: this.#destination,
      direction,
      description,
    });
  }
}

function place({ address, port, host }: Endpoint): string {
  return host === address ? `${address}:${port}` : `${host} at ${address}:${port}`;
}

import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { StoredMessage } from '../queue/message.ts';
import type { QueueStore } from '../queue/ports.ts';
import type { Pressure } from './back-pressure.ts';
import type { Events, Logger } from './events.ts';
import type { RateWindow } from './limits.ts';

/** What the receive stage uses of the rest of the server. */
export type ReceiveDependencies = Readonly<{
  /** The configuration in force now. */
  getSnapshot: () => ConfigSnapshot;
  store: QueueStore;
  directory: Directory;
  events: Events;
  logger: Logger;
  rates: RateWindow;
  /** Epoch ms */
  now: () => number;
  /** Word in the banner and in Received, `Postern`. */
  product: string;
  version: string;
  /** A certificate fits the connector, so STARTTLS can be offered. */
  hasCertificate: (connector: ReceiveConnector, snapshot: ConfigSnapshot) => boolean;
  /** False while the service stops: MAIL is refused with 421. */
  isAccepting: () => boolean;
  /** How short the server is of disk, memory or time. mail-flow.md §7 */
  pressure: () => Pressure;
  /** Called after a message is on stable storage. */
  onAccepted: (message: StoredMessage) => void;
}>;

/** The two ends of one connection. Addresses are canonical, IPv4-mapped IPv6 as IPv4. */
export type ReceivePeer = Readonly<{
  localAddress: string;
  /** The binding's port, whatever the port offset. */
  localPort: number;
  remoteAddress: string;
  remotePort: number;
}>;

/** What a TLS handshake agreed on, as node:tls names it. */
export type TlsFacts = Readonly<{
  protocol: string;
  cipher: string;
  /** Names in the client's certificate, where it showed one that a trusted authority vouches for. */
  clientNames: readonly string[];
}>;

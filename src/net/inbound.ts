import type { Socket } from 'node:net';
import { type ConnectorIndex, buildConnectorIndex, selectConnector } from '../access/select-connector.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { Reply } from '../smtp/reply.ts';
import {
  formatReply,
  serviceNotActive,
  serviceNotAvailable,
  tooManyConnections,
  tooManyPerSource,
} from '../smtp/replies.ts';
import { MinuteRate } from '../transport/minute-rate.ts';
import { ConnectionCounters, type ConnectionExcess, RateWindow } from '../transport/limits.ts';
import { connectorId } from '../transport/receive-accept.ts';
import { formatEndpoint } from '../transport/receive-log.ts';
import { ReceiveSession } from '../transport/receive.ts';
import type { ReceiveDependencies, ReceivePeer } from '../transport/receive-types.ts';
import { InboundConnection } from './connection.ts';
import { ListenerSet } from './listener-set.ts';
import type { ServerContext, ServerContexts } from './server-contexts.ts';

export type InboundOptions = Omit<ReceiveDependencies, 'rates' | 'hasCertificate'> &
  Readonly<{
    tls: ServerContexts;
    /** Added to every binding's port. */
    portOffset: number;
  }>;

/** The receiving side of the server. */
export interface Inbound {
  readonly listeners: ListenerSet;
  /** Sessions open now. */
  sessions(): number;
  /** Takes no more sessions, ends the idle ones, lets transactions end; what is left after `graceMs` is cut off. */
  stop(graceMs: number): Promise<void>;
}

/** Makes the receiving side; nothing listens before `listeners.apply`. */
export function createInbound(options: InboundOptions): Inbound {
  const acceptor = new Acceptor(options);
  const listeners = new ListenerSet({
    portOffset: options.portOffset,
    logger: options.logger,
    onSocket: (socket, bindingPort) => {
      try {
        acceptor.accept(socket, bindingPort);
      } catch (error) {
        options.logger.error('A connection could not be taken', { error: String(error) });
        socket.destroy();
      }
    },
  });
  return {
    listeners,
    sessions: () => acceptor.sessions,
    stop: async (graceMs) => {
      acceptor.refuseAll();
      await listeners.close();
      await acceptor.drain(graceMs);
    },
  };
}

/** Turns accepted sockets into sessions and knows all of them. */
class Acceptor {
  readonly #options: InboundOptions;
  readonly #dependencies: ReceiveDependencies;
  readonly #counters = new ConnectionCounters();
  readonly #rate = new MinuteRate();
  readonly #connections = new Set<InboundConnection>();
  #index: ConnectorIndex | null = null;
  #stopping = false;
  #onEmpty: (() => void) | null = null;

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#dependencies = {
      ...options,
      rates: new RateWindow(),
      hasCertificate: (connector, snapshot) => options.tls(connector, snapshot) !== null,
      isAccepting: () => !this.#stopping && options.isAccepting(),
    };
  }

  get sessions(): number {
    return this.#connections.size;
  }

  /** Checks in the order of receive-connectors.md §7.2: connector, then the limits, then the banner. */
  accept(socket: Socket, bindingPort: number): void {
    socket.on('error', () => {}); // a client that resets at once
    const peer = peerOf(socket, bindingPort);
    if (peer === null) return void socket.destroy();
    if (this.#stopping || !this.#options.isAccepting()) return refuse(socket, serviceNotActive);
    const snapshot = this.#options.getSnapshot();
    const connector = this.#select(snapshot.receiveConnectors, peer);
    if (connector === null) {
      this.#turnedAway(peer, 'RemoteIPRanges');
      return refuse(socket, serviceNotAvailable);
    }
    const { maxConnectionRatePerMinute } = snapshot.transportService;
    if (!this.#rate.enter(maxConnectionRatePerMinute, this.#options.now()))
      return this.#refuseRate(socket, peer, maxConnectionRatePerMinute);
    const excess = this.#counters.enter(connector.guid, peer.remoteAddress, connector);
    if (excess !== null) return this.#refuseExcess(socket, connector, { excess, peer });
    this.#open(socket, new ReceiveSession(this.#dependencies, peer, snapshot, connector), () =>
      this.#counters.leave(connector.guid, peer.remoteAddress),
    );
  }

  refuseAll(): void {
    this.#stopping = true;
  }

  /** Resolves when no session is left. */
  async drain(graceMs: number): Promise<void> {
    for (const connection of [...this.#connections]) connection.stop();
    if (this.#connections.size === 0) return;
    const timer = setTimeout(() => {
      for (const connection of [...this.#connections]) connection.destroy();
    }, graceMs);
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    clearTimeout(timer);
  }

  /** The index is made once for each list of connectors. receive-connectors.md §1.8 */
  #select(connectors: readonly ReceiveConnector[], peer: ReceivePeer): ReceiveConnector | null {
    if (this.#index?.connectors !== connectors)
      this.#index = buildConnectorIndex(connectors, this.#index ?? undefined);
    return selectConnector(this.#index, peer)?.connector ?? null;
  }

  #open(socket: Socket, session: ReceiveSession, leave: () => void): void {
    const connection = new InboundConnection({
      socket,
      session,
      serverContext: () => this.#contextOf(session),
      logger: this.#options.logger,
      onClosed: () => {
        leave();
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#onEmpty?.();
      },
    });
    this.#connections.add(connection);
  }

  /** By the configuration of now: a certificate that was replaced is not presented to sessions that are open. */
  #contextOf(session: ReceiveSession): ServerContext | null {
    const snapshot = this.#options.getSnapshot();
    const current = snapshot.receiveConnectors.find(({ guid }) => guid === session.connectorGuid);
    return current === undefined ? null : this.#options.tls(current, snapshot);
  }

  #refuseRate(socket: Socket, peer: ReceivePeer, allowed: number): void {
    this.#turnedAway(peer, 'MaxConnectionRatePerMinute');
    this.#options.logger.warn('An incoming connection was rejected: a limit was reached', {
      address: peer.remoteAddress,
      limit: 'MaxConnectionRatePerMinute',
      allowed,
    });
    refuse(socket, serviceNotAvailable);
  }

  #turnedAway(peer: ReceivePeer, by: string, connectorId = ''): void {
    const { remoteAddress, remotePort } = peer;
    const remoteEndpoint = formatEndpoint(remoteAddress, remotePort);
    const { events, now } = this.#options;
    const context = { at: now(), remoteAddress, remoteEndpoint, connectorId, sessionId: '' };
    events.observe?.({ ...context, kind: 'turnedAway', by });
  }

  /** Exchange: events 1009 and 1021. */
  #refuseExcess(
    socket: Socket,
    connector: ReceiveConnector,
    about: Readonly<{ excess: ConnectionExcess; peer: ReceivePeer }>,
  ): void {
    const { by, allowed } = about.excess;
    const total = by === 'MaxInboundConnection';
    this.#turnedAway(about.peer, by, connectorId(connector, this.#options.getSnapshot()));
    this.#options.logger.warn('A Receive connector rejected an incoming connection: a limit was reached', {
      event: total ? 1009 : 1021,
      connector: connector.name,
      address: about.peer.remoteAddress,
      limit: by,
      allowed,
    });
    refuse(socket, total ? tooManyConnections : tooManyPerSource);
  }
}

/** Addresses as connectors know them: IPv4-mapped IPv6 is IPv4. Null when the client is gone already. */
function peerOf(socket: Socket, bindingPort: number): ReceivePeer | null {
  const { localAddress, remoteAddress, remotePort } = socket;
  if (localAddress === undefined || remoteAddress === undefined || remotePort === undefined) return null;
  return {
    localAddress: unmapped(localAddress),
    localPort: bindingPort,
    remoteAddress: unmapped(remoteAddress),
    remotePort,
  };
}

function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** How long a refused client may take to close. */
const REFUSED_LINGER_MS = 2000;

function refuse(socket: Socket, reply: Reply): void {
  socket.resume();
  socket.end(formatReply(reply, { enhanced: true }));
  const timer = setTimeout(() => socket.destroy(), REFUSED_LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}

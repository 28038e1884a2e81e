import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';

export type LateHttpOptions = Readonly<{
  /** The first must be had; where one of the others cannot, the rest do. */
  addresses: readonly [string, ...string[]];
  /** 0 = one that is free. */
  port: number;
  /** Builds the server that answers; it must not listen. Called with the first connection, and once. */
  load: () => Promise<HttpServer>;
  /** The server could not be built: this connection and all later ones are closed. Called once. */
  failed: (error: unknown) => void;
}>;

/** Connections of one address that wait while the server is loaded. */
const MOST_WAITING = 64;

/** Listens, and loads what answers with the first connection: node:http and the modules above it are a quarter of the
 *  server's memory, and a relay may run for weeks without being asked by HTTP. ADR-0022 */
export class LateHttpServer {
  readonly #options: LateHttpOptions;
  readonly #listeners: Server[] = [];
  readonly #waiting = new Set<Socket>();
  #loading: Promise<HttpServer | null> | null = null;

  private constructor(options: LateHttpOptions) {
    this.#options = options;
  }

  /** Rejects where the first address cannot be listened on. */
  static async listen(options: LateHttpOptions): Promise<LateHttpServer> {
    const late = new LateHttpServer(options);
    const [first, ...others] = options.addresses;
    await late.#open(first, options.port);
    for (const address of others) await late.#open(address, late.port).catch(() => undefined);
    return late;
  }

  get port(): number {
    const address = this.#listeners[0]?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Lets the process end although this listens. */
  unref(): void {
    for (const listener of this.#listeners) listener.unref();
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    for (const socket of this.#waiting) socket.destroy();
    const server = (await this.#loading) ?? null;
    server?.closeAllConnections();
    // The first listener's handle is the server's own once that is loaded.
    const open = server === null ? this.#listeners : [server, ...this.#listeners.slice(1)];
    await Promise.all(open.map((one) => new Promise<void>((resolve) => one.close(() => resolve()))));
  }

  async #open(host: string, port: number): Promise<void> {
    // As node:http makes its own sockets; nothing is read before the server has them.
    const listener = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    listener.maxConnections = MOST_WAITING;
    listener.on('connection', (socket) => void this.#arrived(socket));
    listener.listen({ host, port, exclusive: true });
    await once(listener, 'listening');
    this.#listeners.push(listener);
  }

  async #arrived(socket: Socket): Promise<void> {
    const drop = (): void => void socket.destroy();
    this.#waiting.add(socket);
    socket.on('error', drop);
    this.#loading ??= this.#load();
    const server = await this.#loading;
    this.#waiting.delete(socket);
    socket.off('error', drop);
    if (server === null || socket.destroyed) return drop();
    server.emit('connection', socket);
    socket.resume();
  }

  /** The server takes over the first listener, and with it the watch over slow clients. */
  async #load(): Promise<HttpServer | null> {
    try {
      const server = await this.#options.load();
      server.listen(this.#listeners[0]);
      await once(server, 'listening');
      return server;
    } catch (error) {
      this.#options.failed(error);
      return null;
    }
  }
}

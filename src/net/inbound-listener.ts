import { type Server, type Socket, createServer } from 'node:net';
import type { Binding } from '../config/receive-connector.ts';

/** Why a binding is not open, in one line with what to do about it. */
export type ListenerFailure = Readonly<{ code: string; message: string }>;

/** Connections that may wait for us while the process is busy. */
const BACKLOG = 1024;

/** One listening socket. It belongs to a binding, not to a connector. */
export class InboundListener {
  readonly binding: Binding;
  /** The port that was opened: the binding's and the offset. */
  readonly port: number;
  readonly #server: Server;

  private constructor(binding: Binding, port: number, server: Server) {
    this.binding = binding;
    this.port = port;
    this.#server = server;
  }

  /** Opens the binding. The listener, or why it could not be opened.
   *  @param onSocket gets each accepted connection and the binding's port, never the real one */
  static async open(
    binding: Binding,
    portOffset: number,
    onSocket: (socket: Socket, bindingPort: number) => void,
  ): Promise<InboundListener | ListenerFailure> {
    const port = binding.port + portOffset;
    if (port > 65_535) return describeFailure(binding, port, 'ERANGE');
    const server = createServer({ noDelay: true, allowHalfOpen: true });
    server.on('connection', (socket) => onSocket(socket, binding.port));
    const code = await listen(server, binding, port);
    if (code !== null) return describeFailure(binding, port, code);
    server.on('error', () => {}); // accept errors (no descriptors left) pass: the socket keeps listening
    return new InboundListener(binding, port, server);
  }

  /** Stops listening at once. Sessions that were accepted go on. */
  close(): void {
    this.#server.close();
  }
}

function listen(server: Server, binding: Binding, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error) =>
      resolve('code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN'),
    );
    server.listen({ host: binding.address, port, ipv6Only: binding.family === 6, backlog: BACKLOG }, () => {
      server.removeAllListeners('error');
      resolve(null);
    });
  });
}

/** One line that says what is wrong and the remedy. */
function describeFailure(binding: Binding, port: number, code: string): ListenerFailure {
  const where = binding.family === 6 ? `[${binding.address}]:${port}` : `${binding.address}:${port}`;
  return { code, message: `${where} could not be opened: ${remedy(binding, port, code)}` };
}

function remedy(binding: Binding, port: number, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `another program uses port ${port}. Stop it, or choose another port with Set-ReceiveConnector -Bindings or --port-offset.`;
    case 'EACCES':
      return `ports below 1024 need a privilege. Start as root, give the CAP_NET_BIND_SERVICE capability, or use --port-offset.`;
    case 'EADDRNOTAVAIL':
      return `this host has no address ${binding.address}. Add it to a network adapter, or change the connector's Bindings.`;
    case 'EAFNOSUPPORT':
      return 'this host has no IPv6. Remove the IPv6 binding from the connector, or switch IPv6 on.';
    case 'ERANGE':
      return 'the binding and the port offset together exceed port 65535. Use a smaller --port-offset.';
    default:
      return `the system says ${code}.`;
  }
}

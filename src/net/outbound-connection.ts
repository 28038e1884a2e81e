import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { Certificate } from '../config/certificate.ts';
import type {
  ConnectionListener,
  OutboundConnection,
  TlsFacts,
  TlsRequest,
} from '../transport/dialer-port.ts';
import { TlsRefused } from '../transport/tls-result.ts';
import type { TlsFinding } from '../transport/tls-result.ts';
import { checkPolicy, checkRequest, readPeer, sniOf } from './check-peer.ts';
import type { Revocations } from './revocations.ts';

/** A peer that reads nothing and sends nothing gets this long to close after we did. */
const CLOSE_TIMEOUT_MS = 5000;
const HANDSHAKE_TIMEOUT_MS = 60_000;

/** What a connection works with. */
export type ConnectionMeans = Readonly<{
  idleTimeoutMs: number;
  contextFor: (certificate: Certificate | null) => SecureContext;
  isRevoked: Revocations;
}>;

/** One TCP connection, in clear or under TLS. */
export class SocketConnection implements OutboundConnection {
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  #socket: Socket;
  #listener: ConnectionListener | null = null;
  #closed = false;
  #waiting: (() => void)[] = [];
  readonly #idleTimeoutMs: number;
  readonly #contextFor: ConnectionMeans['contextFor'];
  readonly #isRevoked: Revocations;

  constructor(socket: Socket, { idleTimeoutMs, contextFor, isRevoked }: ConnectionMeans) {
    this.#socket = socket;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#contextFor = contextFor;
    this.#isRevoked = isRevoked;
    this.localAddress = socket.localAddress ?? '';
    this.remoteAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.localEndpoint = endpointText(this.localAddress, socket.localPort ?? 0);
    this.remoteEndpoint = endpointText(this.remoteAddress, this.remotePort);
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    this.#attach(this.#socket);
  }

  #attach(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => this.#listener?.data(chunk));
    socket.on('drain', () => this.#wake());
    socket.on('error', (error: Error) => this.#end(error.message));
    socket.on('end', () => this.#end('The server closed the connection'));
    socket.on('close', () => this.#end('The connection is closed'));
    socket.on('timeout', () => this.#onTimeout());
    socket.setTimeout(this.#idleTimeoutMs);
  }

  #onTimeout(): void {
    this.#end('The server did not answer in time');
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#wake();
    this.#listener?.closed(reason);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  write(chunk: Buffer | string): boolean {
    return this.#closed ? true : this.#socket.write(chunk);
  }

  async drained(): Promise<void> {
    if (this.#closed || !this.#socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async startTls(request: TlsRequest): Promise<TlsFacts> {
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('timeout');
    plain.setTimeout(0);
    const secure = connectTls({
      socket: plain,
      secureContext: this.#contextFor(request.certificate),
      // The chain is judged below, with an error that names the reason: opportunistic TLS takes any certificate.
      rejectUnauthorized: false,
      // CertificateValidation asks for the chain alone; names are compared below with those that the connector wants.
      checkServerIdentity: () => undefined,
      ...sniOf(request.serverName),
    });
    secure.on('error', () => undefined);
    await handshake(secure);
    const finding = judge(secure, request, this.#isRevoked);
    if (this.#closed) throw new Error('The connection is closed');
    this.#socket = secure;
    this.#attach(secure);
    return { protocol: secure.getProtocol() ?? 'unknown', cipher: secure.getCipher().name, finding };
  }

  end(): void {
    if (this.#closed) return;
    this.#socket.end();
    this.#socket.setTimeout(CLOSE_TIMEOUT_MS);
  }

  destroy(): void {
    this.#closed = true;
    this.#socket.destroy();
    this.#wake();
  }
}

async function handshake(secure: TLSSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      secure.destroy();
      reject(new Error('the handshake timed out'));
    }, HANDSHAKE_TIMEOUT_MS);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    const onClose = (): void => fail(new Error('the server closed the connection during the handshake'));
    secure.once('error', fail);
    secure.once('close', onClose);
    secure.once('secureConnect', () => {
      clearTimeout(timer);
      secure.off('error', fail);
      secure.off('close', onClose);
      resolve();
    });
  });
}

/** Rejects a certificate that does not do. @returns what it lacks of a policy that is not enforced */
function judge(secure: TLSSocket, request: TlsRequest, isRevoked: Revocations): TlsFinding | null {
  const { policy } = request;
  const peer = readPeer(secure);
  const finding = policy === null ? null : checkPolicy(peer, policy, isRevoked);
  const refusal = checkRequest(peer, request, isRevoked) ?? (policy?.enforced === true ? finding : null);
  if (refusal === null) return finding;
  secure.destroy();
  throw new TlsRefused(refusal);
}

function endpointText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

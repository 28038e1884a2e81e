import type { Certificate } from '../config/certificate.ts';

/** Where to connect. */
export type DialTarget = Readonly<{
  address: string;
  port: number;
  /** Our own address, null = any. */
  localAddress: string | null;
  connectTimeoutMs: number;
  /** Silence that ends the connection. RFC 5321 §4.5.3.2 */
  idleTimeoutMs: number;
}>;

export type TlsRequest = Readonly<{
  /** Server name indication; null for an address. */
  serverName: string | null;
  /** A chain to a known root is needed. */
  verifyChain: boolean;
  /** One of these names must be in the certificate; empty = any certificate. `*.contoso.com` covers subdomains. */
  names: readonly string[];
  /** Presented when the server asks for one. Exchange: Set-SendConnector -TlsCertificateName */
  certificate: Certificate | null;
}>;

export type TlsFacts = Readonly<{ protocol: string; cipher: string }>;

/** What a connection reports. Each is called from the event loop, never after `closed`. */
export type ConnectionListener = Readonly<{
  data: (chunk: Buffer) => void;
  /** The connection is over; `reason` is one plain phrase. Called once. */
  closed: (reason: string) => void;
}>;

/** One connection to a next hop. Octets, no protocol. */
export interface OutboundConnection {
  /** `ip:port`, `[ip]:port` for IPv6 */
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  listen(listener: ConnectionListener): void;
  /** Several writes between `cork` and `uncork` leave as one. */
  cork(): void;
  uncork(): void;
  /** False: wait for `drained` before more is written. */
  write(chunk: Buffer | string): boolean;
  /** Resolves when there is room again, or the connection is over. */
  drained(): Promise<void>;
  /** Rejects when the handshake or the certificate fails; the connection is then of no more use. */
  startTls(request: TlsRequest): Promise<TlsFacts>;
  /** Sends what is left, then closes. */
  end(): void;
  destroy(): void;
}

/** Ring 1 port; the adapter is net/dialer.ts. */
export interface Dialer {
  /** Rejects with an Error whose `code` is the system's (`ECONNREFUSED`, `ETIMEDOUT` …). */
  dial(target: DialTarget, signal: AbortSignal): Promise<OutboundConnection>;
}

import type { Certificate } from '../config/certificate.ts';
import type { TlsaRecord } from '../routing/tlsa.ts';
import type { TlsFinding } from './tls-result.ts';

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

/** What a destination's own policy asks of its certificate. */
export type CertificatePolicy =
  /** A chain to a known root, and the name of the host. RFC 8461 §4.1 */
  | Readonly<{ kind: 'webPki'; host: string }>
  /** What TLSA records announce; without usable records any certificate. One of the names counts where a record names an
   *  authority. RFC 7672 §3 */
  | Readonly<{ kind: 'dane'; records: readonly TlsaRecord[]; names: readonly string[] }>;

export type TlsRequest = Readonly<{
  /** Server name indication; null for an address. */
  serverName: string | null;
  /** A chain to a known root is needed. */
  verifyChain: boolean;
  /** One of these names must be in the certificate; empty = any certificate. `*.contoso.com` covers subdomains. */
  names: readonly string[];
  /** Presented when the server asks for one. Exchange: Set-SendConnector -TlsCertificateName */
  certificate: Certificate | null;
  /** `enforced`: the handshake fails where the certificate does not do; else the facts say so. */
  policy: (CertificatePolicy & Readonly<{ enforced: boolean }>) | null;
}>;

export type TlsFacts = Readonly<{
  protocol: string;
  cipher: string;
  /** What the certificate lacks of a policy that is not enforced. */
  finding: TlsFinding | null;
}>;

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
  /** Rejects when the handshake fails, with TlsRefused when the certificate does; the connection is then of no more use. */
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

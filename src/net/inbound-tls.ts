import type { Socket } from 'node:net';
import { TLSSocket, createServer } from 'node:tls';
import type { TlsFacts } from '../transport/receive-types.ts';
import { materialOf } from './read-certificate.ts';
import type { Revocations } from './revocations.ts';
import type { ServerContext } from './server-contexts.ts';

export type UpgradeHandlers = Readonly<{
  /** The socket to go on with, before its handshake: its errors and its end count from now on. */
  begun: (secured: TLSSocket) => void;
  /** The handshake is done. */
  secure: (tls: TlsFacts) => void;
}>;

/** Turns a plain connection into the server's side of TLS. RFC 3207
 *  What the client sent before the handshake and nobody has read is dropped first: it must not be taken for what comes after.
 *  A handshake that fails is an `error` of the socket that is in use by then. */
export function upgradeToTls(plain: Socket, served: ServerContext, handlers: UpgradeHandlers): void {
  plain.removeAllListeners('data');
  while (plain.read() !== null);
  if (served.mutual !== null) return upgradeMutually(plain, served.mutual, handlers);
  const secured = new TLSSocket(plain, { isServer: true, secureContext: served.context });
  plain.on('error', (error) => secured.destroy(error));
  secured.once('secure', () => handlers.secure(factsOf(secured, [])));
  handlers.begun(secured);
}

/** Asks the client for a certificate. One that shows none, or one that no authority
 *  vouches for or that was revoked, is served all the same:
 *  it is no partner then. Only a server of node:tls tells what OpenSSL thinks of a client's certificate, so one is made
 *  for this connection; it listens nowhere. */
function upgradeMutually(
  plain: Socket,
  { options, isRevoked }: NonNullable<ServerContext['mutual']>,
  { begun, secure }: UpgradeHandlers,
): void {
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: false });
  server.once('tlsClientError', (error) => plain.destroy(error));
  server.once('secureConnection', (secured) => {
    begun(secured);
    secure(factsOf(secured, verifiedNames(secured, isRevoked)));
  });
  server.emit('connection', plain);
}

function factsOf(secured: TLSSocket, clientNames: readonly string[]): TlsFacts {
  const { standardName: cipher } = secured.getCipher();
  return { protocol: secured.getProtocol() ?? 'TLSv1.2', cipher, clientNames };
}

function verifiedNames(secured: TLSSocket, isRevoked: Revocations): readonly string[] {
  const certificate = secured.authorized ? secured.getPeerX509Certificate() : undefined;
  if (certificate === undefined || isRevoked(certificate)) return [];
  return materialOf(certificate, '', null).dnsNames;
}

import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { type SecureContextOptions, type TLSSocket, createServer } from 'node:tls';
import { materialOf } from './read-certificate.ts';
import type { Revocations } from './revocations.ts';

/** Told of a handshake that is done, with the host names of the client's certificate: none where it showed none, or where
 *  no trusted authority vouches for it or its authority took it back. */
export type MutuallySecured = (secured: TLSSocket, clientNames: readonly string[]) => void;

/** The server's side of TLS that asks the client for a certificate. A handshake that fails destroys the plain socket. */
export type MutualTls = (plain: Socket, secured: MutuallySecured) => void;

type Waiting = Readonly<{ plain: Socket; secured: MutuallySecured }>;

/** A client that shows no certificate, or one that no authority vouches for, is served all the same: it is no partner then.
 *  Only a server of node:tls tells what OpenSSL thinks of a client's certificate. One serves all connections and listens
 *  nowhere: to make it is to read some hundred authorities, which takes tens of ms. Nothing is resumed, so that every
 *  session shows its certificate anew. */
export function createMutualTls(options: SecureContextOptions, isRevoked: Revocations): MutualTls {
  const waiting = new Map<string, Waiting>();
  const take = (socket: Socket): Waiting | undefined => {
    const found = waiting.get(endsOf(socket));
    waiting.delete(endsOf(socket));
    return found;
  };
  const server = createServer({
    ...options,
    secureOptions: (options.secureOptions ?? 0) | constants.SSL_OP_NO_TICKET,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on('tlsClientError', (error, secured) => take(secured)?.plain.destroy(error));
  server.on('secureConnection', (secured) => {
    const found = take(secured);
    if (found === undefined) secured.destroy();
    else found.secured(secured, verifiedNames(secured, isRevoked));
  });
  return (plain, secured) => {
    const ends = endsOf(plain);
    waiting.set(ends, { plain, secured });
    plain.once('close', () => {
      if (waiting.get(ends)?.plain === plain) waiting.delete(ends);
    });
    server.emit('connection', plain);
  };
}

/** What no two connections have in common at one time. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress}:${remotePort} ${localAddress}:${localPort}`;
}

function verifiedNames(secured: TLSSocket, isRevoked: Revocations): readonly string[] {
  const certificate = secured.authorized ? secured.getPeerX509Certificate() : undefined;
  if (certificate === undefined || isRevoked(certificate)) return [];
  return materialOf(certificate, '', null).dnsNames;
}

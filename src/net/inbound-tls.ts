import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../transport/receive-types.ts';
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
  const { begun, secure } = handlers;
  plain.removeAllListeners('data');
  while (plain.read() !== null);
  if (served.mutual !== null) {
    served.mutual(plain, (secured, clientNames) => {
      begun(secured);
      secure(factsOf(secured, clientNames));
    });
    return;
  }
  const secured = new TLSSocket(plain, { isServer: true, secureContext: served.context });
  plain.on('error', (error) => secured.destroy(error));
  secured.once('secure', () => secure(factsOf(secured, [])));
  begun(secured);
}

function factsOf(secured: TLSSocket, clientNames: readonly string[]): TlsFacts {
  const { standardName: cipher } = secured.getCipher();
  return { protocol: secured.getProtocol() ?? 'TLSv1.2', cipher, clientNames };
}

import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** What a handshake agreed on, as node:tls names it. */
export type AgreedTls = Readonly<{ protocol: string; cipher: string }>;

/** Turns a plain connection into the server's side of TLS. RFC 3207
 *  What the client sent before the handshake and nobody has read is dropped first: it must not be taken for what comes after.
 *  @param onSecure called once the handshake is done; a handshake that fails is an `error` of the returned socket */
export function upgradeToTls(
  plain: Socket,
  secureContext: SecureContext,
  onSecure: (tls: AgreedTls) => void,
): TLSSocket {
  plain.removeAllListeners('data');
  while (plain.read() !== null);
  const secured = new TLSSocket(plain, { isServer: true, secureContext });
  plain.on('error', (error) => secured.destroy(error));
  secured.once('secure', () => {
    const cipher = secured.getCipher();
    onSecure({ protocol: secured.getProtocol() ?? 'TLSv1.2', cipher: cipher.standardName });
  });
  return secured;
}

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { DialTarget, Dialer, OutboundConnection } from '../transport/dialer-port.ts';
import { createClientContexts } from './client-contexts.ts';
import { SocketConnection } from './outbound-connection.ts';
import type { Revocations } from './revocations.ts';

/** A message of some size is handed to the system in one piece: what a socket takes at once before it asks to wait.
 *  Pieces of a large one are 256 KiB in any case. */
const ROOM = { writableHighWaterMark: 128 * 1024 };

/** Connects over TCP.
 *  @param trustedRoots authorities that certificates may come from; those of Node by default
 *  @param isRevoked no certificate by default */
export function createDialer(
  trustedRoots: () => readonly string[] = nodesRoots,
  isRevoked: Revocations = () => false,
): Dialer {
  const contextFor = createClientContexts(trustedRoots);
  return {
    async dial(target: DialTarget, signal: AbortSignal): Promise<OutboundConnection> {
      const socket = await openSocket(target, signal);
      return new SocketConnection(socket, { idleTimeoutMs: target.idleTimeoutMs, contextFor, isRevoked });
    },
  };
}

function nodesRoots(): readonly string[] {
  return rootCertificates;
}

async function openSocket(target: DialTarget, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const { address, port, localAddress, connectTimeoutMs } = target;
  return await new Promise<Socket>((resolve, reject) => {
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      ...ROOM,
      ...(localAddress === null ? {} : { localAddress }),
    });
    const timer = setTimeout(() => giveUp(timedOut(target)), connectTimeoutMs);
    const onAbort = (): void => giveUp(new Error('The attempt was stopped'));
    function settle(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', giveUp);
    }
    function giveUp(error: Error): void {
      settle();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    }
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', giveUp);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

function timedOut({ address, port }: DialTarget): Error {
  return Object.assign(new Error(`connect to ${address}:${port} timed out`), { code: 'ETIMEDOUT' });
}

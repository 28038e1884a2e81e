import { connect, type Socket } from 'node:net';
import { pssMiB } from './peers/program.ts';
import type { Peer } from './peers/peer.ts';

/** Opens connections that say nothing, from many loopback addresses. @returns KiB a connection in the peer */
export async function idleConnectionKib(peer: Peer, count: number): Promise<number> {
  const before = pssMiB(peer.pids());
  const sockets: Socket[] = [];
  for (let start = 0; start < count; start += 200) {
    const batch = Array.from({ length: Math.min(200, count - start) }, (_, n) =>
      greeted(peer.port, start + n),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  const after = pssMiB(peer.pids());
  for (const socket of sockets) socket.destroy();
  return ((after - before) * 1024) / count;
}

/** A connection from an address of its own that was greeted with 220. */
export function greeted(port: number, n: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const localAddress = `127.1.${Math.floor(n / 200) % 250}.${(n % 200) + 1}`;
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.once('data', (data) => {
      if (data.toString('latin1').startsWith('220')) resolve(socket);
      else reject(new Error(`greeted with ${data.toString('latin1')}`));
    });
    socket.once('error', reject);
  });
}

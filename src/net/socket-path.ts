import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { SOCKET_NAME } from './control-protocol.ts';

/** sockaddr_un.sun_path holds 108 bytes with its final zero on Linux, 104 on macOS. unix(7) */
const PATH_LIMIT = 103;

/** Where to bind or connect the socket of a data folder. A folder whose path is too long for a socket address is
 *  reached through an open descriptor of it; call `release` once the socket is bound or connected. */
export function controlSocketPath(folder: string): Readonly<{ path: string; release: () => void }> {
  const path = join(folder, SOCKET_NAME);
  if (Buffer.byteLength(path) <= PATH_LIMIT) return { path, release: () => undefined };
  const descriptor = openSync(folder, 'r');
  return { path: `/proc/self/fd/${descriptor}/${SOCKET_NAME}`, release: () => closeSync(descriptor) };
}

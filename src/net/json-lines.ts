import { StringDecoder } from 'node:string_decoder';
import type { Socket } from 'node:net';

/** A line may be this long; a peer that sends more is cut off. */
const LINE_LIMIT = 64 * 1024 * 1024;

/** Calls `take` for each JSON value a line. A line that is not JSON destroys the socket. */
export function readJsonLines(socket: Socket, take: (value: unknown) => void): void {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  socket.on('data', (chunk: Buffer) => {
    pending += decoder.write(chunk);
    if (!pending.includes('\n')) {
      if (pending.length > LINE_LIMIT) socket.destroy(new Error('a line on the control socket is too long'));
      return;
    }
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) takeLine(socket, line, take);
  });
}

function takeLine(socket: Socket, line: string, take: (value: unknown) => void): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    socket.destroy(new Error('a line on the control socket is not JSON'));
    return;
  }
  take(value);
}

export function writeJsonLine(socket: Socket, value: unknown): void {
  socket.write(`${JSON.stringify(value)}\n`);
}

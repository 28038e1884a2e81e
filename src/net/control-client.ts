import { connect, type Socket } from 'node:net';
import type { ControlAnswer, ControlRequest, ControlResults } from './control-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import { controlSocketPath } from './socket-path.ts';

/** No server answers on the data folder's socket. `message` says the remedy. */
export class ServerNotRunning extends Error {
  override readonly name = 'ServerNotRunning';
  readonly code = 'POSTERN_SERVER_NOT_RUNNING';
}

type Waiting = Readonly<{ resolve: (result: never) => void; reject: (error: Error) => void }>;

/** The client's end of the control socket. */
export class ControlClient {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    readJsonLines(socket, (value) => this.#settle(value));
    socket.on('error', () => this.#fail());
    socket.on('close', () => this.#fail());
  }

  /** Rejects with ServerNotRunning where nobody listens. */
  static async connect(folder: string): Promise<ControlClient> {
    let path: ReturnType<typeof controlSocketPath>;
    try {
      path = controlSocketPath(folder);
    } catch (error) {
      throw notRunning(folder, error);
    }
    try {
      return new ControlClient(await open(path.path));
    } catch (error) {
      throw notRunning(folder, error);
    } finally {
      path.release();
    }
  }

  ask<Op extends keyof ControlResults>(
    op: Op,
    details: Omit<Extract<ControlRequest, { op: Op }>, 'id' | 'op'>,
  ): Promise<ControlResults[Op]> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(lost());
        return;
      }
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      writeJsonLine(this.#socket, { id, op, ...details });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #settle(value: unknown): void {
    if (!isAnswer(value)) return;
    const waiting = this.#waiting.get(value.id);
    this.#waiting.delete(value.id);
    if (value.ok) waiting?.resolve(value.result);
    else waiting?.reject(new Error(value.error));
  }

  #fail(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(lost());
    this.#waiting.clear();
  }
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function isAnswer(value: unknown): value is ControlAnswer<never> {
  return typeof value === 'object' && value !== null && 'id' in value && 'ok' in value;
}

function lost(): Error {
  return new Error(
    'The connection to the Postern server was lost. Is it still running? Try: bin/postern status',
  );
}

function notRunning(folder: string, cause: unknown): ServerNotRunning {
  const code = errorCode(cause);
  const text =
    code === 'EACCES' || code === 'EPERM'
      ? `You may not use the socket in ${folder}: run this as the user who owns the folder.`
      : `No Postern server runs on ${folder}. Start one with: bin/postern start --data ${folder}`;
  return new ServerNotRunning(text, { cause });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

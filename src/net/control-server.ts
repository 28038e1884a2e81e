import { chmodSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { CommandSpec, Invocation, InvocationResult } from '../admin/contract/command-spec.ts';
import type { ControlRequest, ServerStatus } from './control-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import { controlSocketPath } from './socket-path.ts';

export type ControlHandlers = Readonly<{
  specs: () => Promise<readonly CommandSpec[]>;
  invoke: (invocation: Invocation) => Promise<InvocationResult>;
  status: () => ServerStatus;
  stop: () => void;
}>;

/** The server's end of the control socket, DATA/postern.sock with mode 0600. */
export class ControlServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(handlers: ControlHandlers) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      readJsonLines(socket, (value) => void answer(socket, handlers, value));
    });
  }

  /** Binds the socket; one left behind by a killed server is replaced (the caller holds the folder's lock). */
  static async listen(folder: string, handlers: ControlHandlers): Promise<ControlServer> {
    const { path, release } = controlSocketPath(folder);
    try {
      removeStale(path);
      const control = new ControlServer(handlers);
      await new Promise<void>((resolve, reject) => {
        control.#server.once('error', reject);
        const former = process.umask(0o177);
        control.#server.listen(path, resolve);
        process.umask(former);
      });
      chmodSync(path, 0o600);
      return control;
    } finally {
      release();
    }
  }

  /** Answers under way are given; then the socket is gone. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.end();
    const forced = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 1000);
    await closed;
    clearTimeout(forced);
  }
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

async function answer(socket: Socket, handlers: ControlHandlers, value: unknown): Promise<void> {
  if (!isRequest(value)) {
    socket.destroy();
    return;
  }
  try {
    writeJsonLine(socket, { id: value.id, ok: true, result: (await execute(handlers, value)) ?? null });
  } catch (error) {
    writeJsonLine(socket, {
      id: value.id,
      ok: false,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

function execute(handlers: ControlHandlers, request: ControlRequest): unknown {
  switch (request.op) {
    case 'specs':
      return handlers.specs();
    case 'invoke':
      return handlers.invoke(request.invocation);
    case 'status':
      return handlers.status();
    case 'stop':
      return handlers.stop();
  }
}

function isRequest(value: unknown): value is ControlRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'number' &&
    'op' in value &&
    ['specs', 'invoke', 'status', 'stop'].includes(String(value.op))
  );
}

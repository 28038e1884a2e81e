import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Postern } from '../support/postern.ts';

/** What a server holds at a moment when nobody asks anything of it. */
export type Usage = Readonly<{
  /** Heap and buffers after garbage collection. */
  octets: number;
  files: number;
  /** Timers, sockets and requests that Node counts. */
  handles: number;
}>;

/** Looks into a running server through Node's inspector, which SIGUSR1 opens on a loopback port. */
export async function usageOf(server: Postern): Promise<Usage> {
  process.kill(server.pid, 'SIGUSR1');
  const url = await inspectorUrl(server);
  const inspector = await Inspector.connect(url);
  try {
    for (let n = 0; n < 3; n++) await inspector.ask('HeapProfiler.collectGarbage');
    const expression = `(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())`;
    const octets = await inspector.number(expression);
    const handles = await inspector.number('process.getActiveResourcesInfo().length');
    return { octets, handles, files: readdirSync(`/proc/${server.pid}/fd`).length };
  } finally {
    inspector.close();
  }
}

async function inspectorUrl(server: Postern): Promise<string> {
  for (let n = 0; n < 100; n++) {
    const found = [...server.output.matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1];
    if (found !== undefined) return found;
    await delay(50);
  }
  throw new Error('the inspector did not open');
}

class Inspector {
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`${url} cannot be opened`)), { once: true });
    });
    return new Inspector(socket);
  }

  /** @returns the text of the answer */
  async ask(method: string, params: object = {}): Promise<string> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<string>((resolve) => {
      const onMessage = ({ data }: MessageEvent): void => {
        const text = String(data);
        if (!text.startsWith(`{"id":${id},`)) return;
        this.#socket.removeEventListener('message', onMessage);
        resolve(text);
      };
      this.#socket.addEventListener('message', onMessage);
    });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return await answer;
  }

  async number(expression: string): Promise<number> {
    const answer = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    return Number(/"value":(\d+)/.exec(answer)?.[1] ?? Number.NaN);
  }

  close(): void {
    this.#socket.close();
  }
}

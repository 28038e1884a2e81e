import type { Postern } from './postern.ts';

/** Environment of a server that an inspector may be attached to. */
export const INSPECTED: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** A function in the place where it was called, and the octets of the heap that it asked for there. */
export type Allocations = Readonly<{
  callFrame: Readonly<{ functionName: string; url: string; lineNumber: number }>;
  selfSize: number;
  children: readonly Allocations[];
}>;

/** Octets between two samples of the allocation profiler: each stands for so many. */
const SAMPLE_OCTETS = 8192;

/** V8's inspector of the main thread of a running server, over its WebSocket. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: string) => void>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id }: { id?: number } = JSON.parse(String(data));
      if (id === undefined) return;
      this.#waiting.get(id)?.(String(data));
      this.#waiting.delete(id);
    });
  }

  /** @param server started with INSPECTED */
  static async attach(server: Postern): Promise<Inspector> {
    const url = /ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]+/.exec(server.output)?.[0];
    if (url === undefined) throw new Error('the server has no inspector');
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`${url} cannot be reached`)), { once: true });
    });
    return new Inspector(socket);
  }

  /** Everything that the work allocates on the heap, what is garbage by the end included. */
  async allocations(work: () => Promise<void>): Promise<Allocations> {
    await this.#ask('HeapProfiler.startSampling', {
      samplingInterval: SAMPLE_OCTETS,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await work();
    const { profile } = await this.#ask<{ profile: { head: Allocations } }>('HeapProfiler.stopSampling');
    return profile.head;
  }

  /** @param intervalUs between two samples
   *  @returns a profile of the kind `Profile`: what `--cpu-prof` writes */
  async cpuProfile<Profile>(intervalUs: number, work: () => Promise<void>): Promise<Profile> {
    await this.#ask('Profiler.enable');
    await this.#ask('Profiler.setSamplingInterval', { interval: intervalUs });
    await this.#ask('Profiler.start');
    await work();
    return (await this.#ask<{ profile: Profile }>('Profiler.stop')).profile;
  }

  close(): void {
    this.#socket.close();
  }

  async #ask<Result>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Result> {
    this.#id += 1;
    const id = this.#id;
    const answered = new Promise<string>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const answer: { result: Result; error?: { message: string } } = JSON.parse(await answered);
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }
}

/** Octets of a tree of allocations. */
export function allocated({ selfSize, children }: Allocations): number {
  return children.reduce((sum, child) => sum + allocated(child), selfSize);
}

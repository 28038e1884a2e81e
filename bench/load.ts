import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from './peers/peer.ts';
import { findProgram, launch } from './peers/program.ts';

/** One case: `10k:10:reuse` = 10 KiB messages, 10 sessions, each session sends many messages. */
export type LoadCase = Readonly<{
  name: string;
  bytes: number;
  sessions: number;
  reuse: boolean;
  messages: number;
}>;

export const CASES: readonly LoadCase[] = [
  { name: '1k:10:new', bytes: 1024, sessions: 10, reuse: false, messages: 4000 },
  { name: '10k:10:reuse', bytes: 10_240, sessions: 10, reuse: true, messages: 4000 },
  { name: '1k:50:reuse', bytes: 1024, sessions: 50, reuse: true, messages: 8000 },
  { name: '100k:10:reuse', bytes: 102_400, sessions: 10, reuse: true, messages: 1000 },
  { name: '1m:10:reuse', bytes: 1_048_576, sessions: 10, reuse: true, messages: 200 },
];

/** Given to both servers before anything is measured: a runtime that compiles what is hot needs about so many. */
export const WARM_UP: LoadCase = {
  name: '1k:50:reuse',
  bytes: 1024,
  sessions: 50,
  reuse: true,
  messages: 12_000,
};

/** Sends a case with Postfix's smtp-source. @returns ms until the last reply */
export async function send(port: number, load: LoadCase): Promise<number> {
  const args = ['-s', String(load.sessions), '-m', String(load.messages), '-l', String(load.bytes)];
  if (load.reuse) args.push('-d');
  args.push('-f', 'chris@contoso.com', '-t', 'kate@fabrikam.com', `inet:127.0.0.1:${port}`);
  const started = performance.now();
  const { child, output } = launch(findProgram('smtp-source') ?? 'smtp-source', args);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`smtp-source ended with ${code}: ${output()}`);
  return performance.now() - started;
}

/** Postfix's smtp-sink: takes everything and keeps nothing. */
export class Sink {
  readonly port: number;
  readonly #process: ReturnType<typeof launch>;

  constructor(port: number) {
    this.port = port;
    const args = ['-c', '-u', 'nobody', `inet:127.0.0.1:${port}`, '1000'];
    this.#process = launch(findProgram('smtp-sink') ?? 'smtp-sink', args);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.child.once('exit', resolve));
    this.#process.child.kill('SIGTERM');
    await ended;
  }
}

/** Waits until the peer's queue is empty. @returns ms */
export async function drained(peer: Peer, limitMs = 120_000): Promise<number> {
  const started = performance.now();
  while ((await peer.queued()) > 0) {
    if (performance.now() - started > limitMs) throw new Error(`${peer.name} did not empty its queue`);
    await delay(5);
  }
  return performance.now() - started;
}

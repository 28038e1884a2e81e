import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './root.ts';

export type Finished = Readonly<{
  /** Exit status, or why there is none. */
  end: number | 'killed' | 'did not start';
  /** stdout and stderr as they came, cut to the last part where there is too much. */
  output: string;
  durationMs: number;
}>;

export type Command = Readonly<{
  words: readonly [string, ...string[]];
  signal: AbortSignal;
  env?: Readonly<Record<string, string>>;
  /** Called for each message the process sends over its IPC channel; without it there is no channel. */
  onMessage?: (message: unknown) => void;
}>;

/** The tools of node_modules ask for `node`: the one beside them comes first. */
const searchPath = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;

const keptOutputBytes = 64 * 1024;

/** Runs a command in a process group of its own and gathers its output.
 *  The whole group is killed when the signal is aborted, and what is left of it when the command has ended: a server
 *  that a test started must not outlive it. */
export async function runCommand({ words, signal, env, onMessage }: Command): Promise<Finished> {
  const startedAt = performance.now();
  const [program, ...rest] = words;
  const child = spawn(program, rest, {
    cwd: root,
    detached: true,
    env: { ...process.env, PATH: searchPath, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(onMessage === undefined ? [] : ['ipc' as const])],
  });
  const output = gather(child);
  if (onMessage !== undefined) child.on('message', onMessage);
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill);
  if (signal.aborted) kill();
  const end = await ended(child);
  signal.removeEventListener('abort', kill);
  kill();
  return { end, output: output(), durationMs: performance.now() - startedAt };
}

function ended(child: ChildProcess): Promise<Finished['end']> {
  return new Promise((resolve) => {
    child.once('error', () => resolve('did not start'));
    // 'close' waits for the pipes, which a left-over grandchild may hold open: it is killed at 'exit'.
    child.once('exit', () => killGroup(child));
    child.once('close', (code) => resolve(code ?? 'killed'));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}

function gather(child: ChildProcess): () => string {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  const take = (part: Buffer): void => {
    parts.push(part);
    sizeBytes += part.length;
    while (sizeBytes - (parts[0]?.length ?? 0) > keptOutputBytes) sizeBytes -= parts.shift()?.length ?? 0;
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => Buffer.concat(parts).toString('utf8').trimEnd();
}

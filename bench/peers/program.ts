import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Where a program lies, or null. Daemons are often outside a user's PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path)) ?? null;
}

/** Starts a program and collects what it prints. */
export function launch(
  program: string,
  args: readonly string[],
): Readonly<{ child: ChildProcess; output: () => string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-100_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, output: () => output };
}

export function runProgram(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until the port greets with 220. @returns ms waited */
export async function waitFor220(port: number, limitMs = 30_000): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < limitMs) {
    if (await greets(port)) return performance.now() - start;
    await delay(5);
  }
  throw new Error(`nothing greeted on port ${port} within ${limitMs} ms`);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').startsWith('220'));
    });
    socket.once('error', () => resolve(false));
    socket.once('end', () => resolve(false));
  });
}

/** A process and all below it. */
export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // ended meanwhile
    }
  }
  const tree = [root];
  for (const pid of tree)
    tree.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
  return tree;
}

/** Proportional set size of some processes, MiB. */
export function pssMiB(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + pssKb(pid), 0) / 1024;
}

function pssKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** CPU time used by some processes and what they have waited for, in ms (100 ticks a second). */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((total, index) => total + Number(fields[index] ?? 0), 0);
      return sum + ticks * 10;
    } catch {
      return sum;
    }
  }, 0);
}

export type ThreadCpu = Readonly<{ name: string; userMs: number; systemMs: number }>;

/** CPU of each thread of a process (100 ticks a second). The first thread is named `main`. */
export function threadCpu(pid: number): ReadonlyMap<number, ThreadCpu> {
  const found = new Map<number, ThreadCpu>();
  for (const name of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${name}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const thread = Number(name);
    found.set(thread, {
      name: thread === pid ? 'main' : stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      userMs: Number(fields[11] ?? 0) * 10,
      systemMs: Number(fields[12] ?? 0) * 10,
    });
  }
  return found;
}

/** Write calls of a process so far, to sockets and files. */
export function writeCalls(pid: number): number {
  const io = readFileSync(`/proc/${pid}/io`, 'latin1');
  return Number(/^syscw: (\d+)/m.exec(io)?.[1] ?? 0);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient } from '../../src/net/control-client.ts';
import type { ServerStatus } from '../../src/net/control-protocol.ts';
import { SmtpDialogue } from './smtp-dialogue.ts';

export const ROOT: string = resolve(import.meta.dirname, '../..');
const POSTERN = join(ROOT, 'bin/postern');

export type PosternOptions = Readonly<{
  /** Kept where given, else a temporary folder that dispose removes. */
  data?: string;
  portOffset?: number;
  /** Further arguments of `postern start`. */
  args?: readonly string[];
  /** Beside what this process has in its environment. */
  env?: Readonly<Record<string, string>>;
  /** Words before the command, of a program that becomes the server: `strace -D`. */
  under?: readonly string[];
  /** How long a start may take; a minute where absent. */
  readyWithinMs?: number;
}>;

export type ShellResult = Readonly<{ status: number; stdout: string; stderr: string }>;

/** A real server in a process of its own, on a port offset of its own. */
export class Postern {
  readonly data: string;
  readonly portOffset: number;
  readonly #args: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  readonly #under: readonly string[];
  readonly #readyWithinMs: number;
  readonly #temporary: boolean;
  #process: ChildProcess | null = null;
  #output = '';

  private constructor(options: PosternOptions, portOffset: number) {
    this.#temporary = options.data === undefined;
    this.data = options.data ?? mkdtempSync(join(tmpdir(), 'postern-test-'));
    this.portOffset = portOffset;
    this.#env = options.env ?? {};
    this.#under = options.under ?? [];
    this.#readyWithinMs = options.readyWithinMs ?? 60_000;
    this.#args = options.args ?? [
      '--server-name',
      'EX1',
      '--fqdn',
      'ex1.contoso.com',
      '--domain',
      'contoso.com',
    ];
  }

  static async start(options: PosternOptions = {}): Promise<Postern> {
    const postern = new Postern(options, options.portOffset ?? (await freePortOffset()));
    await postern.start();
    return postern;
  }

  /** Port of the Default Frontend and of relay connectors. */
  get port(): number {
    return 25 + this.portOffset;
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  /** What the server printed so far. */
  get output(): string {
    return this.#output;
  }

  async start(): Promise<void> {
    const settings = ['--data', this.data, '--port-offset', String(this.portOffset), ...this.#args];
    const [program = POSTERN, ...words] = [...this.#under, POSTERN, 'start', ...settings];
    const env = { ...process.env, ...this.#env };
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#process = child;
    const collect = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-200_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    await this.#ready(child);
  }

  async #ready(child: ChildProcess): Promise<void> {
    const until = Date.now() + this.#readyWithinMs;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`postern ended with ${child.exitCode}:\n${this.#output}`);
      const status = await this.status().catch(() => null);
      if (status !== null && status.pid === child.pid && status.bindings.length > 0) return;
      await delay(20);
    }
    throw new Error(`postern was not ready within ${this.#readyWithinMs / 1000} s:\n${this.#output}`);
  }

  async status(): Promise<ServerStatus> {
    const client = await ControlClient.connect(this.data);
    try {
      return await client.ask('status', {});
    } finally {
      client.close();
    }
  }

  /** Runs commands as `bin/postern shell -c` does, in a process of its own. */
  shell(command: string, input?: string): Promise<ShellResult> {
    return run(POSTERN, ['shell', '--data', this.data, '-c', command], input);
  }

  /** Like shell(), but a failing command fails the test. */
  async mustShell(command: string): Promise<string> {
    const result = await this.shell(command);
    if (result.status !== 0)
      throw new Error(`${command}\nended with ${result.status}:\n${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  /** A connection to the relay port (or `port`, stored numbering) from the given source address. */
  connect(options: Readonly<{ from?: string; host?: string; port?: number }> = {}): Promise<SmtpDialogue> {
    return SmtpDialogue.open({ ...options, port: (options.port ?? 25) + this.portOffset });
  }

  /** SIGTERM (or another signal) and wait. @returns exit code, or null when a signal ended it */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolveExit) =>
      child.once('exit', (code) => resolveExit(code)),
    );
    child.kill(signal);
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
    if (this.#temporary) rmSync(this.data, { recursive: true, force: true });
  }
}

export type RunOptions = Readonly<{ env?: NodeJS.ProcessEnv; timeoutMs?: number }>;

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  input = '',
  options: RunOptions = {},
): Promise<ShellResult> {
  return new Promise((resolveRun, reject) => {
    const { env = process.env, timeoutMs = 60_000 } = options;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolveRun({ status: code ?? -1, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** An offset at which the ports of the five setup connectors and of the admin center are free on all addresses. */
export async function freePortOffset(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    // Beyond 55,000 the ports of the admin center and of the metrics would not be ports any more.
    const offset = 20_000 + Math.floor(Math.random() * 350) * 100;
    const free = await Promise.all([25, 587, 717, 465, 2525, 8080].map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('no free range of ports was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolveFree) => {
    const server = createServer();
    server.once('error', () => resolveFree(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolveFree(true)));
  });
}

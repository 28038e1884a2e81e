import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Json } from '../shell/format/plain-json.ts';
import type { Shell, ShellParts } from '../shell/shell.ts';
import { type Arguments, dataFolder, readArguments } from './arguments.ts';
import { HELP } from './help.ts';
import { stoppedByInterrupt } from './interrupt.ts';
import { type ShellHost, SocketHost } from './shell-host.ts';
import { interact } from './shell-interactive.ts';
import { consoleIo } from './shell-io.ts';
import { HistoryFile, historyPath } from './terminal/history-file.ts';
import { Terminal } from './terminal/terminal.ts';
import { UsageError } from './usage-error.ts';

/** Of a shell that Ctrl+C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

/** @returns the exit status: 0, 1 where a command failed, 130 after Ctrl+C, or what the script gave to `exit` */
export async function shell(argv: readonly string[]): Promise<number> {
  const { options, script, scriptArguments } = splitArguments(argv);
  const args = readArguments('shell', options, {
    data: { type: 'string' },
    command: { type: 'string', short: 'c' },
    server: { type: 'string' },
    user: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (args.flag('help')) {
    console.log(HELP.shell);
    return 0;
  }
  leaveWithReader();
  const job = await jobOf(args, script, scriptArguments);
  const server = args.text('server');
  const host =
    server === undefined
      ? await SocketHost.connect(dataFolder(args.text('data')))
      : await elsewhere(server, args.text('user'));
  try {
    return await (job === null ? converse(host) : runJob(host, job, args.flag('json')));
  } finally {
    host.close();
  }
}

/** TLS and HTTP are loaded for those who ask for them. */
async function elsewhere(server: string, user: string | undefined): Promise<ShellHost> {
  const { RemoteHost } = await import('./remote-host.ts');
  return RemoteHost.connect(server, user);
}

/** What is to be run without asking anybody. */
type Job = Readonly<{
  text: string;
  script?: Readonly<{ name: string; args: readonly string[] }>;
  /** Lines of standard input, where the text reads them. */
  input?: readonly string[];
}>;

/** null: a person types */
async function jobOf(
  args: Arguments,
  script: string | undefined,
  scriptArguments: readonly string[],
): Promise<Job | null> {
  const command = args.text('command');
  if (command !== undefined && command !== '-') return withInput({ text: command });
  if (script !== undefined && command === undefined)
    return withInput({ text: readScript(script), script: { name: script, args: scriptArguments } });
  return command === undefined && process.stdin.isTTY ? null : { text: await text(process.stdin) };
}

/** Standard input is read to its end only for a text that wants it: else a shell in a loop would eat the input of the
 *  loop, or wait for a terminal. */
async function withInput(job: Job): Promise<Job> {
  if (process.stdin.isTTY || !/\$input\b|\bprocess\s*\{|ValueFromPipeline/i.test(job.text)) return job;
  const lines = (await text(process.stdin)).split(/\r?\n/);
  return { ...job, input: lines.at(-1) === '' ? lines.slice(0, -1) : lines };
}

async function converse(host: ShellHost): Promise<number> {
  const terminal = new Terminal(process.stdin, process.stdout);
  process.stdout.write(
    `Connected to ${await host.serverName()}. Type "Get-Command" to see what there is, "exit" to leave.\n`,
  );
  const historyFile = new HistoryFile(historyPath((name) => process.env[name]));
  const engine = (): Promise<Shell> => engineFor(host, { io: consoleIo(terminal) });
  return interact({ engine, terminal, historyFile });
}

/** The engine and what the server can do: both take longer to load than a prompt may wait. */
async function engineFor(host: ShellHost, parts: Omit<ShellParts, 'host'>): Promise<Shell> {
  const [{ createShell }, commands] = await Promise.all([import('../shell/shell.ts'), host.commands()]);
  return createShell({ ...parts, host: commands });
}

async function runJob(host: ShellHost, job: Job, asJson: boolean): Promise<number> {
  const io = consoleIo(null);
  const engine = await engineFor(host, {
    ...(job.input === undefined ? {} : { input: job.input }),
    // What Write-Host says to people must not stand between the brackets.
    ...(asJson ? { json: printJson, io: { ...io, write: io.writeError } } : { io }),
  });
  const { ok, exitCode, stopped } = await stoppedByInterrupt((signal) =>
    engine.run(job.text, job.script, signal),
  );
  if (stopped === true) return INTERRUPTED;
  return exitCode !== 0 ? exitCode : ok ? 0 : 1;
}

function printJson(output: readonly Json[]): void {
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
}

/** Where nobody reads our output any longer (`| head -1`), there is nothing left to do. */
function leaveWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

/** Options come before the script; everything behind it belongs to the script. */
function splitArguments(argv: readonly string[]): {
  options: readonly string[];
  script: string | undefined;
  scriptArguments: readonly string[];
} {
  let position = 0;
  while (position < argv.length) {
    const argument = argv[position] ?? '';
    if (['--data', '-c', '--command', '--server', '--user'].includes(argument)) position += 2;
    else if (argument.startsWith('-')) position += 1;
    else break;
  }
  return {
    options: argv.slice(0, position),
    script: argv[position],
    scriptArguments: argv.slice(position + 1),
  };
}

function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The script ${path} cannot be read (${reason}).`);
  }
}

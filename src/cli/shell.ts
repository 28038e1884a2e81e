import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createShell, type Shell } from '../shell/shell.ts';
import { dataFolder, readArguments } from './arguments.ts';
import { HELP } from './help.ts';
import { RemoteHost } from './remote-host.ts';
import { SocketHost } from './shell-host.ts';
import { interact } from './shell-interactive.ts';
import { terminalIo } from './shell-io.ts';
import { UsageError } from './usage-error.ts';

/** @returns the exit status: 0, 1 where a command failed, or what the script gave to `exit` */
export async function shell(argv: readonly string[]): Promise<number> {
  const { options, script, scriptArguments } = splitArguments(argv);
  const args = readArguments('shell', options, {
    data: { type: 'string' },
    command: { type: 'string', short: 'c' },
    server: { type: 'string' },
    user: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (args.flag('help')) {
    console.log(HELP.shell);
    return 0;
  }
  const command = args.text('command');
  const source = script === undefined ? null : readScript(script);
  const server = args.text('server');
  const host =
    server === undefined
      ? await SocketHost.connect(dataFolder(args.text('data')))
      : await RemoteHost.connect(server, args.text('user'));
  try {
    const interactive = command === undefined && source === null && process.stdin.isTTY;
    const engine = createShell({ host, io: terminalIo(interactive) });
    if (interactive) return await interact(engine, await host.serverName());
    if (source !== null) return await run(engine, source, { name: script ?? '', args: scriptArguments });
    return await run(engine, command === undefined || command === '-' ? await text(process.stdin) : command);
  } finally {
    host.close();
  }
}

async function run(
  engine: Shell,
  source: string,
  origin?: Readonly<{ name: string; args: readonly string[] }>,
): Promise<number> {
  const { ok, exitCode } = await engine.run(source, origin);
  return exitCode !== 0 ? exitCode : ok ? 0 : 1;
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

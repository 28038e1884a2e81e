import type { AdminAddress, ServerOptions } from '../app/options.ts';
import { startServer } from '../app/start-server.ts';
import { StartupError } from '../app/startup-error.ts';
import { dataFolder, integerOption, readArguments } from './arguments.ts';
import { HELP } from './help.ts';
import { startPage } from './start-page.ts';
import { UsageError } from './usage-error.ts';

/** Runs the server until it is told to stop. @returns the exit status */
export async function start(argv: readonly string[]): Promise<number> {
  const args = readArguments('start', argv, {
    data: { type: 'string' },
    'port-offset': { type: 'string' },
    'server-name': { type: 'string' },
    fqdn: { type: 'string' },
    domain: { type: 'string' },
    admin: { type: 'string' },
    sandbox: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (args.flag('help')) {
    console.log(HELP.start);
    return 0;
  }
  if (args.positionals.length > 0) {
    throw new UsageError(`start takes no "${args.positionals[0]}". See: postern start --help`, 2);
  }
  const options: ServerOptions = {
    dataFolder: dataFolder(args.text('data')),
    portOffset: integerOption('port-offset', args.text('port-offset'), { from: 0, to: 62_000, default: 0 }),
    serverName: serverName(args.text('server-name')),
    fqdn: hostName('fqdn', args.text('fqdn')),
    domain: hostName('domain', args.text('domain')),
    sandbox: args.flag('sandbox'),
    admin: adminAddress(args.text('admin')),
  };
  return serve(options);
}

async function serve(options: ServerOptions): Promise<number> {
  try {
    const server = await startServer(options);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => server.stop());
    console.log(startPage(server.status(), server.initialPassword));
    await server.ended;
    return 0;
  } catch (error) {
    if (error instanceof StartupError) throw new UsageError(error.message);
    throw error;
  }
}

function serverName(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (/^[A-Za-z0-9-]{1,15}$/.test(given)) return given.toUpperCase();
  throw new UsageError(`--server-name takes 1 to 15 letters, digits or "-", not "${given}".`, 2);
}

function hostName(option: string, given: string | undefined): string | null {
  if (given === undefined) return null;
  const valid =
    given.length <= 253 && given.split('.').every((label) => /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/.test(label));
  if (valid) return given.toLowerCase();
  throw new UsageError(`--${option} takes a name such as relay.contoso.com, not "${given}".`, 2);
}

/** `127.0.0.1:8080`, `[::1]:8080`, `relay.contoso.com:8443` */
function adminAddress(given: string | undefined): AdminAddress | null {
  if (given === undefined) return null;
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(given);
  const port = Number(match?.[3] ?? 0);
  const host = match?.[1] ?? match?.[2];
  if (host !== undefined && port >= 1 && port <= 65_535) return { host: host.toLowerCase(), port };
  throw new UsageError(`--admin takes an address and a port such as 127.0.0.1:8080, not "${given}".`, 2);
}

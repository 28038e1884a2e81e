import { HELP } from './help.ts';
import { findOwnModulesByName } from './own-modules.ts';
import { UsageError } from './usage-error.ts';

/** Each command loads only what it needs: `status` must not wait for the server's modules. */
async function run(command: string | undefined, argv: readonly string[]): Promise<number> {
  switch (command) {
    case 'start':
      return (await import('./start.ts')).start(argv);
    case 'shell':
      return (await import('./shell.ts')).shell(argv);
    case 'status':
      return (await import('./status.ts')).status(argv);
    case 'stop':
      return (await import('./stop.ts')).stop(argv);
    case '--help':
    case '-h':
    case 'help':
      console.log(HELP.main);
      return 0;
    case undefined:
      console.error(HELP.main);
      return 2;
    default:
      throw new UsageError(`"${command}" is not a command of postern. See: postern --help`, 2);
  }
}

findOwnModulesByName();
const [command, ...argv] = process.argv.slice(2);
try {
  process.exitCode = await run(command, argv);
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`postern: ${error.message}`);
    process.exitCode = error.exitCode;
  } else {
    console.error('postern: an error that should not happen; please report it with the lines below.');
    console.error(error);
    process.exitCode = 70;
  }
}

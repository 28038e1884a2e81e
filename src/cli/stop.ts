import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient, ServerNotRunning } from '../net/control-client.ts';
import { dataFolder, readArguments } from './arguments.ts';
import { HELP } from './help.ts';
import { UsageError } from './usage-error.ts';

const WAIT_MS = 30_000;
const POLL_MS = 50;

/** Asks the server to stop and waits until it has. @returns the exit status */
export async function stop(argv: readonly string[]): Promise<number> {
  const args = readArguments('stop', argv, {
    data: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (args.flag('help')) {
    console.log(HELP.stop);
    return 0;
  }
  try {
    const client = await ControlClient.connect(dataFolder(args.text('data')));
    const { pid } = await client.ask('status', {});
    await client.ask('stop', {});
    client.close();
    await ended(pid);
    console.log('Postern has stopped.');
    return 0;
  } catch (error) {
    if (!(error instanceof ServerNotRunning)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function ended(pid: number): Promise<void> {
  const until = Date.now() + WAIT_MS;
  while (isAlive(pid)) {
    if (Date.now() > until)
      throw new UsageError(`The server (process ${pid}) has not ended within 30 seconds.`);
    await delay(POLL_MS);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

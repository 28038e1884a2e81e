import type { Command } from '../../api/commands.ts';
import { runCommand } from '../../api/commands.ts';
import { type TrackedEvent, trackedEventOf } from './tracked-message.ts';

/** Events in one answer: few enough that neither the server nor the page stands still for it. */
const PAGE = 2_000;

type ReadPage = (command: Command, signal: AbortSignal) => Promise<readonly TrackedEvent[]>;

async function readPage(command: Command, signal: AbortSignal): Promise<readonly TrackedEvent[]> {
  return (await runCommand(command, { signal })).objects.map(trackedEventOf);
}

/** All events that the command finds, oldest first, some at a time: each answer begins at the time at which the one before
 *  it ended, and what was read of that time is passed over. */
export async function* readEvents(
  command: Command,
  signal: AbortSignal,
  read: ReadPage = readPage,
): AsyncGenerator<readonly TrackedEvent[]> {
  let start: string | null = null;
  let known = 0;
  for (;;) {
    const size = known + PAGE;
    const parameters = {
      ...command.parameters,
      ResultSize: size,
      ...(start === null ? {} : { Start: start }),
    };
    const events: readonly TrackedEvent[] = await read({ ...command, parameters }, signal);
    if (events.length > known) yield events.slice(known);
    const last = events.at(-1);
    if (last === undefined || events.length < size) return;
    start = new Date(last.at).toISOString();
    known = events.filter(({ at }) => at === last.at).length;
  }
}

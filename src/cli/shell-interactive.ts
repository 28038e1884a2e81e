import type { RunResult, Shell } from '../shell/shell.ts';
import { stoppedByInterrupt } from './interrupt.ts';
import { type History, remembered } from '../shell/interactive/history.ts';
import type { HistoryFile } from './terminal/history-file.ts';
import type { Prompts } from './terminal/screen.ts';
import type { Terminal } from './terminal/terminal.ts';

const PROMPTS: Prompts = { first: '[PS] >', next: '>> ' };

export type Conversation = Readonly<{
  /** Loads the engine: asked once, when the first prompt stands. */
  engine: () => Promise<Shell>;
  terminal: Terminal;
  historyFile: HistoryFile;
}>;

/** Read, run, print, until `exit` or end of input. @returns the exit status */
export async function interact(conversation: Conversation): Promise<number> {
  const { terminal, historyFile } = conversation;
  let history: History = historyFile.load();
  const ready = Promise.withResolvers<Shell>();
  // Who reads the first line learns what went wrong, not the process.
  ready.promise.catch(() => undefined);
  for (let isFirst = true; ; isFirst = false) {
    const reading = terminal.read({
      prompts: PROMPTS,
      history,
      isComplete: async (text) => (await ready.promise).isComplete(text),
      complete: async (text, cursor) => (await ready.promise).complete(text, cursor),
    });
    if (isFirst) conversation.engine().then(ready.resolve, ready.reject);
    const read = await reading;
    if (read.kind === 'end') return 0;
    if (read.kind === 'interrupt') continue;
    const before = history;
    history = remembered(history, read.text);
    if (history !== before) historyFile.append(read.text);
    const { exited, exitCode, stopped } = await run(await ready.promise, read.text);
    if (stopped === true) terminal.newLine();
    if (exited === true) return exitCode;
  }
}

/** While a pipeline runs, Ctrl+C stops it and not the shell. */
function run(engine: Shell, text: string): Promise<RunResult> {
  return stoppedByInterrupt((signal) => engine.run(text, undefined, signal));
}

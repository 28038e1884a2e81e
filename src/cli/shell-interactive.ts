import type { RunResult, Shell } from '../shell/shell.ts';
import { stoppedByInterrupt } from './interrupt.ts';
import { type History, remembered } from '../shell/interactive/history.ts';
import type { HistoryFile } from './terminal/history-file.ts';
import type { Prompts } from './terminal/screen.ts';
import type { Terminal } from './terminal/terminal.ts';

const PROMPTS: Prompts = { first: '[PS] >', next: '>> ' };

export type Conversation = Readonly<{ engine: Shell; terminal: Terminal; historyFile: HistoryFile }>;

/** Read, run, print, until `exit` or end of input. @returns the exit status */
export async function interact({ engine, terminal, historyFile }: Conversation): Promise<number> {
  let history: History = historyFile.load();
  for (;;) {
    const read = await terminal.read({
      prompts: PROMPTS,
      history,
      isComplete: (text) => engine.isComplete(text),
      complete: (text, cursor) => engine.complete(text, cursor),
    });
    if (read.kind === 'end') return 0;
    if (read.kind === 'interrupt') continue;
    const before = history;
    history = remembered(history, read.text);
    if (history !== before) historyFile.append(read.text);
    const { exited, exitCode, stopped } = await run(engine, read.text);
    if (stopped === true) terminal.newLine();
    if (exited === true) return exitCode;
  }
}

/** While a pipeline runs, Ctrl+C stops it and not the shell. */
function run(engine: Shell, text: string): Promise<RunResult> {
  return stoppedByInterrupt((signal) => engine.run(text, undefined, signal));
}

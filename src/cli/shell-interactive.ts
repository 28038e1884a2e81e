import type { Shell } from '../shell/shell.ts';
import { stoppedByInterrupt } from './interrupt.ts';
import { type History, remembered } from '../shell/interactive/history.ts';
import type { HistoryFile } from './terminal/history-file.ts';
import type { Read } from './terminal/line-editor.ts';
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
  const read = (isFirst: boolean): Promise<Read> => {
    const reading = terminal.read({
      prompts: PROMPTS,
      history,
      isComplete: async (text) => (await ready.promise).isComplete(text),
      complete: async (text, cursor) => (await ready.promise).complete(text, cursor),
    });
    if (isFirst) conversation.engine().then(ready.resolve, ready.reject);
    return reading;
  };
  const remember = (text: string): void => {
    const before = history;
    history = remembered(history, text);
    if (history !== before) historyFile.append(text);
  };
  for (let isFirst = true; ; isFirst = false) {
    // Ctrl+C stops a pipeline and not the shell, from the moment when the line has been read.
    const status = await stoppedByInterrupt(async (signal) => {
      const got = await read(isFirst);
      if (got.kind === 'end') return 0;
      if (got.kind === 'interrupt') return null;
      remember(got.text);
      const engine = await ready.promise;
      const { exited, exitCode, stopped } = await engine.run(got.text, undefined, signal);
      if (stopped === true) terminal.newLine();
      return exited === true ? exitCode : null;
    });
    if (status !== null) return status;
  }
}

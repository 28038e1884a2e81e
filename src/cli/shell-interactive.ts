import { createInterface } from 'node:readline';
import type { Shell } from '../shell/shell.ts';

/** Read, run, print, until `exit` or end of input. @returns the exit status */
export async function interact(engine: Shell, serverName: string): Promise<number> {
  process.stdout.write(
    `Connected to ${serverName}. Type "Get-Command" to see what there is, "exit" to leave.\n`,
  );
  for (;;) {
    const text = await readSubmission(engine);
    if (text === null) return 0;
    const { exitCode, exited } = await engine.run(text);
    if (exited === true) return exitCode;
  }
}

/** One submission: a line, or several while the text is incomplete (prompt `>> `, an empty line ends it). */
async function readSubmission(engine: Shell): Promise<string | null> {
  let text = '';
  for (;;) {
    const line = await readLine(text === '' ? '[PS] >' : '>> ', engine);
    if (line === null) return text === '' ? null : text;
    text += text === '' ? line : `\n${line}`;
    if (text !== '' && (line === '' || engine.isComplete(text))) return text;
  }
}

function readLine(prompt: string, engine: Shell): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = createInterface({
      input: process.stdin,
      output: process.stdout,
      prompt,
      history: [...history],
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        void engine.complete(line, line.length).then((found) => done(null, [[...found], lastWord(line)]));
      },
    });
    let answered = false;
    reader.once('line', (line) => {
      answered = true;
      remember(line);
      reader.close();
      resolve(line);
    });
    reader.once('close', () => {
      if (!answered) resolve(null);
    });
    reader.prompt();
  });
}

const HISTORY_LINES = 500;
let history: readonly string[] = [];

function remember(line: string): void {
  if (line.trim() !== '')
    history = [line, ...history.filter((former) => former !== line)].slice(0, HISTORY_LINES);
}

function lastWord(line: string): string {
  return line.slice(line.lastIndexOf(' ') + 1);
}

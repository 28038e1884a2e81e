import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ShellIo } from '../shell/io.ts';

/** The shell's world on this machine's terminal or pipes. */
export function terminalIo(interactive: boolean): ShellIo {
  return {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    width: () => (process.stdout.isTTY ? process.stdout.columns : null),
    ...(interactive ? { prompt: ask } : {}),
    now: () => new Date(),
    env: (name) => process.env[name],
    sleep: (ms) => delay(ms),
    readFile: (path) => Promise.resolve(readFileSync(path, 'utf8')),
    writeFile: (path, content, options) => {
      if (options.append) appendFileSync(path, content);
      else writeFileSync(path, content);
      return Promise.resolve();
    },
    culture: 'en-US',
  };
}

async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}

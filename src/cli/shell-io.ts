import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
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
    readFile: (path) => Promise.resolve(decodeText(readFileSync(path))),
    writeFile: (path, content, { append, encoding }) => {
      const bytes = encodeText(content, encoding, append && existsSync(path));
      if (append) appendFileSync(path, bytes);
      else writeFileSync(path, bytes);
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

const UTF16_MARK = Buffer.from([0xff, 0xfe]);
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Text as Windows PowerShell 5.1 writes it: `unicode` is UTF-16 with a mark, `utf8` has its mark too. */
function encodeText(text: string, encoding: string, continues: boolean): Buffer {
  const marked = (mark: Buffer, bytes: Buffer): Buffer => (continues ? bytes : Buffer.concat([mark, bytes]));
  switch (encoding) {
    case 'unicode':
      return marked(UTF16_MARK, Buffer.from(text, 'utf16le'));
    case 'utf8':
      return marked(UTF8_MARK, Buffer.from(text, 'utf8'));
    case 'ascii':
      return Buffer.from(text.replaceAll(/[^\u0000-\u007f]/g, '?'), 'latin1');
    default:
      return Buffer.from(text, 'utf8');
  }
}

/** By its mark; without one UTF-8. */
function decodeText(bytes: Buffer): string {
  if (bytes.subarray(0, 2).equals(UTF16_MARK)) return bytes.toString('utf16le', 2);
  return bytes.toString('utf8', bytes.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0);
}

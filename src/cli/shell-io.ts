import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { PipelineStopped } from '../shell/evaluator/stopping.ts';
import type { ShellIo } from '../shell/io.ts';
import { paint, paintMessage, takesColour } from '../shell/interactive/colour.ts';
import type { Terminal } from './terminal/terminal.ts';

/** The shell's world on this machine's terminal or pipes.
 *  @param terminal null where nobody can be asked */
export function consoleIo(terminal: Terminal | null): ShellIo {
  const colours = takesColour(process.stderr, process.env);
  return {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(colours ? paintMessage(text) : text),
    width: () => (process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : null),
    ...(takesColour(process.stdout, process.env) ? { paint } : {}),
    ...(terminal === null ? {} : asking(terminal)),
    random: Math.random,
    pid: process.pid,
    now: () => new Date(),
    env: (name) => process.env[name],
    sleep: (ms) => delay(ms),
    readFile: (path) => Promise.resolve(decodeText(readFileSync(path))),
    readOctets: (path) => Promise.resolve(readFileSync(path)),
    writeFile: (path, content, { append, encoding }) => {
      const bytes = encodeText(content, encoding, append && existsSync(path));
      if (append) appendFileSync(path, bytes);
      else writeFileSync(path, bytes);
      return Promise.resolve();
    },
    culture: 'en-US',
  };
}

/** Ctrl+C at a question stops the pipeline that asked. */
function asking(terminal: Terminal): Pick<ShellIo, 'prompt' | 'promptHidden' | 'page'> {
  const ask = async (first: string, hidden: boolean): Promise<string> => {
    const read = await terminal.read({ prompts: { first, next: '' }, hidden });
    if (read.kind === 'line') return read.text;
    throw new PipelineStopped();
  };
  return {
    prompt: (question) => ask(question, false),
    promptHidden: (question) => ask(question, true),
    page: (lines) => terminal.page(lines),
  };
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

import type { WriteStream } from 'node:tty';
import type { Key } from './key.ts';
import { type KeyboardInput, KeyQueue } from './key-queue.ts';
import { LineEditor, type Read, type ReadOptions } from './line-editor.ts';
import { Screen } from './screen.ts';

/** What a terminal's screen is used for. */
export type ScreenOutput = Readonly<{ write: (text: string) => unknown }> &
  Partial<Pick<WriteStream, 'columns' | 'rows'>>;

const COLUMNS = 80;
const ROWS = 24;
const MORE = '<SPACE> next page; <CR> next line; Q quit';

/** A person at a keyboard and a screen. */
export class Terminal {
  readonly #output: ScreenOutput;
  readonly #keys: KeyQueue;
  readonly #editor: LineEditor;

  constructor(input: KeyboardInput, output: ScreenOutput) {
    this.#output = output;
    const write = (text: string): void => void output.write(text);
    this.#keys = new KeyQueue(input, write);
    this.#editor = new LineEditor(this.#keys, new Screen(write, () => output.columns || COLUMNS));
  }

  read(options: ReadOptions): Promise<Read> {
    return this.#editor.read(options);
  }

  /** Behind the ^C that the terminal itself shows. */
  newLine(): void {
    this.#output.write('\n');
  }

  /** Shows lines a screenful at a time; Q, Escape and Ctrl+C leave the rest out. */
  async page(lines: readonly string[]): Promise<void> {
    const rows = Math.max(2, (this.#output.rows || ROWS) - 1);
    let at = 0;
    let next = rows;
    for (;;) {
      this.#output.write(
        lines
          .slice(at, at + next)
          .map((line) => `${line}\n`)
          .join(''),
      );
      at += next;
      if (at >= lines.length) return;
      next = stepOf(await this.#more(), rows);
      if (next === 0) return;
    }
  }

  async #more(): Promise<Key | null> {
    this.#output.write(MORE);
    this.#keys.take();
    const key = await this.#keys.next();
    this.#keys.release();
    this.#output.write('\r\u001b[K');
    return key;
  }
}

function stepOf(key: Key | null, rows: number): number {
  if (key === null || key.name === 'q' || key.name === 'escape' || key.ctrl === true) return 0;
  return key.name === 'return' || key.name === 'enter' || key.name === 'down' ? 1 : rows;
}

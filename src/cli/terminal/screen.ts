import { textWidth } from '../../shell/format/text-width.ts';
import type { Line } from '../../shell/interactive/line.ts';

/** What stands before the rows of a text. */
export type Prompts = Readonly<{ first: string; next: string }>;

type Position = Readonly<{ row: number; column: number }>;

/** Draws the line that is being typed, again after each key. It remembers how far below its first row the cursor
 *  stands, and knows nothing of what is above. */
export class Screen {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  #row = 0;

  constructor(write: (text: string) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** @param shown the text as it is to be seen: a password's is not the line's own */
  draw(prompts: Prompts, line: Line, shown: string = line.text): void {
    const columns = Math.max(2, this.#columns());
    const rows = withPrompts(prompts, shown);
    const at = position(withPrompts(prompts, shown.slice(0, line.cursor)), columns);
    const finish = position(rows, columns);
    // Text that ends at the edge leaves the cursor there: a blank and back makes the next row real.
    const edge = finish.column === 0 && finish.row > 0 && !rows.endsWith('\n') ? ' \r' : '';
    this.#write(`${this.#toStart()}\u001b[J${rows.replaceAll('\n', '\r\n')}${edge}${move(finish, at)}`);
    this.#row = at.row;
  }

  /** Leaves the line as it stands and goes below it. */
  finish(prompts: Prompts, shown: string): void {
    const all: Line = { text: shown, cursor: shown.length };
    this.draw(prompts, all);
    this.#write('\r\n');
    this.#row = 0;
  }

  clear(): void {
    this.#write('\u001b[H\u001b[2J\u001b[3J');
    this.#row = 0;
  }

  bell(): void {
    this.#write('\u0007');
  }

  #toStart(): string {
    return this.#row === 0 ? '\r' : `\r\u001b[${this.#row}A`;
  }
}

function withPrompts(prompts: Prompts, text: string): string {
  return prompts.first + text.replaceAll('\n', `\n${prompts.next}`);
}

/** Where a text ends that begins in the first column. */
function position(text: string, columns: number): Position {
  let row = -1;
  let column = 0;
  for (const line of text.split('\n')) {
    const width = textWidth(line);
    row += 1 + Math.floor(width / columns);
    column = width % columns;
  }
  return { row, column };
}

function move(from: Position, to: Position): string {
  const up = from.row - to.row;
  return `${up > 0 ? `\u001b[${up}A` : ''}\r${to.column > 0 ? `\u001b[${to.column}C` : ''}`;
}

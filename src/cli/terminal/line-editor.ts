import type { Completion } from '../../shell/completion/complete.ts';
import { type Cycle, firstOf, nextOf } from '../../shell/interactive/cycle.ts';
import type { History } from '../../shell/interactive/history.ts';
import { type Action, actionOf, type Key, typed } from './key.ts';
import type { KeyQueue } from './key-queue.ts';
import { EMPTY, home, insert, type Line } from '../../shell/interactive/line.ts';
import { down, freshRecall, type Recall, search, up } from '../../shell/interactive/recall.ts';
import type { Prompts, Screen } from './screen.ts';

export type ReadOptions = Readonly<{
  prompts: Prompts;
  history?: History;
  complete?: (text: string, cursor: number) => Promise<Completion>;
  /** Whether Enter submits; else it begins another row, where an empty one submits all the same. */
  isComplete?: (text: string) => Promise<boolean>;
  /** A password: each character is shown as a star. */
  hidden?: boolean;
}>;

export type Read =
  | Readonly<{ kind: 'line'; text: string }>
  /** Ctrl+C */
  | Readonly<{ kind: 'interrupt' }>
  /** Ctrl+D in an empty line, or the terminal is gone. */
  | Readonly<{ kind: 'end' }>;

/** Reads a line, or a text of several, from a terminal with the keys of key.ts. */
export class LineEditor {
  readonly #keys: KeyQueue;
  readonly #screen: Screen;

  constructor(keys: KeyQueue, screen: Screen) {
    this.#keys = keys;
    this.#screen = screen;
  }

  async read(options: ReadOptions): Promise<Read> {
    this.#keys.take();
    const reading = new Reading(options, this.#screen, this.#keys);
    try {
      return await reading.run();
    } finally {
      this.#keys.release();
    }
  }
}

/** One line on its way. */
class Reading {
  readonly #options: ReadOptions;
  readonly #history: History;
  readonly #screen: Screen;
  readonly #keys: KeyQueue;
  #recall: Recall;
  #cycle: Cycle | null = null;
  #pasting = false;

  constructor(options: ReadOptions, screen: Screen, keys: KeyQueue) {
    this.#options = options;
    this.#history = options.history ?? [];
    this.#screen = screen;
    this.#keys = keys;
    this.#recall = freshRecall(this.#history, EMPTY);
  }

  async run(): Promise<Read> {
    this.#draw();
    for (;;) {
      const key = await this.#keys.next();
      if (key === null) return { kind: 'end' };
      const read = await this.#press(key);
      if (read !== null) return read;
      // A pasted text is drawn once, not after each of its letters.
      if (this.#keys.waiting === 0) this.#draw();
    }
  }

  async #press(key: Key): Promise<Read | null> {
    const action = actionOf(key);
    if (this.#pasting && action !== 'pasteEnd') {
      this.#edit(insert(this.#line, action === 'submit' ? '\n' : key.sequence));
      return null;
    }
    if (action === null) this.#edit(typed(this.#line, key));
    return action === null ? null : this.#act(action, key);
  }

  async #act(action: Action, key: Key): Promise<Read | null> {
    switch (action) {
      case 'submit':
        return this.#submit();
      case 'interrupt':
        return this.#finish({ kind: 'interrupt' }, '^C');
      case 'end':
        if (this.#line.text === '') return this.#finish({ kind: 'end' }, '');
        this.#edit(typed(this.#line, { ...key, name: 'delete', ctrl: false }));
        return null;
      case 'complete':
      case 'completeBack':
        await this.#complete(action === 'complete' ? 1 : -1);
        return null;
      case 'clear':
        this.#screen.clear();
        return null;
      case 'pasteStart':
      case 'pasteEnd':
        this.#pasting = action === 'pasteStart';
        return null;
      default:
        this.#recall = { up, down, search }[action](this.#recall, this.#history);
        return null;
    }
  }

  get #line(): Line {
    return this.#recall.line;
  }

  #edit(line: Line): void {
    if (line !== this.#line) this.#recall = { ...this.#recall, line, wanted: null };
  }

  async #submit(): Promise<Read | null> {
    const { text } = this.#line;
    const isBlankRow =
      this.#line.cursor === text.length && home(this.#line).cursor === text.length && text !== '';
    const isComplete = this.#options.isComplete ?? (() => Promise.resolve(true));
    if (isBlankRow || (await isComplete(text))) return this.#finish({ kind: 'line', text }, '');
    this.#edit(insert(this.#line, '\n'));
    return null;
  }

  #finish(read: Read, mark: string): Read {
    this.#screen.finish(this.#options.prompts, this.#shown() + mark);
    return read;
  }

  async #complete(step: 1 | -1): Promise<void> {
    const { complete } = this.#options;
    // A tab with more behind it comes from a pasted text.
    if (complete === undefined || this.#keys.waiting > 0) {
      this.#edit(insert(this.#line, '\t'));
      return;
    }
    this.#cycle = await this.#nextCycle(complete, step);
    if (this.#cycle === null) this.#screen.bell();
    else this.#edit(this.#cycle.line);
  }

  async #nextCycle(complete: NonNullable<ReadOptions['complete']>, step: 1 | -1): Promise<Cycle | null> {
    if (this.#cycle !== null && this.#cycle.line === this.#line) return nextOf(this.#cycle, step);
    const { text, cursor } = this.#line;
    return firstOf(this.#line, await complete(text, cursor), step);
  }

  /** Tabs take one column here, so that the cursor stands where it seems to. */
  #shown(): string {
    const { text } = this.#line;
    return this.#options.hidden === true ? '*'.repeat(text.length) : text.replaceAll('\t', ' ');
  }

  #draw(): void {
    this.#screen.draw(this.#options.prompts, this.#line, this.#shown());
  }
}

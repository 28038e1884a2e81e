import type { CommandHost } from '../../../../src/admin/contract/command-spec.ts';
import type { Completion } from '../../../../src/shell/completion/complete.ts';
import { PipelineStopped } from '../../../../src/shell/evaluator/stopping.ts';
import { paint } from '../../../../src/shell/interactive/colour.ts';
import { type History, remembered } from '../../../../src/shell/interactive/history.ts';
import type { ShellIo } from '../../../../src/shell/io.ts';
import { createShell, type Shell } from '../../../../src/shell/shell.ts';
import type { HistoryStore } from './history-store.ts';

export const PROMPT = '[PS] >';
const CONTINUED = '>> ';
/** Entries of the log that are kept; what is older is dropped. */
const KEPT_ENTRIES = 2_000;
/** A piece of the log is closed at about this many characters, so that the page is never drawn anew as a whole. */
const PIECE = 4_000;
const CLEAR = '\u001b[H\u001b[2J';

/** One piece of the log. A file is one that the shell has written: it can be saved. */
export type Entry = Readonly<{ id: number }> &
  (
    | Readonly<{ kind: 'typed' | 'output' | 'error' | 'warning'; text: string }>
    | Readonly<{ kind: 'file'; path: string }>
  );

export type Question = Readonly<{ text: string; hidden: boolean }>;

export type ConsoleState = Readonly<{
  entries: readonly Entry[];
  isRunning: boolean;
  /** What somebody is asked while a pipeline runs. */
  question: Question | null;
  history: History;
}>;

type Answer = Readonly<{ resolve: (text: string) => void; reject: (error: Error) => void }>;

/** The management shell with a log and a keyboard of its own; it goes on while another screen is looked at. */
export class ShellConsole {
  readonly #shell: Shell;
  readonly #store: HistoryStore;
  readonly #listeners = new Set<() => void>();
  readonly #files = new Map<string, string>();
  /** Of the files that were brought here: a certificate is no text. */
  readonly #octets = new Map<string, Uint8Array>();
  #state: ConsoleState;
  #nextId = 1;
  #columns = 80;
  #answer: Answer | null = null;
  #running: AbortController | null = null;
  #notifying = false;

  constructor(host: CommandHost, store: HistoryStore) {
    this.#store = store;
    this.#state = { entries: [], isRunning: false, question: null, history: store.load() };
    this.#shell = createShell({ host, io: this.#io() });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ConsoleState => this.#state;

  /** Width of the log, in columns of its font. */
  resize(columns: number): void {
    this.#columns = columns;
  }

  isComplete(text: string): boolean {
    return this.#shell.isComplete(text);
  }

  complete(text: string, cursor: number): Promise<Completion> {
    return this.#shell.complete(text, cursor);
  }

  /** Runs a submission, or gives the answer that a running one waits for. */
  async submit(text: string): Promise<void> {
    if (this.#answer !== null) return this.#give(this.#answer, text);
    if (this.#running !== null) return;
    this.#add('typed', `${PROMPT}${text.replaceAll('\n', `\n${CONTINUED}`)}\n`);
    const before = this.#state.history;
    const history = remembered(before, text);
    if (history !== before) this.#store.append(text);
    const running = new AbortController();
    this.#running = running;
    this.#change({ history, isRunning: true });
    const { exited } = await this.#shell.run(text, undefined, running.signal);
    this.#running = null;
    this.#change({ isRunning: false });
    if (exited === true) this.clear();
  }

  /** Ctrl+C: stops what runs, and the question that it asks; else the line that was typed is left. */
  interrupt(typed: string): void {
    this.#add('typed', this.#running === null ? `${PROMPT}${typed}^C\n` : '^C\n');
    this.#running?.abort();
    const answer = this.#answer;
    this.#answer = null;
    this.#change({ question: null });
    answer?.reject(new PipelineStopped());
  }

  clear(): void {
    this.#change({ entries: [] });
  }

  /** Something for the shell to read: `Get-Content` and `Import-Csv` find it under this name. */
  bring(path: string, content: Uint8Array): void {
    this.#files.set(path, new TextDecoder().decode(content));
    this.#octets.set(path, content);
    this.#add('output', `${path}\n`);
  }

  file(path: string): string {
    return this.#files.get(path) ?? '';
  }

  #give(answer: Answer, text: string): void {
    const { question } = this.#state;
    this.#answer = null;
    this.#add(
      'typed',
      `${question?.text ?? ''}${question?.hidden === true ? '*'.repeat(text.length) : text}\n`,
    );
    this.#change({ question: null });
    answer.resolve(text);
  }

  #ask(text: string, hidden: boolean): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#answer = { resolve, reject };
    this.#change({ question: { text, hidden } });
    return promise;
  }

  #io(): ShellIo {
    return {
      write: (text) => this.#write(text),
      writeError: (text) => this.#add(/^(?:WARNING|VERBOSE|DEBUG): /.test(text) ? 'warning' : 'error', text),
      random: Math.random,
      width: () => this.#columns,
      prompt: (question) => this.#ask(question, false),
      promptHidden: (question) => this.#ask(question, true),
      paint,
      now: () => new Date(),
      env: () => undefined,
      readFile: (path) => this.#read(path),
      readOctets: async (path) => this.#octets.get(path) ?? new TextEncoder().encode(await this.#read(path)),
      writeFile: (path, content, { append }) => {
        this.#octets.delete(path);
        this.#files.set(path, append ? (this.#files.get(path) ?? '') + content : content);
        this.#offer(path);
        return Promise.resolve();
      },
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      culture: 'en-US',
    };
  }

  #read(path: string): Promise<string> {
    const content = this.#files.get(path);
    return content === undefined
      ? Promise.reject(new Error(`There is no file "${path}" in this shell. Bring it here first.`))
      : Promise.resolve(content);
  }

  #write(text: string): void {
    const cut = text.lastIndexOf(CLEAR);
    if (cut >= 0) this.clear();
    const rest = cut < 0 ? text : text.slice(cut + CLEAR.length);
    if (rest !== '') this.#add('output', rest);
  }

  #offer(path: string): void {
    const { entries } = this.#state;
    const others = entries.filter((entry) => entry.kind !== 'file' || entry.path !== path);
    this.#change({ entries: [...others, { id: this.#nextId++, kind: 'file', path }] });
  }

  #add(kind: 'typed' | 'output' | 'error' | 'warning', text: string): void {
    const { entries } = this.#state;
    const last = entries.at(-1);
    const joins = last !== undefined && last.kind === kind && last.text.length + text.length < PIECE;
    const entry: Entry = joins ? { ...last, text: last.text + text } : { id: this.#nextId++, kind, text };
    const former = joins ? entries.slice(0, -1) : entries;
    this.#change({ entries: [...former, entry].slice(-KEPT_ENTRIES) });
  }

  /** Listeners are told once for all that happens before the page is drawn again. */
  #change(change: Partial<ConsoleState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#notifying) return;
    this.#notifying = true;
    queueMicrotask(() => {
      this.#notifying = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

import { emitKeypressEvents } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Key } from './key.ts';

const BRACKETED_PASTE_ON = '\u001b[?2004h';
const BRACKETED_PASTE_OFF = '\u001b[?2004l';

/** A terminal's input, or what a test puts in its place. */
export type KeyboardInput = Readable & Readonly<{ setRawMode: (on: boolean) => unknown }>;

/** The keys of a terminal, in order. It takes the terminal only while somebody reads: in between, the terminal is as
 *  any program finds it, so that Ctrl+C is a signal and what is typed ahead waits in the terminal. */
export class KeyQueue {
  readonly #input: KeyboardInput;
  readonly #write: (text: string) => void;
  readonly #keys: Key[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(input: KeyboardInput, write: (text: string) => void) {
    this.#input = input;
    this.#write = write;
    emitKeypressEvents(input);
    input.on('keypress', (_text: unknown, key: Key) => {
      this.#keys.push(key);
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    input.once('end', end);
    input.once('close', end);
    input.once('error', end);
    input.pause();
  }

  /** Keys that are there and not yet taken. */
  get waiting(): number {
    return this.#keys.length;
  }

  take(): void {
    this.#input.setRawMode(true);
    this.#input.resume();
    this.#write(BRACKETED_PASTE_ON);
  }

  release(): void {
    this.#write(BRACKETED_PASTE_OFF);
    if (!this.#ended) this.#input.setRawMode(false);
    this.#input.pause();
  }

  /** @returns null where the terminal is gone */
  async next(): Promise<Key | null> {
    while (this.#keys.length === 0 && !this.#ended) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
    return this.#keys.shift() ?? null;
  }
}

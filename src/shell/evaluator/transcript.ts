import type { ShellIo } from '../io.ts';

const BAR = '**********************';

/** What Start-Transcript keeps of a session: every text that goes to the console, in a file. */
export class Transcript {
  /** The console, through which everything is heard. */
  readonly io: ShellIo;
  readonly #file: ShellIo['writeFile'];
  #path: string | null = null;
  #held = '';

  constructor(io: ShellIo) {
    this.#file = io.writeFile;
    this.io = {
      ...io,
      write: (text) => {
        this.hear(text);
        io.write(text);
      },
      writeError: (text) => {
        this.hear(text);
        io.writeError(text);
      },
    };
  }

  /** Where it is kept; null: nothing is. */
  get path(): string | null {
    return this.#path;
  }

  hear(text: string): void {
    if (this.#path !== null) this.#held += text;
  }

  async start(path: string, append: boolean): Promise<void> {
    await this.#file(path, '', { append, encoding: 'utf8' });
    this.#path = path;
    this.hear(`${BAR}\nWindows PowerShell transcript start\nStart time: ${this.#stamp()}\n${BAR}\n`);
  }

  async stop(): Promise<void> {
    this.hear(`${BAR}\nWindows PowerShell transcript end\nEnd time: ${this.#stamp()}\n${BAR}\n`);
    await this.flush();
    this.#path = null;
  }

  /** Puts into the file what was heard since the last time. */
  async flush(): Promise<void> {
    if (this.#path === null || this.#held === '') return;
    const content = this.#held.replaceAll(/\r?\n/g, '\r\n');
    this.#held = '';
    await this.#file(this.#path, content, { append: true, encoding: 'utf8' });
  }

  #stamp(): string {
    return this.io.now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  }
}

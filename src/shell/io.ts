/** What the shell engine asks of the place it runs in: a terminal, a pipe, later a browser. */
export type ShellIo = Readonly<{
  /** Standard output. */
  write: (text: string) => void;
  /** Standard error: errors, warnings, verbose. */
  writeError: (text: string) => void;
  /** A number from 0 up to 1, for Get-Random and new GUIDs; absent where chance is not wanted. */
  random?: () => number;
  /** Console buffer width in columns, null where there is no console (120 is assumed). */
  width: () => number | null;
  /** Asks a person; absent where there is none to ask. */
  prompt?: (question: string) => Promise<string>;
  /** The same for a password: what is typed is not shown. */
  promptHidden?: (question: string) => Promise<string>;
  /** Shows lines a screenful at a time; absent where there is no screen. */
  page?: (lines: readonly string[]) => Promise<void>;
  /** A text in the colours of the Windows console, by their names; absent where there are none. */
  paint?: (text: string, foreground: string, background: string) => string;
  /** Of the process, for $PID. */
  pid?: number;
  now: () => Date;
  env: (name: string) => string | undefined;
  /** Rejects with a readable message. */
  readFile: (path: string) => Promise<string>;
  /** The same for a file that is no text; absent where every file is one, whose octets are then its UTF-8. */
  readOctets?: (path: string) => Promise<Uint8Array>;
  writeFile: (
    path: string,
    content: string,
    options: Readonly<{ append: boolean; encoding: string }>,
  ) => Promise<void>;
  sleep: (ms: number) => Promise<void>;
  culture: 'en-US';
}>;

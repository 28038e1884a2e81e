import type {
  CommandHost,
  CommandSpec,
  Invocation,
  InvocationResult,
} from '../../admin/contract/command-spec.ts';
import type { AdminObject, Value } from '../../admin/contract/values.ts';
import type { ShellIo } from '../io.ts';
import { createShell, type RunResult, type Shell } from '../shell.ts';

type Handler = (invocation: Invocation) => Partial<InvocationResult>;

/** A host whose commands are functions of a test; it keeps what it was asked. */
export class FakeHost implements CommandHost {
  readonly specs: readonly CommandSpec[];
  readonly invocations: Invocation[] = [];
  readonly #handlers: Readonly<Record<string, Handler>>;

  constructor(specs: readonly CommandSpec[], handlers: Readonly<Record<string, Handler>> = {}) {
    this.specs = specs;
    this.#handlers = handlers;
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    this.invocations.push(invocation);
    const result = this.#handlers[invocation.command]?.(invocation) ?? {};
    return Promise.resolve({ objects: [], warnings: [], ...result });
  }
}

export type TestShell = Readonly<{
  shell: Shell;
  files: Map<string, string>;
  /** Of the files that the shell wrote. */
  encodings: Map<string, string>;
  /** Runs a text and gives back what it printed. */
  run: (
    text: string,
    source?: Readonly<{ name: string; args: readonly string[] }>,
  ) => Promise<RunResult & Readonly<{ out: string; err: string }>>;
}>;

/** A shell on a fake console.
 *  @param answers what the person at the prompt types, one after the other; absent: nobody is there */
export function testShell(
  host: CommandHost = new FakeHost([]),
  options: Readonly<{ answers?: readonly string[]; width?: number }> = {},
): TestShell {
  const files = new Map<string, string>();
  const encodings = new Map<string, string>();
  let out = '';
  let err = '';
  const io: ShellIo = {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    width: () => options.width ?? 120,
    now: () => new Date(2026, 2, 2, 9, 14, 7),
    env: (name) => (name === 'COMPUTERNAME' ? 'EX01' : undefined),
    readFile: (path) => {
      const content = files.get(path);
      return content === undefined
        ? Promise.reject(new Error(`Cannot find path '${path}'.`))
        : Promise.resolve(content);
    },
    writeFile: (path, content, { append, encoding }) => {
      encodings.set(path, encoding);
      files.set(path, append ? (files.get(path) ?? '') + content : content);
      return Promise.resolve();
    },
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    culture: 'en-US',
    ...(options.answers === undefined
      ? {}
      : { prompt: prompter(options.answers, (text) => void (out += text)) }),
  };
  const shell = createShell({ host, io });
  return {
    shell,
    files,
    encodings,
    run: async (text, source) => {
      out = '';
      err = '';
      const result = await shell.run(text, source);
      return { ...result, out, err };
    },
  };
}

function prompter(
  answers: readonly string[],
  write: (text: string) => void,
): (question: string) => Promise<string> {
  const left = [...answers];
  return (question) => {
    const answer = left.shift();
    if (answer === undefined) return Promise.reject(new Error(`nobody answers: ${question}`));
    write(`${question}${answer}\n`);
    return Promise.resolve(answer);
  };
}

export function adminObject(
  type: string,
  text: string,
  properties: Readonly<Record<string, Value>>,
): AdminObject {
  return { $: 'object', type, text, properties: Object.entries(properties) };
}

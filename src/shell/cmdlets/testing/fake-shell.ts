import type { ShellIo } from '../../io.ts';
import { PsHashtable, PsObject, PsScriptBlock, type PsValue } from '../../values/value.ts';
import { formatToLines } from '../../format/format-to-text.ts';
import { utilityCmdlets } from '../table.ts';
import type { CommandCatalog, UtilityCall } from '../utility.ts';

/** For tests: one pipeline element with its parameters bound as the binder would. */
export type Stage = Readonly<{ name: string; parameters: Readonly<Record<string, PsValue>> }>;

export function stage(name: string, parameters: Readonly<Record<string, PsValue>> = {}): Stage {
  return { name, parameters };
}

export function ps(typeName: string, properties: Readonly<Record<string, PsValue>>, text?: string): PsObject {
  const object = new PsObject({ typeName, text: text ?? null });
  for (const [name, value] of Object.entries(properties)) object.set(name, value);
  return object;
}

export function block(text: string, body: (underscore: PsValue) => PsValue[]): PsScriptBlock {
  return new PsScriptBlock(text, async ({ underscore }) => body(underscore));
}

export function table(entries: Readonly<Record<string, PsValue>>): PsHashtable {
  const made = new PsHashtable(true);
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}

/** What the world around the cmdlets saw. */
export class FakeShell {
  out = '';
  err = '';
  readonly files: Map<string, string> = new Map();
  readonly encodings: Map<string, string> = new Map();
  readonly variables: Map<string, PsValue> = new Map();
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  slept = 0;
  answers: string[] = [];
  commands: CommandCatalog | undefined;
  width = 79;

  io(): ShellIo {
    return {
      write: (text) => {
        this.out += text;
      },
      writeError: (text) => {
        this.err += text;
      },
      width: () => this.width + 1,
      prompt: async (question) => {
        this.out += question;
        return this.answers.shift() ?? '';
      },
      now: () => new Date(2026, 2, 2, 9, 14, 7, 123),
      env: () => undefined,
      readFile: async (path) => {
        const content = this.files.get(path);
        if (content === undefined) throw new Error(`Cannot find path '${path}' because it does not exist.`);
        return content;
      },
      writeFile: async (path, content, options) => {
        this.files.set(path, (options.append ? (this.files.get(path) ?? '') : '') + content);
        this.encodings.set(path, options.encoding);
      },
      sleep: async (ms) => {
        this.slept += ms;
      },
      culture: 'en-US',
    };
  }

  async run(input: readonly PsValue[] | null, ...stages: readonly Stage[]): Promise<PsValue[]> {
    let values: readonly PsValue[] | null = input;
    for (const one of stages) values = await this.#stage(values, one);
    return [...(values ?? [])];
  }

  /** The lines that the console would show. */
  async show(input: readonly PsValue[] | null, ...stages: readonly Stage[]): Promise<string[]> {
    return formatToLines(await this.run(input, ...stages), { width: this.width });
  }

  async #stage(input: readonly PsValue[] | null, one: Stage): Promise<PsValue[]> {
    const cmdlet = utilityCmdlets.find((candidate) => candidate.name === one.name);
    if (cmdlet === undefined) throw new Error(`no cmdlet ${one.name}`);
    for (const name of Object.keys(one.parameters)) {
      if (!cmdlet.parameters.some((known) => known.name === name))
        throw new Error(`${one.name} has no -${name}`);
    }
    const output: PsValue[] = [];
    const state = { stopped: false };
    const running = cmdlet.start(this.#call(input !== null, one, { output, state }));
    for (const value of input ?? []) {
      if (state.stopped) break;
      await running.process?.(value);
    }
    await running.end?.();
    return output;
  }

  #call(
    expectsInput: boolean,
    one: Stage,
    sink: Readonly<{ output: PsValue[]; state: { stopped: boolean } }>,
  ): UtilityCall {
    return {
      io: this.io(),
      parameters: new Map(Object.entries(one.parameters)),
      expectsInput,
      emit: async (value) => {
        sink.output.push(value);
      },
      stopUpstream: () => {
        sink.state.stopped = true;
      },
      warn: (text) => this.warnings.push(text),
      error: (message) => this.errors.push(message),
      variables: {
        get: (name) => this.variables.get(name) ?? null,
        set: (name, value) => this.variables.set(name, value),
        names: () => [...this.variables.keys()],
      },
      width: this.width,
      ...(this.commands === undefined ? {} : { commands: this.commands }),
    };
  }
}

/** `|text   |` lines as in the reference: the bars show trailing blanks. */
export function bars(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll(/^\||\|$/g, ''));
}

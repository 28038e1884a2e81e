import type { ErrorRecord } from '../errors/error-record.ts';
import { errorText } from '../errors/error-text.ts';
import { Renderer } from '../format/render.ts';
import type { Redirection } from '../parser/ast.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';
import { consoleWidth } from './console.ts';
import type { Context, Streams } from './context.ts';

/** A context whose streams go elsewhere, and what has to be done when the element has ended. */
export type Redirected = Readonly<{ context: Context; finish: () => Promise<void> }>;

/** `>`, `>>`, `2>`, `2>&1`, `*>`; `$null` swallows. shell-language.md §6 */
export async function redirect(context: Context, redirections: readonly Redirection[]): Promise<Redirected> {
  let redirected: Redirected = { context, finish: () => Promise.resolve() };
  for (const redirection of redirections) redirected = await redirectOne(redirected, redirection);
  return redirected;
}

async function redirectOne(outer: Redirected, redirection: Redirection): Promise<Redirected> {
  const { context } = outer;
  if (redirection.to === null) return merge(outer, redirection.from);
  const path = toText(await context.interpreter.evaluate(context, redirection.to));
  const sink = path === '' ? new NullSink() : new FileSink(context, path, redirection.append);
  return {
    context: {
      ...context,
      ...(isOutput(redirection.from) ? { emit: (value: PsValue) => Promise.resolve(sink.value(value)) } : {}),
      streams: redirectStreams(context, redirection.from, (text) => sink.text(text)),
    },
    finish: async () => {
      await sink.finish();
      await outer.finish();
    },
  };
}

function isOutput(from: string): boolean {
  return from === '1' || from === '*';
}

function redirectStreams(context: Context, from: string, write: (text: string) => void): Streams {
  const { streams } = context;
  const takes = (stream: string): boolean => from === stream || from === '*';
  return {
    error: takes('2') ? (record) => write(recordText(context, record)) : streams.error,
    warning: takes('3') ? (text) => write(`WARNING: ${text}\n`) : streams.warning,
    verbose: takes('4') ? (text) => write(`VERBOSE: ${text}\n`) : streams.verbose,
  };
}

function recordText(context: Context, record: ErrorRecord): string {
  return errorText(record.info, { width: consoleWidth(context.session.io), view: 'NormalView' });
}

/** `2>&1`: records become output. They are passed on when the element has ended: streams do not wait. */
function merge(outer: Redirected, from: string): Redirected {
  const { context } = outer;
  const held: PsValue[] = [];
  const takes = (stream: string): boolean => from === stream || from === '*';
  const { streams } = context;
  return {
    context: {
      ...context,
      streams: {
        error: takes('2') ? (record) => void held.push(record) : streams.error,
        warning: takes('3') ? (text) => void held.push(text) : streams.warning,
        verbose: takes('4') ? (text) => void held.push(text) : streams.verbose,
      },
    },
    finish: async () => {
      for (const value of held) await context.emit(value);
      await outer.finish();
    },
  };
}

class NullSink {
  value(_value: PsValue): void {
    // Swallowed.
  }

  text(_text: string): void {
    // Swallowed.
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }
}

/** The file gets what the console would have shown, in UTF-16 as Windows PowerShell writes it. */
class FileSink {
  readonly #context: Context;
  readonly #path: string;
  readonly #append: boolean;
  readonly #renderer: Renderer;
  #content = '';

  constructor(context: Context, path: string, append: boolean) {
    this.#context = context;
    this.#path = path;
    this.#append = append;
    const width = consoleWidth(context.session.io) - 1;
    this.#renderer = new Renderer({ width, write: (text) => this.text(text) });
  }

  value(value: PsValue): void {
    this.#renderer.add(value);
  }

  text(text: string): void {
    this.#content += text;
  }

  async finish(): Promise<void> {
    this.#renderer.end();
    const content = this.#content.replaceAll(/\r?\n/g, '\r\n');
    const options = { append: this.#append, encoding: 'unicode' };
    await this.#context.session.io.writeFile(this.#path, content, options);
  }
}

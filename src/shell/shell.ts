import type { CommandHost } from '../admin/contract/command-spec.ts';
import { type Completion, completions } from './completion/complete.ts';
import { ErrorRecord } from './errors/error-record.ts';
import { errorText, parseErrorText } from './errors/error-text.ts';
import { remember } from './errors/report.ts';
import { asShellError } from './errors/unexpected.ts';
import { consoleWidth } from './evaluator/console.ts';
import type { Context, Session, Streams } from './evaluator/context.ts';
import { FlowSignal } from './evaluator/flow.ts';
import { INTERPRETER } from './evaluator/interpreter.ts';
import { createSession } from './evaluator/session.ts';
import { functionStage } from './evaluator/stages/function-stage.ts';
import { PipelineStopped } from './evaluator/stopping.ts';
import { type Json, plainJson } from './format/plain-json.ts';
import { Renderer } from './format/render.ts';
import type { ShellIo } from './io.ts';
import type { Source } from './lexer/source.ts';
import type { CommandElement, ScriptBlock } from './parser/ast.ts';
import { parse } from './parser/parse.ts';
import { toNumber } from './values/convert.ts';
import { toText } from './values/text.ts';
import type { PsValue } from './values/value.ts';

export type RunResult = Readonly<{
  /** Whether the last statement succeeded. */
  ok: boolean;
  /** Of `exit`; 0 without one. */
  exitCode: number;
  /** The text asked to leave. */
  exited?: boolean;
  /** Somebody stopped it. */
  stopped?: boolean;
}>;

export type Shell = Readonly<{
  /** Runs a submission, or a script file with its arguments. Output, warnings and errors go to the shell's streams;
   *  what does not parse is not run. */
  run: (
    text: string,
    source?: Readonly<{ name: string; args: readonly string[] }>,
    /** Aborted, it stops the script; `finally` blocks still run. */
    signal?: AbortSignal,
  ) => Promise<RunResult>;
  /** Whether a text could run as it is: it parses, or more text would not mend it. */
  isComplete: (text: string) => boolean;
  /** What may stand for the word before the cursor. Asks the server for the names of its objects. */
  complete: (text: string, cursor: number) => Promise<Completion>;
}>;

export type ShellParts = Readonly<{
  host: CommandHost;
  io: ShellIo;
  /** Given, the output of each submission goes there as one array, and nothing is laid out for people. */
  json?: (output: readonly Json[]) => void;
  /** Lines that are piped into the shell: `$input` of a command, the pipeline input of a script file. */
  input?: readonly string[];
}>;

/** A shell with its variables, functions and history. shell-language.md */
export function createShell(parts: ShellParts): Shell {
  const session = createSession(parts.host, parts.io);
  if (parts.input !== undefined) session.globals.set('input', [...parts.input]);
  const run = (text: string, source: Script | undefined): Promise<RunResult> =>
    runText({ session, parts }, text, source);
  return {
    run: (text, source, signal) => stoppable(session, signal, () => run(text, source)),
    isComplete: (text) => {
      if (/(?<!`)(?:``)*`$/.test(text)) return false;
      const parsed = parse({ name: null, text });
      return parsed.ok || !parsed.error.incomplete;
    },
    complete: (text, cursor) => completions(session, text, cursor),
  };
}

/** Runs with an ear for whoever wants it to stop. */
async function stoppable(
  session: Session,
  signal: AbortSignal | undefined,
  work: () => Promise<RunResult>,
): Promise<RunResult> {
  const stop = (): void => {
    session.stopping = true;
  };
  session.signal = signal ?? null;
  session.stopping = signal?.aborted ?? false;
  session.gaveWayAt = session.io.now().getTime();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', stop);
    session.signal = null;
    session.stopping = false;
    await session.transcript.flush();
  }
}

type Script = Readonly<{ name: string; args: readonly string[] }>;

type Parts = Readonly<{ session: Session; parts: ShellParts }>;

async function runText(
  { session, parts }: Parts,
  text: string,
  script: Script | undefined,
): Promise<RunResult> {
  const { io } = session;
  if (script === undefined && text.trim() !== '') session.history.push(text);
  session.transcript.hear(`PS>${text}\n`);
  const source: Source = { name: script?.name ?? null, text };
  const parsed = parse(source);
  if (!parsed.ok) {
    session.ok = false;
    io.writeError(parseErrorText(parsed.error));
    return { ok: false, exitCode: 0 };
  }
  const output = outputOf(session, parts);
  try {
    return await runParsed(topContext(session, output), parsed.script, { script, input: parts.input });
  } finally {
    output.end();
  }
}

/** Where the output of a submission goes. */
type Output = Readonly<{ add: (value: PsValue) => void; end: () => void }>;

function outputOf(session: Session, { json }: ShellParts): Output {
  if (json !== undefined) {
    const values: Json[] = [];
    return { add: (value) => values.push(plainJson(value)), end: () => json(values) };
  }
  const renderer = new Renderer({
    width: consoleWidth(session.io) - 1,
    write: session.io.write,
    enumerationLimit: () => enumerationLimit(session),
  });
  return { add: (value) => renderer.add(value), end: () => renderer.end() };
}

function enumerationLimit(session: Session): number {
  const limit = session.globals.get('FormatEnumerationLimit');
  return typeof limit === 'number' ? limit : 16;
}

function topContext(session: Session, output: Output): Context {
  const { io } = session;
  return {
    session,
    interpreter: INTERPRETER,
    scope: session.globals,
    emit: (value) => {
      output.add(value instanceof ErrorRecord ? recordText(session, value).trimEnd() : value);
      return Promise.resolve();
    },
    streams: consoleStreams(session, io),
    guarded: false,
    depth: 0,
  };
}

function consoleStreams(session: Session, io: ShellIo): Streams {
  return {
    error: (record) => io.writeError(recordText(session, record)),
    warning: (text) => io.writeError(`WARNING: ${text}\n`),
    verbose: (text) => io.writeError(`VERBOSE: ${text}\n`),
  };
}

function recordText(session: Session, record: ErrorRecord): string {
  const view = toText(session.globals.get('ErrorView'));
  return errorText(record.info, { width: session.io.width() ?? Number.POSITIVE_INFINITY, view });
}

type Started = Readonly<{ script: Script | undefined; input: readonly string[] | undefined }>;

async function runParsed(context: Context, block: ScriptBlock, started: Started): Promise<RunResult> {
  const { session } = context;
  session.ok = true;
  try {
    if (started.script !== undefined) await runFile(context, block, started.script, started.input);
    else {
      for (const body of [block.begin, block.process, block.end]) {
        if (body !== null) await INTERPRETER.execute(context, body);
      }
    }
  } catch (error) {
    return ended(context, error);
  }
  return { ok: session.ok, exitCode: 0 };
}

/** A script file runs in a scope of its own, with what stands behind it on the command line; what is piped into the
 *  shell is its input. */
async function runFile(
  context: Context,
  block: ScriptBlock,
  script: Script,
  input: readonly string[] | undefined,
): Promise<void> {
  const cut = Math.max(script.name.lastIndexOf('/'), script.name.lastIndexOf('\\'));
  context.scope.set('PSCommandPath', script.name);
  context.scope.set('PSScriptRoot', cut < 0 ? '.' : script.name.slice(0, cut));
  const element = callOf(script);
  const stage = await functionStage(
    {
      context,
      element,
      extent: element.extent,
      expectsInput: input !== undefined,
      position: 1,
      stopUpstream: () => undefined,
    },
    { name: script.name, block, inPlace: false, isScript: true },
  );
  if (input === undefined) await stage.run();
  for (const line of input ?? []) await stage.process(line);
  await stage.end();
}

/** The arguments of the command line as those of a command: `-Name` is a parameter's name. */
function callOf(script: Script): CommandElement {
  const extent = { source: { name: null, text: script.name }, start: 0, end: script.name.length };
  return {
    kind: 'command',
    invocation: '&',
    command: { kind: 'literal', value: script.name, text: null, extent },
    redirections: [],
    extent,
    arguments: script.args.map((text) => {
      const named = /^-([A-Za-z_]\w*)(?::(.*))?$/s.exec(text);
      if (named === null)
        return { kind: 'value', expression: { kind: 'literal', value: text, text: null, extent }, extent };
      const value =
        named[2] === undefined ? null : { kind: 'literal' as const, value: named[2], text: null, extent };
      return { kind: 'parameter', name: named[1] ?? '', value, extent };
    }),
  };
}

/** What came up to the top: exit, a stray break, or an error that nobody caught. */
function ended(context: Context, error: unknown): RunResult {
  const { session } = context;
  if (error instanceof PipelineStopped) {
    session.ok = false;
    return { ok: false, exitCode: 0, stopped: true };
  }
  if (error instanceof FlowSignal) {
    const isExit = error.kind === 'exit';
    if (!isExit) return { ok: session.ok, exitCode: 0 };
    const exitCode = toNumber(error.value);
    return { ok: exitCode === 0, exitCode, exited: true };
  }
  session.ok = false;
  const info = uncaught(error);
  const record = new ErrorRecord(info);
  remember(context, record);
  context.streams.error(record);
  return { ok: false, exitCode: 0 };
}

function uncaught(caught: unknown): ErrorRecord['info'] {
  const error = asShellError(caught);
  if (error === null) throw caught;
  if (!error.stopped) return error.info;
  const message = `The running command stopped because the preference variable "ErrorActionPreference" or common parameter is set to Stop: ${error.info.message}`;
  return { ...error.info, message };
}

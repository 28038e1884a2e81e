import type { CommandHost } from '../../admin/contract/command-spec.ts';
import type { ErrorRecord } from '../errors/error-record.ts';
import type { ShellIo } from '../io.ts';
import type { Body, Expression, ScriptBlock, Statement } from '../parser/ast.ts';
import type { PsList, PsScriptBlock, PsValue } from '../values/value.ts';
import type { CommandTable } from './command-table.ts';
import type { Scope } from './scope.ts';
import type { Transcript } from './transcript.ts';

/** What lives as long as the shell. */
export type Session = {
  readonly host: CommandHost;
  readonly io: ShellIo;
  readonly globals: Scope;
  readonly commands: CommandTable;
  /** $Error, newest first. */
  readonly errors: PsList;
  /** $? */
  ok: boolean;
  /** Counts every error record, so that a statement sees whether one came while it ran. */
  failures: number;
  /** Submissions as typed. */
  readonly history: string[];
  /** Environment variables that this session changed; null: removed. */
  readonly environment: Map<string, string | null>;
  readonly transcript: Transcript;
  /** Of the submission that runs: whoever aborts it stops the script. */
  signal: AbortSignal | null;
  /** Somebody has, and nothing has noticed yet. */
  stopping: boolean;
  /** Statements and turns of loops so far. */
  steps: number;
  /** When a running script last let others go first, in epoch milliseconds. */
  gaveWayAt: number;
};

export type Emit = (value: PsValue) => Promise<void>;

/** Where everything but output goes. */
export type Streams = Readonly<{
  error: (record: ErrorRecord) => void;
  warning: (text: string) => void;
  verbose: (text: string) => void;
}>;

/** What a piece of script runs in. */
export type Context = Readonly<{
  session: Session;
  interpreter: Interpreter;
  scope: Scope;
  emit: Emit;
  streams: Streams;
  /** Inside a try: terminating errors leave the statement instead of being reported. */
  guarded: boolean;
  /** Functions that called one another to get here. */
  depth: number;
}>;

/** The evaluator's parts, which call one another only through this. */
export type Interpreter = Readonly<{
  evaluate: (context: Context, expression: Expression) => Promise<PsValue>;
  /** Runs statements in the context's scope. */
  execute: (context: Context, body: Body) => Promise<void>;
  /** What a statement yields as the right side of an assignment. */
  valueOf: (context: Context, statement: Statement) => Promise<PsValue>;
  makeBlock: (context: Context, block: ScriptBlock) => PsScriptBlock;
}>;

/** Runs something and gathers its output. */
export async function collect(context: Context, run: (inner: Context) => Promise<void>): Promise<PsValue[]> {
  const output: PsValue[] = [];
  await run({
    ...context,
    emit: (value) => {
      output.push(value);
      return Promise.resolve();
    },
  });
  return output;
}

/** Nothing is null, one value is itself, more are an array. shell-language.md §3.1 */
export function collapse(output: PsValue[]): PsValue {
  return output.length > 1 ? output : (output[0] ?? null);
}

import { ErrorRecord } from '../errors/error-record.ts';
import { remember } from '../errors/report.ts';
import { ShellError } from '../errors/shell-error.ts';
import type { Body, Statement } from '../parser/ast.ts';
import type { Context } from './context.ts';

type TryStatement = Extract<Statement, Readonly<{ kind: 'try' }>>;

/** Catches terminating errors only. shell-language.md §7 */
export async function runTry(context: Context, statement: TryStatement): Promise<void> {
  const { interpreter } = context;
  try {
    await runBody(context, statement);
  } finally {
    if (statement.last !== null) await interpreter.execute({ ...context, guarded: false }, statement.last);
  }
}

async function runBody(context: Context, statement: TryStatement): Promise<void> {
  try {
    await context.interpreter.execute({ ...context, guarded: true }, statement.body);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    const handler = handlerFor(statement, error);
    if (handler === null) throw error;
    await runCatch(context, handler, error);
  }
}

function handlerFor(statement: TryStatement, error: ShellError): Body | null {
  const typed = statement.catches.find((clause) => clause.types.some((type) => isOfType(error, type)));
  return (typed ?? statement.catches.find((clause) => clause.types.length === 0))?.body ?? null;
}

const BASES = new Set(['exception', 'systemexception', 'runtimeexception']);

function isOfType(error: ShellError, type: string): boolean {
  const name = type.slice(type.lastIndexOf('.') + 1).toLowerCase();
  const { reason, inner } = error.info;
  return name === reason.toLowerCase() || name === inner?.toLowerCase() || BASES.has(name);
}

/** The error is `$_` there, and in `$Error`. */
async function runCatch(context: Context, handler: Body, error: ShellError): Promise<void> {
  const { scope } = context;
  const before = scope.own('_')?.value;
  const record = new ErrorRecord(error.info);
  remember(context, record);
  scope.set('_', record);
  try {
    await context.interpreter.execute(context, handler);
  } finally {
    if (before === undefined) scope.remove('_');
    else scope.set('_', before);
  }
}

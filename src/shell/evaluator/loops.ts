import { itemsOf } from '../format/kinds.ts';
import type { VariableName } from '../lexer/token.ts';
import { isTruthy } from '../operators/compare.ts';
import type { Body, Statement } from '../parser/ast.ts';
import type { PsValue } from '../values/value.ts';
import type { Context } from './context.ts';
import { FlowSignal } from './flow.ts';
import { checkpoint } from './stopping.ts';

type Node<K extends Statement['kind']> = Extract<Statement, Readonly<{ kind: K }>>;

/** Runs a loop's body once. @returns whether the loop goes on */
async function runOnce(context: Context, body: Body, label: string | null): Promise<boolean> {
  const pause = checkpoint(context.session);
  if (pause !== null) await pause;
  try {
    await context.interpreter.execute(context, body);
    return true;
  } catch (signal) {
    const isMine = signal instanceof FlowSignal && (signal.label === null || signal.label === label);
    if (!isMine || (signal.kind !== 'break' && signal.kind !== 'continue')) throw signal;
    return signal.kind === 'continue';
  }
}

async function holds(context: Context, condition: Statement): Promise<boolean> {
  return isTruthy(await context.interpreter.valueOf(context, condition));
}

export async function runWhile(context: Context, statement: Node<'while'>): Promise<void> {
  while (await holds(context, statement.condition)) {
    if (!(await runOnce(context, statement.body, statement.label))) return;
  }
}

export async function runDo(context: Context, statement: Node<'do'>): Promise<void> {
  do {
    if (!(await runOnce(context, statement.body, statement.label))) return;
  } while ((await holds(context, statement.condition)) !== statement.until);
}

export async function runFor(context: Context, statement: Node<'for'>): Promise<void> {
  if (statement.first !== null) await discard(context, statement.first);
  while (statement.condition === null || (await holds(context, statement.condition))) {
    if (!(await runOnce(context, statement.body, statement.label))) return;
    if (statement.step !== null) await discard(context, statement.step);
  }
}

async function discard(context: Context, statement: Statement): Promise<void> {
  await context.interpreter.valueOf(context, statement);
}

/** $null runs zero times, a scalar once. */
export async function runForeach(
  context: Context,
  statement: Node<'foreach'>,
  set: (variable: VariableName, value: PsValue) => void,
): Promise<void> {
  const over = await context.interpreter.valueOf(context, statement.over);
  const items = over === null ? [] : [...(itemsOf(over) ?? [over])];
  for (const item of items) {
    set(statement.variable.variable, item);
    if (!(await runOnce(context, statement.body, statement.label))) return;
  }
}

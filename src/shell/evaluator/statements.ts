import { ErrorRecord } from '../errors/error-record.ts';
import { preference, reportError } from '../errors/report.ts';
import { errorInfo, ShellError } from '../errors/shell-error.ts';
import { asShellError } from '../errors/unexpected.ts';
import { itemsOf } from '../format/kinds.ts';
import { isTruthy } from '../operators/compare.ts';
import type { Body, Statement } from '../parser/ast.ts';
import { toNumber } from '../values/convert.ts';
import { shortName } from '../values/type-name.ts';
import { isException } from '../values/exceptions.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';
import { runAssignment } from './assignments.ts';
import { collapse, collect, type Context } from './context.ts';
import { FlowSignal } from './flow.ts';
import { runDo, runFor, runForeach, runWhile } from './loops.ts';
import { runPipeline } from './pipelines.ts';
import { checkpoint } from './stopping.ts';
import { runSwitch } from './switch.ts';
import { runTry } from './try.ts';
import { writeVariable } from './variables.ts';

/** Runs statements one after the other. A failing one is reported and the next one runs, unless the error ends the
 *  script or somebody wants to catch it. shell-language.md §7 */
export async function execute(context: Context, body: Body): Promise<void> {
  for (const statement of body) {
    const pause = checkpoint(context.session);
    if (pause !== null) await pause;
    try {
      await runStatement(context, statement);
    } catch (caught) {
      const error = asShellError(caught);
      if (error === null) throw caught;
      context.session.ok = false;
      const placed = error.at(statement.extent);
      if (context.guarded || placed.ends === 'script') throw placed;
      const action = preference(context, 'ErrorActionPreference');
      if (action === 'Stop') throw new ShellError(placed.info, { ends: 'script' });
      reportError(context, placed.info, action);
    }
  }
}

/** The right side of an assignment, the inside of parentheses: one expression keeps its value as it is, everything
 *  else is collected. */
export async function valueOfStatement(context: Context, statement: Statement): Promise<PsValue> {
  if (statement.kind === 'assignment') return runAssignment(context, statement);
  if (statement.kind === 'pipeline' && statement.elements.length === 1) {
    const [element] = statement.elements;
    if (element?.kind === 'expression' && element.redirections.length === 0) {
      const value = await context.interpreter.evaluate(context, element.expression);
      context.session.ok = true;
      return value;
    }
  }
  return collapse(await collect(context, (inner) => runStatement(inner, statement)));
}

async function runStatement(context: Context, statement: Statement): Promise<void> {
  switch (statement.kind) {
    case 'pipeline':
      return runPipeline(context, statement);
    case 'assignment':
      await assignment(context, statement);
      return;
    case 'if':
      return runIf(context, statement);
    case 'while':
      return runWhile(context, statement);
    case 'do':
      return runDo(context, statement);
    case 'for':
      return runFor(context, statement);
    case 'foreach':
      return runForeach(
        context,
        statement,
        (variable, value) => void writeVariable(context, variable, value),
      );
    case 'switch':
      return runSwitch(context, statement);
    case 'function':
      context.scope.defineFunction(statement.name, statement.block);
      return;
    case 'flow':
      throw new FlowSignal(statement.flow, statement.label);
    case 'leave':
      return leave(context, statement);
    case 'try':
      return runTry(context, statement);
    default:
      return unreachable(statement);
  }
}

function unreachable(statement: never): never {
  throw new TypeError(`no such statement: ${JSON.stringify(statement)}`);
}

type Node<K extends Statement['kind']> = Extract<Statement, Readonly<{ kind: K }>>;

/** An assignment of a failed command is a failed statement. */
async function assignment(context: Context, statement: Node<'assignment'>): Promise<void> {
  const { failures } = context.session;
  await runAssignment(context, statement);
  context.session.ok = context.session.failures === failures;
}

async function runIf(context: Context, statement: Node<'if'>): Promise<void> {
  for (const clause of statement.clauses) {
    if (isTruthy(await valueOfStatement(context, clause.condition))) return execute(context, clause.body);
  }
  if (statement.otherwise !== null) await execute(context, statement.otherwise);
}

async function leave(context: Context, statement: Node<'leave'>): Promise<never> {
  if (statement.flow === 'return') {
    if (statement.value !== null) await runStatement(context, statement.value);
    throw new FlowSignal('return');
  }
  const value = statement.value === null ? null : await valueOfStatement(context, statement.value);
  if (statement.flow === 'exit') throw new FlowSignal('exit', null, value === null ? 0 : toNumber(value));
  throw thrown(context, value, statement);
}

/** `throw "text"`, `throw $_`; without a value in a catch: the same error again. */
function thrown(context: Context, value: PsValue, statement: Node<'leave'>): ShellError {
  const again = value ?? context.scope.get('_');
  if (again instanceof ErrorRecord) return new ShellError(again.info, { ends: 'script' });
  const made = isException(value) ? value : null;
  const text =
    value === null
      ? 'ScriptHalted'
      : toText(itemsOf(value) === null ? value : collapse([...(itemsOf(value) ?? [])]));
  return new ShellError(
    errorInfo({
      message: text,
      id: text,
      category: 'OperationStopped',
      target: text,
      targetType: made === null ? 'String' : '',
      reason: made === null ? 'RuntimeException' : shortName(made.typeName),
      extent: statement.extent,
    }),
    { ends: 'script' },
  );
}

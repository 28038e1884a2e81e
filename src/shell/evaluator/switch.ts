import { itemsOf } from '../format/kinds.ts';
import { equalValues, isTruthy } from '../operators/compare.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';
import type { SwitchStatement } from '../parser/ast.ts';
import { toText } from '../values/text.ts';
import { PsScriptBlock, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';
import { FlowSignal } from './flow.ts';
import { matchScalar } from './matches.ts';

/** Runs every clause that matches, for each element; `continue` goes to the next element, `break` leaves.
 *  shell-language.md §7 */
export async function runSwitch(context: Context, statement: SwitchStatement): Promise<void> {
  const over = await context.interpreter.valueOf(context, statement.over);
  const items = over === null ? [null] : [...(itemsOf(over) ?? [over])];
  const { scope } = context;
  const before = scope.own('_')?.value;
  try {
    for (const item of items) {
      scope.set('_', item);
      if (!(await runFor(context, statement, item))) return;
    }
  } finally {
    if (before === undefined) scope.remove('_');
    else scope.set('_', before);
  }
}

/** @returns whether the next element is wanted */
async function runFor(context: Context, statement: SwitchStatement, item: PsValue): Promise<boolean> {
  try {
    let isMatched = false;
    for (const clause of statement.clauses) {
      const pattern = await context.interpreter.evaluate(context, clause.pattern);
      if (!(await matches(context, statement, pattern, item))) continue;
      isMatched = true;
      await context.interpreter.execute(context, clause.body);
    }
    if (!isMatched && statement.otherwise !== null)
      await context.interpreter.execute(context, statement.otherwise);
    return true;
  } catch (signal) {
    const isMine =
      signal instanceof FlowSignal && (signal.label === null || signal.label === statement.label);
    if (!isMine || (signal.kind !== 'break' && signal.kind !== 'continue')) throw signal;
    return signal.kind === 'continue';
  }
}

async function matches(
  context: Context,
  statement: SwitchStatement,
  pattern: PsValue,
  item: PsValue,
): Promise<boolean> {
  if (pattern instanceof PsScriptBlock) return isTruthy(await pattern.invoke({ underscore: item }));
  const { caseSensitive } = statement;
  if (statement.matching === 'wildcard')
    return wildcardToRegExp(toText(pattern), { caseSensitive }).test(toText(item));
  if (statement.matching === 'regex') return matchScalar(context, item, pattern, caseSensitive);
  return equalValues(item, pattern, { caseSensitive });
}

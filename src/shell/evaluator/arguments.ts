import type { Given, GivenArgument } from '../binder/binding.ts';
import { runtimeError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import type { CommandArgument, Expression } from '../parser/ast.ts';
import { toText } from '../values/text.ts';
import { PsHashtable, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';

/** Evaluates the arguments of a command, left to right; splatted ones become several. shell-language.md §5.5 */
export async function evaluateArguments(
  context: Context,
  args: readonly CommandArgument[],
): Promise<readonly GivenArgument[]> {
  const given: GivenArgument[] = [];
  for (const argument of args) {
    if (argument.kind === 'value')
      given.push({ kind: 'value', given: await give(context, argument.expression) });
    else if (argument.kind === 'splat') given.push(...splat(context, argument));
    else {
      const value = argument.value === null ? null : await give(context, argument.value);
      given.push({ kind: 'named', name: argument.name, value, extent: argument.extent, splatted: false });
    }
  }
  return given;
}

async function give(context: Context, expression: Expression): Promise<Given> {
  const value = await context.interpreter.evaluate(context, expression);
  return { value, asTyped: asTyped(expression, value), extent: expression.extent };
}

function asTyped(expression: Expression, value: PsValue): PsValue {
  if (expression.kind === 'literal') return expression.text ?? value;
  if (expression.kind !== 'list' || !Array.isArray(value)) return value;
  return expression.items.map((item, index) => asTyped(item, value[index] ?? null));
}

function splat(
  context: Context,
  argument: Extract<CommandArgument, Readonly<{ kind: 'splat' }>>,
): readonly GivenArgument[] {
  const value = context.scope.get(argument.name);
  const { extent } = argument;
  if (value instanceof PsHashtable) {
    return value.entries().map((entry) => ({
      kind: 'named',
      name: toText(entry.key),
      value: { value: entry.value, asTyped: entry.value, extent },
      extent,
      splatted: true,
    }));
  }
  const items = value === null ? [] : itemsOf(value);
  if (items === null) {
    throw runtimeError(
      `The variable '@${argument.name}' cannot be splatted: it is neither an array nor a hashtable.`,
      'SplatNotAllowed',
    );
  }
  return items.map((item) => ({ kind: 'value', given: { value: item, asTyped: item, extent } }));
}

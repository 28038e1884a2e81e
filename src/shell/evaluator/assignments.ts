import { runtimeError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import { applyBinary } from '../operators/binary.ts';
import type { Expression, IndexExpression, MemberExpression, Statement } from '../parser/ast.ts';
import { toNumber } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';
import { writeVariable } from './variables.ts';

/** Runs an assignment. @returns the assigned value, which `($x = 5)` yields. shell-language.md §2 */
export async function runAssignment(
  context: Context,
  statement: Extract<Statement, Readonly<{ kind: 'assignment' }>>,
): Promise<PsValue> {
  const { target, operator } = statement;
  const value = await context.interpreter.valueOf(context, statement.value);
  if (operator === '=') return assign(context, target, value);
  const current = await context.interpreter.evaluate(context, bareTarget(target));
  return assign(context, target, applyBinary(operator.slice(0, -1), current, value));
}

function bareTarget(target: Expression): Expression {
  return target.kind === 'cast' ? target.operand : target;
}

/** Writes to a variable, property, index, or several of them. */
export async function assign(context: Context, target: Expression, value: PsValue): Promise<PsValue> {
  switch (target.kind) {
    case 'variable':
      return writeVariable(context, target.variable, value);
    case 'cast':
      if (target.operand.kind === 'variable') {
        return writeVariable(context, target.operand.variable, value, target.type);
      }
      return assign(context, target.operand, value);
    case 'list':
      return assignSeveral(context, target.items, value);
    case 'member':
      return assignMember(context, target, value);
    case 'index':
      return assignIndex(context, target, value);
    default:
      throw runtimeError('The assignment expression is not valid.', 'InvalidLeftHandSide');
  }
}

/** `$a, $b = 1, 2, 3`: the rest goes to the last. */
async function assignSeveral(
  context: Context,
  targets: readonly Expression[],
  value: PsValue,
): Promise<PsValue> {
  const items = value === null ? [null] : (itemsOf(value) ?? [value]);
  for (const [position, target] of targets.entries()) {
    const isLast = position === targets.length - 1;
    const rest = items.slice(position);
    await assign(context, target, isLast && rest.length > 1 ? rest : (rest[0] ?? null));
  }
  return value;
}

async function assignMember(context: Context, node: MemberExpression, value: PsValue): Promise<PsValue> {
  const { evaluate } = context.interpreter;
  const target = await evaluate(context, node.target);
  const name = toText(await evaluate(context, node.member));
  if (target instanceof PsHashtable) target.set(name, value);
  else if (target instanceof PsObject && target.has(name))
    target.set(name, likeBefore(target.get(name), value));
  else if (target !== null && itemsOf(target) !== null) {
    for (const item of itemsOf(target) ?? []) setProperty(item, name, value);
  } else setProperty(target, name, value);
  return value;
}

/** A multi-valued property stays one. */
function likeBefore(before: PsValue, value: PsValue): PsValue {
  if (!(before instanceof PsList) || value instanceof PsList || value === null) return value;
  return new PsList(before.typeName, [...(itemsOf(value) ?? [value])]);
}

function setProperty(target: PsValue, name: string, value: PsValue): void {
  if (target instanceof PsHashtable) target.set(name, value);
  else if (target instanceof PsObject && target.has(name)) target.set(name, value);
  else {
    throw runtimeError(
      `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
      'PropertyAssignmentException',
    );
  }
}

async function assignIndex(context: Context, node: IndexExpression, value: PsValue): Promise<PsValue> {
  const { evaluate } = context.interpreter;
  const target = await evaluate(context, node.target);
  const index = await evaluate(context, node.index);
  if (target === null) throw runtimeError('Cannot index into a null array.', 'NullArray');
  if (target instanceof PsHashtable) {
    target.set(index, value);
    return value;
  }
  const items = Array.isArray(target) ? target : target instanceof PsList ? target.items : null;
  if (items === null) throw runtimeError('Unable to index into this object.', 'CannotIndex');
  const position = toNumber(index, 'System.Int32');
  const at = position < 0 ? items.length + position : position;
  if (at < 0 || at >= items.length) {
    throw runtimeError('Index was outside the bounds of the array.', 'IndexOutOfRangeException', {
      category: 'OperationStopped',
      reason: 'IndexOutOfRangeException',
    });
  }
  items[at] = value;
  return value;
}

import { runtimeError, ShellError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import { bitwise } from '../operators/arithmetic.ts';
import { applyBinary, comparisonName } from '../operators/binary.ts';
import { calculate } from '../operators/calculate.ts';
import { isTruthy } from '../operators/compare.ts';
import { joinOperator, splitBlanks } from '../operators/text-operators.ts';
import type { Expression } from '../parser/ast.ts';
import { convertTo, isKnownType, toNumber, toNumeric } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import { fullTypeName } from '../values/type-name.ts';
import { PsHashtable, PsType, type PsValue } from '../values/value.ts';
import { assign } from './assignments.ts';
import { callMember, readMember } from './calls.ts';
import { collapse, collect, type Context } from './context.ts';
import { indexInto } from './indexes.ts';
import { matchScalar } from './matches.ts';
import { isReference, reference } from './reference.ts';
import { readVariable } from './variables.ts';

/** The value of an expression.
 *  @throws ShellError at the innermost expression that failed. shell-language.md §3 */
export async function evaluate(context: Context, expression: Expression): Promise<PsValue> {
  try {
    return await evaluateNode(context, expression);
  } catch (error) {
    throw error instanceof ShellError ? error.at(expression.extent) : error;
  }
}

function evaluateNode(context: Context, node: Expression): Promise<PsValue> {
  switch (node.kind) {
    case 'literal':
      return Promise.resolve(node.value);
    case 'variable':
      return Promise.resolve(readVariable(context, node.variable));
    case 'expandable':
      return expand(context, node);
    case 'list':
      return evaluateAll(context, node.items);
    case 'array':
    case 'statements':
      return evaluateStatements(context, node);
    case 'parenthesis':
      return context.interpreter.valueOf(context, node.statement);
    case 'hashtable':
      return hashtable(context, node);
    case 'block':
      return Promise.resolve(context.interpreter.makeBlock(context, node.block));
    case 'unary':
      return unary(context, node);
    case 'binary':
      return binary(context, node);
    case 'cast':
      return cast(context, node);
    case 'type':
      return Promise.resolve(typeLiteral(node.type));
    case 'increment':
      return increment(context, node);
    case 'member':
      return readMember(context, node);
    case 'call':
      return callMember(context, node);
    case 'index':
      return index(context, node);
    default:
      return unreachable(node);
  }
}

function unreachable(node: never): never {
  throw new TypeError(`no such expression: ${JSON.stringify(node)}`);
}

type Node<K extends Expression['kind']> = Extract<Expression, Readonly<{ kind: K }>>;

async function evaluateAll(context: Context, items: readonly Expression[]): Promise<PsValue[]> {
  const values: PsValue[] = [];
  for (const item of items) values.push(await evaluate(context, item));
  return values;
}

async function expand(context: Context, node: Node<'expandable'>): Promise<string> {
  const separator = context.scope.find('OFS')?.value ?? ' ';
  let text = '';
  for (const part of node.parts) {
    if (part.kind === 'text') text += part.text;
    else text += toText(await evaluate(context, part.expression), toText(separator));
  }
  return text;
}

async function evaluateStatements(context: Context, node: Node<'array' | 'statements'>): Promise<PsValue> {
  const output = await collect(context, (inner) => inner.interpreter.execute(inner, node.statements));
  return node.kind === 'array' ? output : collapse(output);
}

async function hashtable(context: Context, node: Node<'hashtable'>): Promise<PsValue> {
  const table = new PsHashtable();
  for (const entry of node.entries) {
    const key = await evaluate(context, entry.key);
    if (key === null) {
      throw runtimeError('A null key is not allowed in a hash literal.', 'InvalidNullKey');
    }
    if (table.has(key)) {
      throw runtimeError(
        `Duplicate keys '${toText(key)}' are not allowed in hash literals.`,
        'DuplicateKeyInHashLiteral',
      );
    }
    table.set(key, await context.interpreter.valueOf(context, entry.value));
  }
  return table;
}

async function unary(context: Context, node: Node<'unary'>): Promise<PsValue> {
  const operand = await evaluate(context, node.operand);
  switch (node.operator) {
    case '!':
    case '-not':
      return !isTruthy(operand);
    case '-':
      return calculate('-', 0, toNumeric(operand, 'System.Int32'));
    case '+':
      return toNumeric(operand, 'System.Int32');
    case '-bnot':
      return bitwise('-bxor', operand, -1);
    case '-join':
      return joinOperator(operand, '');
    default:
      return splitBlanks(operand);
  }
}

async function binary(context: Context, node: Node<'binary'>): Promise<PsValue> {
  const left = await evaluate(context, node.left);
  if (node.operator === '-and' && !isTruthy(left)) return false;
  if (node.operator === '-or' && isTruthy(left)) return true;
  const right = await evaluate(context, node.right);
  if (node.operator === '-and' || node.operator === '-or') return isTruthy(right);
  const { name, caseSensitive } = comparisonName(node.operator);
  if ((name === 'match' || name === 'notmatch') && (left === null || itemsOf(left) === null)) {
    return matchScalar(context, left, right, caseSensitive) === (name === 'match');
  }
  return applyBinary(node.operator, left, right);
}

async function cast(context: Context, node: Node<'cast'>): Promise<PsValue> {
  const operand = await evaluate(context, node.operand);
  if (isReference(node.type)) return reference(operand);
  // A character is a string of one here, and only where it was just made does its number count.
  const isCharacter = node.operand.kind === 'cast' && /^(?:system\.)?char$/i.test(node.operand.type);
  return convertTo(isCharacter ? toNumber(operand, 'System.Char') : operand, node.type);
}

function typeLiteral(written: string): PsType {
  if (!isKnownType(written)) {
    throw runtimeError(`Unable to find type [${written}].`, 'TypeNotFound', {
      category: 'InvalidOperation',
      target: written,
      targetType: 'TypeName',
    });
  }
  return new PsType(fullTypeName(written));
}

async function increment(context: Context, node: Node<'increment'>): Promise<PsValue> {
  const before = (await evaluate(context, node.target)) ?? 0;
  const after = calculate('+', toNumeric(before, 'System.Int32'), node.by);
  await assign(context, node.target, after);
  return node.prefix ? after : before;
}

async function index(context: Context, node: Node<'index'>): Promise<PsValue> {
  const target = await evaluate(context, node.target);
  return indexInto(target, await evaluate(context, node.index));
}

import { itemsOf } from '../format/kinds.ts';
import { isTruthy } from '../operators/compare.ts';
import type { Expression, MemberExpression } from '../parser/ast.ts';
import { toNumber } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import { PsScriptBlock, PsType, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';
import { callMethod, getMember } from './members.ts';
import { blockOf } from './run-text.ts';
import { writeBack } from './reference.ts';
import { ScriptCmdlet } from './should-process.ts';
import { callStatic, staticMember } from './statics.ts';

type Call = Extract<Expression, Readonly<{ kind: 'call' }>>;

/** `$x.Name`, `[type]::Name` */
export async function readMember(context: Context, node: MemberExpression): Promise<PsValue> {
  const { evaluate } = context.interpreter;
  const target = await evaluate(context, node.target);
  const member = await evaluate(context, node.member);
  if (node.isStatic) return staticMember(context.session.io, typeNameFor(target), toText(member));
  if (member instanceof PsScriptBlock) return null;
  return getMember(target, toText(member));
}

function typeNameFor(target: PsValue): string {
  return target instanceof PsType ? target.name : toText(target);
}

/** `$x.Method(a, b)`, `[type]::Method(a, b)`, and the methods that run script blocks. */
export async function callMember(context: Context, node: Call): Promise<PsValue> {
  const { evaluate } = context.interpreter;
  const target = await evaluate(context, node.target);
  const name = toText(await evaluate(context, node.member));
  const args: PsValue[] = [];
  for (const argument of node.arguments) args.push(await evaluate(context, argument));
  if (node.isStatic) {
    const isBlock = /scriptblock$/i.test(typeNameFor(target)) && /^create$/i.test(name);
    if (isBlock) return blockOf(context, toText(args[0] ?? null));
    const result = await callStatic(context.session.io, typeNameFor(target), name, args);
    await writeBack(context, node.arguments, args);
    return result;
  }
  const [first = null] = args;
  const lower = name.toLowerCase();
  if (first instanceof PsScriptBlock && (lower === 'where' || lower === 'foreach')) {
    const items = target === null ? [] : (itemsOf(target) ?? [target]);
    return lower === 'where' ? where(items, first, args) : forEach(items, first);
  }
  if (target instanceof ScriptCmdlet && lower === 'shouldprocess') return target.shouldProcess(context, args);
  if (target instanceof ScriptCmdlet && lower === 'shouldcontinue') return target.shouldContinue(args);
  if (target instanceof PsScriptBlock && lower.startsWith('invoke')) {
    return target.invoke({ underscore: context.scope.get('_'), args });
  }
  return callMethod(target, name, args);
}

/** `.Where({…})`, `.Where({…}, 'First', 2)`, also Last. */
async function where(
  items: readonly PsValue[],
  block: PsScriptBlock,
  [, mode = null, count = null]: readonly PsValue[],
): Promise<PsValue> {
  const kept: PsValue[] = [];
  for (const item of items) {
    const output = await block.invoke({ underscore: item });
    if (isTruthy(output)) kept.push(item);
  }
  const number = count === null ? 1 : toNumber(count, 'System.Int32');
  if (/^first$/i.test(toText(mode))) return kept.slice(0, number);
  if (/^last$/i.test(toText(mode))) return kept.slice(-number);
  return kept;
}

async function forEach(items: readonly PsValue[], block: PsScriptBlock): Promise<PsValue> {
  const output: PsValue[] = [];
  for (const item of items) output.push(...(await block.invoke({ underscore: item })));
  return output;
}

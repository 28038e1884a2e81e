import type { ScriptBlock } from '../parser/ast.ts';
import { PsScriptBlock, type PsValue } from '../values/value.ts';
import { collect, type Context } from './context.ts';
import { FlowSignal } from './flow.ts';

/** A script block with the tree and the context that it came from, so that `&` and `.` can run it in theirs. */
export class EvaluatedBlock extends PsScriptBlock {
  readonly block: ScriptBlock;

  constructor(block: ScriptBlock, context: Context) {
    super(block.text, (call) => invokeInPlace(block, context, call));
    this.block = block;
  }
}

/** Where-Object and its like run a block in the scope that it was written in: it may set variables there. */
async function invokeInPlace(
  block: ScriptBlock,
  context: Context,
  call: Readonly<{ underscore: PsValue; args?: readonly PsValue[] }>,
): Promise<PsValue[]> {
  const { scope } = context;
  const before = scope.own('_');
  const former = before?.value ?? null;
  scope.set('_', call.underscore);
  bindParameters(block, context, call.args ?? []);
  try {
    return await collect(context, async (inner) => {
      try {
        for (const body of [block.begin, block.process, block.end]) {
          if (body !== null) await inner.interpreter.execute(inner, body);
        }
      } catch (signal) {
        if (!(signal instanceof FlowSignal) || signal.kind !== 'return') throw signal;
      }
    });
  } finally {
    if (before === undefined) scope.remove('_');
    else scope.set('_', former);
  }
}

function bindParameters(block: ScriptBlock, context: Context, args: readonly PsValue[]): void {
  const names = (block.parameters ?? []).map((parameter) => parameter.name);
  for (const [index, name] of names.entries()) context.scope.set(name, args[index] ?? null);
  if (args.length > 0) context.scope.set('args', args.slice(names.length));
}

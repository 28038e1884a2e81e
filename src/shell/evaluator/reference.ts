import type { Expression } from '../parser/ast.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { assign } from './assignments.ts';
import type { Context } from './context.ts';

/** What `[ref]$x` makes: an object whose Value a method may write. */
export const REFERENCE = 'System.Management.Automation.PSReference';

export function reference(value: PsValue): PsObject {
  return new PsObject({ typeName: REFERENCE }).set('Value', value);
}

export function isReference(type: string): boolean {
  return /^(?:system\.management\.automation\.psreference|ref)$/i.test(type);
}

/** Gives the variables behind `[ref]` arguments what the method wrote. */
export async function writeBack(
  context: Context,
  nodes: readonly Expression[],
  values: readonly PsValue[],
): Promise<void> {
  for (const [at, node] of nodes.entries()) {
    const value = values[at];
    if (node.kind !== 'cast' || !isReference(node.type) || node.operand.kind !== 'variable') continue;
    if (value instanceof PsObject) await assign(context, node.operand, value.get('Value'));
  }
}

import { findParameter } from '../binder/find-parameter.ts';
import {
  type Bindable,
  type Signature,
  signatureOfFunction,
  signatureOfSpec,
  signatureOfUtility,
} from '../binder/signature.ts';
import { ShellError } from '../errors/shell-error.ts';
import type { Command } from '../evaluator/command-table.ts';

/** null: a script file, whose parameters are not known before it is read. */
export function signatureOf(command: Command): Signature | null {
  switch (command.kind) {
    case 'product':
      return signatureOfSpec(command.spec);
    case 'utility':
      return signatureOfUtility(command.cmdlet);
    case 'function':
      return signatureOfFunction(command.name, command.block.parameters ?? []);
    default:
      return null;
  }
}

/** The parameter that the word behind these arguments is a value of: one that was named last, else the next position. */
export function parameterAfter(signature: Signature, args: readonly string[]): Bindable | null {
  const named = new Set<Bindable>();
  let pending: Bindable | null = null;
  let positional = 0;
  for (const arg of args) {
    const name = parameterName(arg);
    if (name !== null) {
      const found = parameterNamed(signature, name);
      if (found !== null) named.add(found);
      pending = found === null || found.isSwitch || arg.endsWith(':') ? null : found;
    } else if (pending === null) positional++;
    else pending = null;
  }
  if (pending !== null) return pending;
  return byPosition(signature, named)[positional] ?? null;
}

/** The name in `-Name`, `–Name` or `-Name:`; null for a value. */
function parameterName(word: string): string | null {
  return /^[-\u2013-\u2015]([A-Za-z]\w*):?$/.exec(word)?.[1] ?? null;
}

function parameterNamed(signature: Signature, written: string): Bindable | null {
  const extent = { source: { name: null, text: written }, start: 0, end: written.length };
  try {
    return findParameter(signature, written, extent);
  } catch (error) {
    if (error instanceof ShellError) return null;
    throw error;
  }
}

function byPosition(signature: Signature, named: ReadonlySet<Bindable>): readonly Bindable[] {
  return signature.parameters
    .filter((parameter) => parameter.position !== null && !named.has(parameter))
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

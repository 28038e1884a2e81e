import type { Extent } from '../lexer/source.ts';
import { bindingError } from './binding-error.ts';
import { type Bound, isBound } from './binding.ts';
import type { Bindable, Signature } from './signature.ts';

/** Sets that have every bound parameter; empty also where the command has no sets. */
export function possibleSets(signature: Signature, bound: Bound): readonly string[] {
  return signature.sets.filter((set) =>
    [...bound.values()].every(({ parameter }) => parameter.sets === null || parameter.sets.includes(set)),
  );
}

/** Third stage: the set that is used. Of several possible ones the default, else Identity where nothing is bound, else
 *  the first whose mandatory parameters are all there, else the first that a pipe may complete.
 *  @returns null where the command has no sets. shell-language.md §5.2 */
export function chooseSet(
  signature: Signature,
  bound: Bound,
  at: Readonly<{ extent: Extent; expectsInput: boolean }>,
): string | null {
  if (signature.sets.length === 0) return null;
  const possible = possibleSets(signature, bound);
  const [only, second] = possible;
  if (only !== undefined && second === undefined) return only;
  if (signature.defaultSet !== null && possible.includes(signature.defaultSet)) return signature.defaultSet;
  const isEmpty = [...bound.values()].every(({ parameter }) => parameter.isCommon);
  if (isEmpty && possible.includes('Identity')) return 'Identity';
  const complete = possible.find((set) => missingIn(signature, bound, set).length === 0);
  const found =
    complete ?? possible.find((set) => at.expectsInput && isCompletable(signature, bound, set)) ?? only;
  if (found !== undefined) return found;
  throw bindingError(signature.command, at.extent, {
    id: 'AmbiguousParameterSet',
    message: 'Parameter set cannot be resolved using the specified named parameters.',
  });
}

function isCompletable(signature: Signature, bound: Bound, set: string): boolean {
  return missingIn(signature, bound, set).every((parameter) => parameter.byValue || parameter.byName);
}

/** Mandatory parameters of a set (null: of the command) that have no value. */
export function missingIn(signature: Signature, bound: Bound, set: string | null): readonly Bindable[] {
  return signature.parameters.filter(
    (parameter) => !isBound(bound, parameter) && isMandatory(parameter, set),
  );
}

function isMandatory(parameter: Bindable, set: string | null): boolean {
  if (parameter.mandatory === false) return false;
  if (set === null) return true;
  if (parameter.mandatory !== true) return parameter.mandatory.includes(set);
  return parameter.sets === null || parameter.sets.includes(set);
}

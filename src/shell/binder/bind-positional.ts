import { toText } from '../values/text.ts';
import { bindingError } from './binding-error.ts';
import { type Bound, type Given, isBound } from './binding.ts';
import { possibleSets } from './parameter-sets.ts';
import type { Bindable, Signature } from './signature.ts';

/** Second stage: what is left goes to parameters by position, as far as their sets are still possible.
 *  @param overflow what becomes of an argument that no parameter takes: null = an error. shell-language.md §5.2 */
export function bindPositional(
  signature: Signature,
  rest: readonly Given[],
  bound: Bound,
  overflow: ((given: Given) => void) | null,
): void {
  for (let at = 0; at < rest.length; at++) {
    const given = rest[at];
    if (given === undefined) break;
    const parameter = nextPositional(signature, bound);
    if (parameter === null) {
      if (overflow === null) throw noPosition(signature, given);
      overflow(given);
    } else if (parameter.remaining) {
      bound.set(parameter.name, { parameter, given: gathered(rest.slice(at), given) });
      return;
    } else bound.set(parameter.name, { parameter, given });
  }
}

function nextPositional(signature: Signature, bound: Bound): Bindable | null {
  const sets = possibleSets(signature, bound);
  const open = signature.parameters.filter(
    (parameter) =>
      parameter.position !== null &&
      !isBound(bound, parameter) &&
      (parameter.sets === null || sets.length === 0 || parameter.sets.some((set) => sets.includes(set))),
  );
  return open.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function rank(parameter: Bindable): number {
  return (parameter.position ?? 0) + (parameter.remaining ? 0.5 : 0);
}

function gathered(rest: readonly Given[], first: Given): Given {
  if (rest.length === 1) return first;
  return {
    value: rest.map((given) => given.value),
    asTyped: rest.map((given) => given.asTyped),
    extent: first.extent,
  };
}

function noPosition(signature: Signature, given: Given): Error {
  return bindingError(signature.command, given.extent, {
    id: 'PositionalParameterNotFound',
    message: `A positional parameter cannot be found that accepts argument '${toText(given.asTyped)}'.`,
  });
}

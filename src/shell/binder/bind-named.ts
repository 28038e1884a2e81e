import { isTruthy } from '../operators/compare.ts';
import { nearest } from '../errors/nearest.ts';
import { bindingError } from './binding-error.ts';
import type { Bound, Given, GivenArgument } from './binding.ts';
import { findParameter } from './find-parameter.ts';
import type { Bindable, Signature } from './signature.ts';

type Named = Extract<GivenArgument, Readonly<{ kind: 'named' }>>;

/** First stage: `-Name value`, `-Name:value`, switches. A switch takes no value without a colon.
 *  @param unknown what becomes of a name that no parameter has: null = an error
 *  @returns the arguments that are left for positions. shell-language.md §5.1 */
export function bindNamed(
  signature: Signature,
  args: readonly GivenArgument[],
  bound: Bound,
  unknown: ((argument: Named) => void) | null,
): readonly Given[] {
  const rest: Given[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at];
    if (argument === undefined) break;
    if (argument.kind === 'value') {
      rest.push(argument.given);
      continue;
    }
    const parameter = findParameter(signature, argument.name, argument.extent);
    if (parameter === null) {
      if (unknown === null) throw notFound(signature, argument);
      unknown(argument);
      continue;
    }
    refuseTwice(signature, parameter, argument, bound);
    const next = args[at + 1];
    const taken = valueFor(signature, parameter, argument, next);
    if (taken.consumed) at++;
    bound.set(parameter.name, { parameter, given: taken.given });
  }
  return rest;
}

function valueFor(
  signature: Signature,
  parameter: Bindable,
  argument: Named,
  next: GivenArgument | undefined,
): Readonly<{ given: Given; consumed: boolean }> {
  if (parameter.isSwitch) {
    const value = argument.value === null || isTruthy(argument.value.value);
    return { given: { value, asTyped: value, extent: argument.extent }, consumed: false };
  }
  if (argument.value !== null) return { given: argument.value, consumed: false };
  if (next?.kind === 'value') return { given: next.given, consumed: true };
  throw bindingError(signature.command, argument.extent, {
    id: 'MissingArgument',
    message: `Missing an argument for parameter '${parameter.name}'. Specify a parameter of type '${parameter.type}' and try again.`,
  });
}

function notFound(signature: Signature, argument: Named): Error {
  return bindingError(signature.command, argument.extent, {
    id: 'NamedParameterNotFound',
    message: `A parameter cannot be found that matches parameter name '${argument.name}'.`,
    hint: hintFor(signature, argument.name),
  });
}

function hintFor(signature: Signature, written: string): string | null {
  const near = nearest(
    written,
    signature.parameters.map((parameter) => parameter.name),
  );
  return near === null ? null : `Did you mean -${near}?`;
}

function refuseTwice(signature: Signature, parameter: Bindable, argument: Named, bound: Bound): void {
  if (!bound.has(parameter.name)) return;
  throw bindingError(signature.command, argument.extent, {
    id: 'ParameterAlreadyBound',
    message: `Cannot bind parameter because parameter '${parameter.name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, "-parameter value1,value2,value3".`,
  });
}

import type { Extent } from '../lexer/source.ts';
import { PsHashtable, PsObject, type PsValue } from '../values/value.ts';
import { bindingError } from './binding-error.ts';
import { type Bound, isBound } from './binding.ts';
import { possibleSets } from './parameter-sets.ts';
import type { Bindable, Signature } from './signature.ts';

/** Binds one object from the pipe: by its kind, by value, or by the names of its properties.
 *  @returns a copy of the binding with what the object gave; null: it fits nowhere. shell-language.md §5.6 */
export function bindPipeline(
  signature: Signature,
  bound: Bound,
  input: PsValue,
  extent: Extent,
): Bound | null {
  const filled: Bound = new Map(bound);
  const open = openParameters(signature, filled);
  const whole = isRow(input) ? null : parameterForValue(open, input);
  if (whole !== null) {
    filled.set(whole.name, { parameter: whole, given: { value: input, asTyped: input, extent } });
    return filled;
  }
  const byName = open.filter((parameter) => parameter.byName);
  for (const parameter of byName) {
    const value = propertyFor(parameter, input);
    if (value !== undefined && fits(signature, filled, parameter)) {
      filled.set(parameter.name, { parameter, given: { value, asTyped: value, extent } });
    }
  }
  return filled.size > bound.size ? filled : null;
}

export function inputNotBound(signature: Signature, extent: Extent): Error {
  return bindingError(signature.command, extent, {
    id: 'InputObjectNotBound',
    message:
      'The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.',
  });
}

function openParameters(signature: Signature, bound: Bound): readonly Bindable[] {
  const sets = possibleSets(signature, bound);
  return signature.parameters.filter(
    (parameter) =>
      (parameter.byValue || parameter.byName) &&
      !isBound(bound, parameter) &&
      (parameter.sets === null ||
        signature.sets.length === 0 ||
        parameter.sets.some((set) => sets.includes(set))),
  );
}

function fits(signature: Signature, bound: Bound, parameter: Bindable): boolean {
  if (parameter.sets === null || signature.sets.length === 0) return true;
  return possibleSets(signature, bound).some((set) => parameter.sets?.includes(set) === true);
}

/** A row of a file or an object that a script made: only its properties say what it is. */
function isRow(input: PsValue): boolean {
  return (
    input instanceof PsHashtable ||
    (input instanceof PsObject && input.source === null && input.text === null)
  );
}

const SERVERS =
  /^(?:ExchangeServer|Server|TransportServer|(?:Frontend|Mailbox)?TransportService|.*TransportServer)$/i;
const QUEUES = /^(?:Extensible)?Queue(?:Info)?$/i;

/** Where an object goes whole: a server to -Server, a queue to -Queue, an entry to -Instance, else to -Identity. */
function parameterForValue(open: readonly Bindable[], input: PsValue): Bindable | null {
  const takers = open.filter((parameter) => parameter.byValue);
  const named = (name: string): Bindable | undefined => takers.find((parameter) => parameter.name === name);
  const kind = input instanceof PsObject ? input.typeName : '';
  const byType = takers.find((parameter) => isOfType(parameter, kind));
  if (byType !== undefined) return byType;
  if (SERVERS.test(kind)) return named('Server') ?? named('Identity') ?? null;
  if (QUEUES.test(kind)) return named('Queue') ?? named('Identity') ?? null;
  return (
    named('Identity') ??
    takers.find((parameter) => parameter.name !== 'Server' && parameter.name !== 'Instance') ??
    takers[0] ??
    null
  );
}

/** A parameter for objects of one presentation: an access control entry goes to -Instance. */
function isOfType(parameter: Bindable, kind: string): boolean {
  return parameter.type === 'ADAcePresentationObject' && /^AD(?:Ace|Permission)/i.test(kind);
}

function propertyFor(parameter: Bindable, input: PsValue): PsValue | undefined {
  for (const name of [parameter.name, ...parameter.aliases]) {
    if (input instanceof PsObject && input.has(name)) return input.get(name);
    if (input instanceof PsHashtable && input.has(name)) return input.get(name);
  }
  return undefined;
}

import type { Arguments, Argument } from './contract/arguments.ts';
import type { CommandSpec, ParameterSpec } from './contract/command-spec.ts';
import { convertArgument } from './contract/convert.ts';
import { type AdminError, isAdminError } from './contract/errors.ts';
import type { Value } from './contract/values.ts';

/** Arguments of one command, and the parameter set that they chose ('' where the command has none). */
export type Bound = Readonly<{ args: Arguments; set: string }>;

/** Checks what any client sent against the command's specification and converts it. The shell has bound its line
 *  before; a client of the API has not. shell-language.md §5.2 */
export function bindParameters(
  spec: CommandSpec,
  given: Readonly<Record<string, Value>>,
): Bound | AdminError {
  const named: [ParameterSpec, Value][] = [];
  for (const [name, value] of Object.entries(given)) {
    const parameter = findParameter(spec, name);
    if (parameter === undefined) return unknownParameter(spec, name);
    if (parameter.support === 'refused') return refusedParameter(spec, parameter);
    named.push([parameter, value]);
  }
  const set = chooseSet(
    spec,
    named.map(([parameter]) => parameter),
  );
  if (isAdminError(set)) return set;
  return convertAll(spec, named, set);
}

function findParameter(spec: CommandSpec, name: string): ParameterSpec | undefined {
  const wanted = name.toLowerCase();
  return spec.parameters.find(
    (parameter) =>
      parameter.name.toLowerCase() === wanted ||
      parameter.aliases?.some((alias) => alias.toLowerCase() === wanted),
  );
}

function unknownParameter(spec: CommandSpec, name: string): AdminError {
  return {
    category: 'InvalidArgument',
    id: 'NamedParameterNotFound',
    message: `A parameter cannot be found that matches parameter name '${name}'.`,
    target: spec.name,
    parameter: name,
  };
}

function refusedParameter(spec: CommandSpec, parameter: ParameterSpec): AdminError {
  return {
    category: 'InvalidOperation',
    id: 'ParameterNotSupported',
    message: `The parameter ${parameter.name} of ${spec.name} isn't supported: it would have no effect on this server.`,
    target: spec.name,
    parameter: parameter.name,
  };
}

/** The set that all given parameters belong to: the default one, else the first whose mandatory ones are there. */
function chooseSet(spec: CommandSpec, given: readonly ParameterSpec[]): string | AdminError {
  if (spec.sets === undefined) return '';
  const possible = spec.sets.filter((set) => given.every((parameter) => belongsTo(parameter, set)));
  if (spec.defaultSet !== undefined && possible.includes(spec.defaultSet)) return spec.defaultSet;
  return (
    possible.find((set) => missingIn(spec, set, given).length === 0) ?? possible[0] ?? unresolvedSet(spec)
  );
}

/** E02 */
export function unresolvedSet(spec: CommandSpec): AdminError {
  return {
    category: 'InvalidArgument',
    id: 'E02',
    message: 'Parameter set cannot be resolved using the specified named parameters.',
    target: spec.name,
  };
}

function belongsTo(parameter: ParameterSpec, set: string): boolean {
  return parameter.sets === undefined || parameter.sets.includes(set);
}

function missingIn(
  spec: CommandSpec,
  set: string,
  given: readonly ParameterSpec[],
): readonly ParameterSpec[] {
  return spec.parameters.filter((parameter) => isMandatoryIn(parameter, set) && !given.includes(parameter));
}

function isMandatoryIn(parameter: ParameterSpec, set: string): boolean {
  if (parameter.mandatory === undefined || parameter.mandatory === false) return false;
  return parameter.mandatory === true
    ? set === '' || belongsTo(parameter, set)
    : parameter.mandatory.includes(set);
}

function convertAll(
  spec: CommandSpec,
  named: readonly [ParameterSpec, Value][],
  set: string,
): Bound | AdminError {
  const missing = missingIn(
    spec,
    set,
    named.map(([parameter]) => parameter),
  );
  if (missing.length > 0)
    return missingParameters(
      spec,
      missing.map((parameter) => parameter.name),
    );
  const args: Record<string, Argument> = {};
  for (const [parameter, value] of named) {
    const argument = convertArgument(parameter, value);
    if (isAdminError(argument)) return argument;
    const empty = isMandatoryIn(parameter, set) ? emptyArgument(parameter, argument, value) : null;
    if (empty !== null) return empty;
    args[parameter.name] = argument;
  }
  return { args, set };
}

/** E01 */
export function missingParameters(spec: CommandSpec, names: readonly string[]): AdminError {
  return {
    category: 'InvalidArgument',
    id: 'E01',
    message: `Cannot process command because of one or more missing mandatory parameters: ${names.join(' ')}.`,
    target: spec.name,
    ...(names[0] === undefined ? {} : { parameter: names[0] }),
  };
}

/** A mandatory parameter that was given and says nothing. shell-language.md §5.3 */
function emptyArgument(parameter: ParameterSpec, argument: Argument, value: Value): AdminError | null {
  const isEmptyList = argument.kind === 'list' && argument.items.length === 0 && value !== null;
  if (!isEmptyList && argument.kind !== 'null' && value !== null) return null;
  const what = isEmptyList ? 'an empty collection' : value === '' ? 'an empty string' : 'null';
  return {
    category: 'InvalidData',
    id: 'E01',
    message: `Cannot bind argument to parameter '${parameter.name}' because it is ${what}.`,
    target: parameter.name,
    parameter: parameter.name,
  };
}

import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { commonExamples } from './common-examples.ts';
import { ENUMS } from './enums.ts';
import { commonHelp } from './parameter-help.ts';

type Details = Omit<ParameterSpec, 'name' | 'type' | 'support' | 'values'>;

function parameter(
  support: ParameterSpec['support'],
  name: string,
  type: string,
  details: Details,
): ParameterSpec {
  const values = ENUMS[type.replace('[]', '')]?.values;
  return {
    name,
    type,
    ...(values === undefined ? {} : { values }),
    help: commonHelp(name),
    ...details,
    support,
  };
}

/** A parameter that acts. */
export function acts(name: string, type: string, details: Details = {}): ParameterSpec {
  return parameter('implemented', name, type, details);
}

/** Parameters whose value is kept and shown, and has no effect. */
export function stores(
  type: string,
  names: readonly string[],
  details: Details = {},
): readonly ParameterSpec[] {
  return names.map((name) => parameter('stored', name, type, details));
}

/** Parameters that are answered with an error, because their effect would be missed. */
export function refuses(
  type: string,
  names: readonly string[],
  details: Details = {},
): readonly ParameterSpec[] {
  return names.map((name) => parameter('refused', name, type, details));
}

/** A list that takes @{Add=…;Remove=…}. */
export const EDITABLE: Details = { multiple: true, editable: true };
export const LIST: Details = { multiple: true };
/** `Unlimited` counts messages, connections or recipients unless it is made of this. */
export const OF_SIZE: Details = { of: 'ByteQuantifiedSize' };

/** -Identity of a command that changes one object. */
export function identity(type: string, details: Details = {}): ParameterSpec {
  return acts('Identity', type, { position: 0, pipeline: true, mandatory: true, ...details });
}

/** -Identity of a Get- command: absent or `$null` means all objects. */
export function optionalIdentity(type: string, details: Details = {}): ParameterSpec {
  return acts('Identity', type, { position: 0, pipeline: true, ...details });
}

/** There is no domain controller to choose: the name is checked for its form and not used. */
export const DOMAIN_CONTROLLER: ParameterSpec = acts('DomainController', 'Fqdn', {
  help: 'Accepted for the sake of scripts; there is one directory.',
});

type CommandDetails = Omit<CommandSpec, 'name' | 'parameters'>;

/** Parameters come in the order of help and syntax: by position, then mandatory ones, then by name. */
export function command(
  name: string,
  details: CommandDetails,
  parameters: readonly (ParameterSpec | readonly ParameterSpec[])[],
): CommandSpec {
  const ordered = parameters.flat().toSorted((a, b) => rank(a) - rank(b) || compareNames(a.name, b.name));
  return { name, examples: commonExamples(name), ...details, parameters: ordered };
}

function rank(spec: ParameterSpec): number {
  if (spec.position !== undefined) return spec.position;
  return spec.mandatory === true ? 1000 : 2000;
}

function compareNames(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

import type { CommandHost, CommandSpec, ParameterSpec } from '../../admin/contract/command-spec.ts';
import type { AdminObject, Value } from '../../admin/contract/values.ts';

/** Names of objects that a parameter may name, from the server as it is now: those that a `Get-` command shows whose
 *  identity is of the parameter's type, or that the parameter's specification tells. A command that fails names
 *  nothing. */
export async function liveNames(
  host: CommandHost,
  parameter: ParameterSpec,
  word: string,
): Promise<readonly string[]> {
  const names = parameter.objects ?? showing(host.specs, parameter.type);
  const answers = await Promise.all(names.map((command) => objectsOf(host, command)));
  return answers.flat().map((object) => nameOf(object, word));
}

function showing(specs: readonly CommandSpec[], type: string): readonly string[] {
  if (!/Id(?:entity|Parameter)$|Identity$/.test(type)) return [];
  const found = specs.find((spec) => {
    const identity = spec.parameters.find((one) => one.name === 'Identity');
    return spec.name.startsWith('Get-') && identity?.type === type && (identity.mandatory ?? false) === false;
  });
  return found === undefined ? [] : [found.name];
}

async function objectsOf(host: CommandHost, command: string): Promise<readonly AdminObject[]> {
  try {
    const { objects } = await host.invoke({ command, parameters: {}, mode: 'run' });
    return objects.filter(isObject);
  } catch {
    return [];
  }
}

function isObject(value: Value): value is AdminObject {
  return typeof value === 'object' && value !== null && '$' in value && value.$ === 'object';
}

/** The name alone is enough and shorter, unless the person has begun with the server. */
function nameOf(object: AdminObject, word: string): string {
  const name = object.properties.find(([property]) => property === 'Name')?.[1];
  return typeof name === 'string' && name !== '' && !word.includes('\\') ? name : object.text;
}

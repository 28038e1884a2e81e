import type { StoredSettings } from '../config/organization.ts';
import type { Argument, Arguments } from './contract/arguments.ts';
import type { CommandSpec, ParameterSpec } from './contract/command-spec.ts';
import type { Value } from './contract/values.ts';
import { ENUMS } from './contract/specs/enums.ts';
import { enumValue, list, size, smtpAddress, timeSpan } from './present/values.ts';

type Stored = StoredSettings[string];

/** Lays the given `stored` parameters over those kept so far; the same object where nothing differs. */
export function withStored(
  spec: CommandSpec,
  args: Arguments,
  kept: StoredSettings | undefined,
): StoredSettings | undefined {
  const given = storedParameters(spec).flatMap((parameter): [string, Stored][] => {
    const argument = args[parameter.name];
    return argument === undefined ? [] : [[parameter.name, storedValue(argument, kept?.[parameter.name])]];
  });
  const changed = given.filter(([name, value]) => JSON.stringify(kept?.[name]) !== JSON.stringify(value));
  return changed.length === 0 ? kept : { ...kept, ...Object.fromEntries(changed) };
}

/** Parameters that select nothing and set nothing are not settings. */
function storedParameters(spec: CommandSpec): readonly ParameterSpec[] {
  return spec.parameters.filter(
    (parameter) => parameter.support === 'stored' && parameter.type !== 'SwitchParameter',
  );
}

function storedValue(argument: Argument, before: Stored | undefined): Stored {
  switch (argument.kind) {
    case 'boolean':
    case 'number':
    case 'text':
      return argument.value;
    case 'unlimited':
      return 'Unlimited';
    case 'list':
      return argument.items;
    case 'edit':
      return edited(typeof before === 'object' && before !== null ? before : [], argument);
    default:
      return null;
  }
}

function edited(before: readonly string[], edit: Extract<Argument, { kind: 'edit' }>): readonly string[] {
  const removed = edit.remove.map((item) => item.toLowerCase());
  const left = before.filter((item) => !removed.includes(item.toLowerCase()));
  return [...new Set([...left, ...edit.add])];
}

/** The kept settings as properties, in the order of the `Set-` command's parameters. Unset ones are blank. */
export function presentStored(spec: CommandSpec, kept: StoredSettings | undefined): [string, Value][] {
  return storedParameters(spec).map((parameter) => [
    parameter.name,
    presentOne(parameter, kept?.[parameter.name]),
  ]);
}

function presentOne(parameter: ParameterSpec, value: Stored | undefined): Value {
  if (value === undefined || value === null) return parameter.multiple === true ? list([]) : null;
  if (typeof value === 'object') return list(value);
  if (typeof value === 'number') return presentNumber(parameter, value);
  if (value === 'Unlimited' && parameter.type === 'Unlimited') return { $: 'unlimited' };
  if (typeof value === 'string' && ENUMS[parameter.type] !== undefined)
    return enumValue(parameter.type, value);
  return typeof value === 'string' && parameter.type === 'SmtpAddress' ? smtpAddress(value) : value;
}

function presentNumber(parameter: ParameterSpec, value: number): Value {
  if (parameter.type === 'EnhancedTimeSpan') return timeSpan(value);
  const isSize = parameter.type === 'ByteQuantifiedSize' || parameter.of === 'ByteQuantifiedSize';
  return isSize ? size(value) : value;
}

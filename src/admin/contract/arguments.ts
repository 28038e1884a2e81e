import type { AdminObject } from './values.ts';

/** A parameter's value after conversion: what its declared type makes of what was typed. */
export type Argument =
  /** `$null` or empty text, where the type admits it. */
  | Readonly<{ kind: 'null' }>
  | Readonly<{ kind: 'boolean'; value: boolean }>
  /** Int32; octets of a size; milliseconds of a time span; epoch milliseconds of a date. */
  | Readonly<{ kind: 'number'; value: number }>
  | Readonly<{ kind: 'unlimited' }>
  /** Text, the name of an enumeration's value, or what identifies an object. */
  | Readonly<{ kind: 'text'; value: string }>
  /** Replaces a list, or the names of a flags enumeration. */
  | Readonly<{ kind: 'list'; items: readonly string[] }>
  /** @{Add=…;Remove=…} */
  | Readonly<{ kind: 'edit'; add: readonly string[]; remove: readonly string[] }>
  | Readonly<{ kind: 'secret'; text: string }>
  | Readonly<{ kind: 'credential'; user: string; password: string }>
  | Readonly<{ kind: 'object'; object: AdminObject }>;

/** The converted parameters of one invocation, by canonical name. An absent parameter was not given. */
export type Arguments = Readonly<Record<string, Argument>>;

/** Names a parameter whose value has another shape than its handler expects: specification and handler disagree. */
class ArgumentShape extends Error {
  override readonly name = 'ArgumentShape';
  readonly code = 'POSTERN_ARGUMENT_SHAPE';

  constructor(parameter: string, expected: string) {
    super(`the parameter ${parameter} was expected to be ${expected}`);
  }
}

export function isGiven(args: Arguments, name: string): boolean {
  return args[name] !== undefined;
}

/** @returns undefined where the parameter was not given */
export function booleanOf(args: Arguments, name: string): boolean | undefined {
  const argument = args[name];
  if (argument === undefined) return undefined;
  if (argument.kind !== 'boolean') throw new ArgumentShape(name, 'boolean');
  return argument.value;
}

/** A switch that was not given is off. */
export function switchOf(args: Arguments, name: string): boolean {
  return booleanOf(args, name) ?? false;
}

export function numberOf(args: Arguments, name: string): number | undefined {
  const argument = args[name];
  if (argument === undefined) return undefined;
  if (argument.kind !== 'number') throw new ArgumentShape(name, 'number');
  return argument.value;
}

/** null = unlimited */
export function unlimitedOf(args: Arguments, name: string): number | null | undefined {
  return args[name]?.kind === 'unlimited' ? null : numberOf(args, name);
}

/** null = `$null` or empty */
export function textOf(args: Arguments, name: string): string | null | undefined {
  const argument = args[name];
  if (argument === undefined) return undefined;
  if (argument.kind === 'null') return null;
  if (argument.kind !== 'text') throw new ArgumentShape(name, 'text');
  return argument.value;
}

/** What the parameter makes of a list: replaces it, or takes items out and appends others. Both sides are compared
 *  without letter case; items that are already there are not added twice. shell-language.md §5.4 */
export function listOf(
  args: Arguments,
  name: string,
  current: readonly string[],
): readonly string[] | undefined {
  const argument = args[name];
  if (argument === undefined) return undefined;
  if (argument.kind === 'null') return [];
  if (argument.kind === 'list') return distinct(argument.items);
  if (argument.kind !== 'edit') throw new ArgumentShape(name, 'a list');
  const removed = new Set(argument.remove.map((item) => item.toLowerCase()));
  return distinct([...current.filter((item) => !removed.has(item.toLowerCase())), ...argument.add]);
}

/** The items of a list parameter that is not edited; empty where it was not given. */
/** undefined: not given; null: `$null`. */
export function credentialOf(
  args: Arguments,
  name: string,
): Readonly<{ user: string; password: string }> | null | undefined {
  const given = args[name];
  if (given === undefined) return undefined;
  return given.kind === 'credential' ? { user: given.user, password: given.password } : null;
}

export function itemsOf(args: Arguments, name: string): readonly string[] {
  return listOf(args, name, []) ?? [];
}

function distinct(items: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = item.toLowerCase();
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

import { type DescribedCommand, setOfCmdlet, setsOfSpec } from './command-syntax.ts';
import type { KnownCommand, UtilityCall, UtilityCmdlet } from './utility.ts';

/** The shell's own part of the catalog. */
export type OwnCommands = Readonly<{
  cmdlets: () => readonly UtilityCmdlet[];
  aliases: ReadonlyMap<string, string>;
}>;

/** Everything that can be called here, sorted by name, each name once: functions of the session and commands of the
 *  server come before cmdlets of the shell. */
export function allCommands(call: UtilityCall, own: OwnCommands): DescribedCommand[] {
  const known = new Map<string, DescribedCommand>();
  const add = (command: DescribedCommand) => {
    const key = command.name.toLowerCase();
    if (!known.has(key)) known.set(key, command);
  };
  for (const command of call.commands?.() ?? []) add(described(command));
  for (const cmdlet of own.cmdlets()) {
    add({
      name: cmdlet.name,
      kind: 'Cmdlet',
      sets: [setOfCmdlet(cmdlet)],
      source: 'Microsoft.PowerShell.Utility',
      version: '3.1.0.0',
    });
  }
  return [...known.values()].sort(byName);
}

/** Aliases whose command exists. */
export function allAliases(call: UtilityCall, own: OwnCommands): DescribedCommand[] {
  const names = new Set(allCommands(call, own).map((command) => command.name.toLowerCase()));
  return [...own.aliases]
    .filter(([, definition]) => names.has(definition.toLowerCase()))
    .map(([name, definition]) => ({
      name,
      kind: 'Alias' as const,
      definition,
      sets: [],
      source: '',
      version: '',
    }))
    .sort(byName);
}

function described(command: KnownCommand): DescribedCommand {
  if (command.spec === undefined) return { ...command, sets: [], source: '', version: '' };
  return { ...command, sets: setsOfSpec(command.spec), source: 'Postern', version: '1.0' };
}

function byName(a: DescribedCommand, b: DescribedCommand): number {
  return a.name.localeCompare(b.name, 'en', { sensitivity: 'base' });
}

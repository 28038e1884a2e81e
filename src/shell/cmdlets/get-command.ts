import { PsObject } from '../values/value.ts';
import { isOn, parameter, switches, textOf, textsOf } from './arguments.ts';
import { allAliases, allCommands, type OwnCommands } from './command-catalog.ts';
import { type DescribedCommand, syntaxLine } from './command-syntax.ts';
import { isWildcard } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';

/** Get-Command and Get-Alias. shell-language.md §13 */
export function commandCmdlets(own: OwnCommands): readonly UtilityCmdlet[] {
  return [
    {
      name: 'Get-Command',
      parameters: [
        parameter('Name', 'string[]', { position: 0 }),
        parameter('Verb', 'string[]'),
        parameter('Noun', 'string[]'),
        parameter('CommandType', 'string[]', { aliases: ['Type'] }),
        parameter('ParameterName', 'string[]'),
        parameter('Module', 'string[]', { aliases: ['PSSnapin'] }),
        parameter('TotalCount', 'int'),
        ...switches('Syntax', 'All', 'ListImported'),
      ],
      start: (call) => ({ end: () => getCommand(call, own) }),
    },
    {
      name: 'Get-Alias',
      parameters: [
        parameter('Name', 'string[]', { position: 0 }),
        parameter('Definition', 'string[]'),
        parameter('Exclude', 'string[]'),
        parameter('Scope', 'string'),
      ],
      start: (call) => ({ end: () => getAlias(call, own) }),
    },
  ];
}

async function getCommand(call: UtilityCall, own: OwnCommands): Promise<void> {
  const patterns = textsOf(call, 'Name');
  const aliases = patterns.length > 0 || textsOf(call, 'CommandType').length > 0 ? allAliases(call, own) : [];
  const candidates = [...allCommands(call, own), ...aliases].filter((command) => fits(call, command));
  for (const pattern of patterns.length === 0 ? ['*'] : patterns) {
    const found = candidates.filter((command) => anyMatches([pattern], command.name));
    if (found.length === 0 && !isWildcard(pattern)) notFound(call, pattern);
    for (const command of found) await show(call, command);
  }
}

async function show(call: UtilityCall, command: DescribedCommand): Promise<void> {
  if (!isOn(call, 'Syntax')) return call.emit(commandInfo(command));
  if (command.definition !== undefined) return call.emit(command.definition);
  const lines = command.sets.map((set) => syntaxLine(command.name, set));
  await call.emit(`\n${(lines.length === 0 ? [command.name] : lines).join('\n\n')}\n`);
}

function fits(call: UtilityCall, command: DescribedCommand): boolean {
  const [verb = '', noun = ''] = command.name.split(/-(.*)/s);
  const parameters = command.sets.flat().flatMap((one) => [one.name, ...one.aliases]);
  const wantedParameters = textsOf(call, 'ParameterName');
  return (
    anyMatches(textsOf(call, 'Verb'), verb) &&
    anyMatches(textsOf(call, 'Noun'), noun) &&
    anyMatches(textsOf(call, 'CommandType'), command.kind, 'All') &&
    anyMatches(textsOf(call, 'Module'), command.source) &&
    (wantedParameters.length === 0 || parameters.some((name) => anyMatches(wantedParameters, name)))
  );
}

/** No pattern lets everything through. */
function anyMatches(patterns: readonly string[], ...texts: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  return patterns
    .map((pattern) => wildcardToRegExp(pattern, { caseSensitive: false }))
    .some((pattern) => texts.some((text) => pattern.test(text)));
}

function notFound(call: UtilityCall, name: string): void {
  const message = `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`;
  call.error(
    message,
    'CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand',
    'ObjectNotFound',
    name,
  );
}

/** System.Management.Automation.CommandTypes */
const KIND_BITS = { Alias: 1, Function: 2, Cmdlet: 8 } as const;

function commandInfo(command: DescribedCommand): PsObject {
  const alias = command.definition !== undefined;
  const info = new PsObject({ typeName: alias ? 'AliasInfo' : 'CommandInfo', text: command.name })
    .set('Name', command.name)
    .set('CommandType', {
      $: 'enum',
      type: 'CommandTypes',
      text: command.kind,
      value: KIND_BITS[command.kind],
    })
    .set('Version', command.version)
    .set('Source', command.source);
  if (alias) info.set('DisplayName', `${command.name} -> ${command.definition}`);
  const definition =
    command.definition ?? command.sets.map((set) => syntaxLine(command.name, set)).join('\n\n');
  const names = [...new Set(command.sets.flat().map((one) => one.name))];
  return info.set('Definition', definition).set('Parameters', names);
}

async function getAlias(call: UtilityCall, own: OwnCommands): Promise<void> {
  const aliases = allAliases(call, own).filter((alias) =>
    anyMatches(textsOf(call, 'Definition'), alias.definition ?? ''),
  );
  const patterns = textsOf(call, 'Name');
  for (const pattern of patterns.length === 0 ? ['*'] : patterns) {
    const found = aliases.filter((alias) =>
      pattern === '?' ? alias.name === '?' : anyMatches([pattern], alias.name),
    );
    if (found.length === 0 && !isWildcard(pattern)) noAlias(call, pattern);
    for (const alias of found) await call.emit(commandInfo(alias));
  }
  const [definition] = textsOf(call, 'Definition');
  if (definition !== undefined && aliases.length === 0 && !isWildcard(definition))
    noAlias(call, textOf(call, 'Definition') ?? '');
}

function noAlias(call: UtilityCall, name: string): void {
  const message = `This command cannot find a matching alias because an alias with the name '${name}' does not exist.`;
  call.error(
    message,
    'ItemNotFoundException,Microsoft.PowerShell.Commands.GetAliasCommand',
    'ObjectNotFound',
    name,
  );
}

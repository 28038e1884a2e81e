import { nearest } from '../errors/nearest.ts';
import { formatToLines } from '../format/format-to-text.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { isOn, parameter, switches, textOf, textsOf } from './arguments.ts';
import { allAliases, allCommands, type OwnCommands } from './command-catalog.ts';
import type { DescribedCommand } from './command-syntax.ts';
import { type HelpDetail, helpLines, parameterLines, parametersOf } from './help-text.ts';
import { isWildcard } from './selectors.ts';
import { SYNOPSES } from './synopses.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';

/** Help of a command from its specification. shell-language.md §13 */
export function helpCmdlets(own: OwnCommands): readonly UtilityCmdlet[] {
  return [
    helpCmdlet('Get-Help', (call) => ({ end: () => getHelp(call, own) })),
    helpCmdlet('help', (call) => ({ end: () => pagedHelp(call, own) })),
  ];
}

/** `help` is Get-Help a screenful at a time. */
async function pagedHelp(call: UtilityCall, own: OwnCommands): Promise<void> {
  const { page } = call.io;
  if (page === undefined) return getHelp(call, own);
  const values: PsValue[] = [];
  await getHelp({ ...call, emit: (value) => Promise.resolve(void values.push(value)) }, own);
  await page(formatToLines(values, { width: call.width }));
}

function helpCmdlet(name: string, start: UtilityCmdlet['start']): UtilityCmdlet {
  return {
    name,
    parameters: [
      parameter('Name', 'string', { position: 0 }),
      ...switches('Detailed', 'Full', 'Examples', 'Online', 'ShowWindow'),
      parameter('Parameter', 'string[]'),
      parameter('Category', 'string[]'),
    ],
    start,
  };
}

async function getHelp(call: UtilityCall, own: OwnCommands): Promise<void> {
  const name = textOf(call, 'Name') ?? 'Get-Help';
  const found = commandsFor(call, own, name);
  const [only] = found;
  if (only === undefined) return unknown(call, own, name);
  if (found.length > 1) {
    for (const command of found) await call.emit(entry(command));
    return;
  }
  const wanted = textsOf(call, 'Parameter');
  if (wanted.length > 0) return showParameters(call, only, wanted);
  await call.emit(helpLines(only, detailOf(call), call.width).join('\n'));
}

function detailOf(call: UtilityCall): HelpDetail {
  if (isOn(call, 'Full')) return 'full';
  if (isOn(call, 'Detailed')) return 'detailed';
  return isOn(call, 'Examples') ? 'examples' : 'brief';
}

/** The command of that name or alias, else those that the text matches or is part of. */
function commandsFor(call: UtilityCall, own: OwnCommands, name: string): DescribedCommand[] {
  const all = allCommands(call, own);
  const named = (wanted: string) =>
    all.filter((command) => command.name.toLowerCase() === wanted.toLowerCase());
  const exact = named(name);
  if (exact.length > 0) return exact;
  const alias = allAliases(call, own).find((one) => one.name === name.toLowerCase());
  if (alias?.definition !== undefined) return named(alias.definition);
  const matcher = wildcardToRegExp(isWildcard(name) ? name : `*${name}*`, { caseSensitive: false });
  return all.filter((command) => matcher.test(command.name));
}

/** One line of the list that several matches make. */
function entry(command: DescribedCommand): PsObject {
  return new PsObject({ typeName: 'HelpInfoShort', text: command.name })
    .set('Name', command.name)
    .set('Category', command.kind)
    .set('Module', command.source)
    .set('Synopsis', command.spec?.synopsis ?? SYNOPSES[command.name] ?? '');
}

async function showParameters(
  call: UtilityCall,
  command: DescribedCommand,
  patterns: readonly string[],
): Promise<void> {
  const matchers = patterns.map((pattern) => wildcardToRegExp(pattern, { caseSensitive: false }));
  const found = parametersOf(command).filter((one) => matchers.some((matcher) => matcher.test(one.name)));
  if (found.length === 0) {
    const pattern = patterns.join(', ');
    const message = `No parameter matches criteria ${pattern}.`;
    call.error(
      message,
      'NoParmsFound,Microsoft.PowerShell.Commands.GetHelpCommand',
      'InvalidArgument',
      pattern,
    );
    return;
  }
  const lines = found.flatMap((one) => parameterLines(one, { full: true, width: call.width }));
  await call.emit(['', ...lines.map((line) => line.replace(/^ {4}/, ''))].join('\n'));
}

function unknown(call: UtilityCall, own: OwnCommands, name: string): void {
  const near = nearest(
    name,
    allCommands(call, own).map((command) => command.name),
  );
  const remedy = near === null ? 'Get-Command lists what there is.' : `Did you mean ${near}?`;
  const message = `Get-Help could not find ${name} in a help file in this session. ${remedy}`;
  call.error(
    message,
    'HelpNotFound,Microsoft.PowerShell.Commands.GetHelpCommand',
    'ResourceUnavailable',
    name,
  );
}

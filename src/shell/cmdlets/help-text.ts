import { wrap } from '../format/widths.ts';
import { type DescribedCommand, syntaxLine, type SyntaxParameter } from './command-syntax.ts';
import { SYNOPSES } from './synopses.ts';

export type HelpDetail = 'brief' | 'detailed' | 'full' | 'examples';

/** The text that Get-Help shows: heads at the first column, body indented by four. shell-language.md §13 */
export function helpLines(command: DescribedCommand, detail: HelpDetail, width: number): string[] {
  const parts: (readonly string[])[] = [
    section('NAME', [command.name], width),
    section('SYNOPSIS', [synopsis(command)], width),
  ];
  if (detail !== 'examples') {
    parts.push(section('SYNTAX', syntax(command), width), section('DESCRIPTION', [synopsis(command)], width));
  }
  if (detail === 'detailed' || detail === 'full')
    parts.push(['PARAMETERS', ...parameters(command, detail, width)]);
  if (detail === 'full')
    parts.push(section('INPUTS', inputs(command), width), section('OUTPUTS', outputs(command), width));
  if (detail === 'full') parts.push(section('NOTES', notes(command), width));
  if (detail !== 'brief') parts.push(examples(command, width));
  parts.push(
    section(
      detail === 'brief' ? 'REMARKS' : 'RELATED LINKS',
      detail === 'brief' ? remarks(command) : related(command),
      width,
    ),
  );
  return ['', ...parts.filter((part) => part.length > 0).flatMap((part) => [...part, ''])];
}

function section(head: string, body: readonly string[], width: number): string[] {
  return [head, ...indented(body, 4, width), ''];
}

function indented(lines: readonly string[], by: number, width: number): string[] {
  return lines
    .flatMap((line) => wrap(line, Math.max(20, width - by)))
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line.trimEnd()));
}

function synopsis(command: DescribedCommand): string {
  return command.spec?.synopsis ?? SYNOPSES[command.name] ?? '';
}

function syntax(command: DescribedCommand): string[] {
  return command.sets.flatMap((set, index) => [...(index === 0 ? [] : ['']), syntaxLine(command.name, set)]);
}

function parameters(command: DescribedCommand, detail: HelpDetail, width: number): string[] {
  const blocks = parametersOf(command).flatMap((one) =>
    parameterLines(one, { full: detail === 'full', width }),
  );
  return [...blocks, '    <CommonParameters>', ...indented([COMMON], 8, width), ''];
}

const COMMON =
  'This command supports the common parameters: Verbose, Debug, ErrorAction, ErrorVariable, WarningAction, WarningVariable, OutBuffer, PipelineVariable, and OutVariable.';

/** Every parameter once, by name; required where one of its sets requires it. */
export function parametersOf(command: DescribedCommand): SyntaxParameter[] {
  const known = new Map<string, SyntaxParameter>();
  for (const one of command.sets.flat()) {
    const before = known.get(one.name);
    known.set(
      one.name,
      before === undefined ? one : { ...before, mandatory: before.mandatory || one.mandatory },
    );
  }
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

export function parameterLines(
  one: SyntaxParameter,
  options: Readonly<{ full: boolean; width: number }>,
): string[] {
  const values = one.values.length === 0 ? [] : [`Valid values: ${one.values.join(', ')}.`];
  const text = [...(one.help === '' ? [] : [one.help]), ...values];
  const head = `    -${one.name} [<SwitchParameter>]`;
  return [
    one.type === null ? head : `    -${one.name} <${one.type}>`,
    ...indented(text, 8, options.width),
    '',
    ...(options.full ? attributeLines(one) : []),
  ];
}

/** Labels are padded to 29 characters, indented by 8. */
function attributeLines(one: SyntaxParameter): string[] {
  const attributes = [
    ['Required?', String(one.mandatory)],
    ['Position?', one.position === null ? 'named' : String(one.position + 1)],
    ['Default value', ''],
    ['Accept pipeline input?', one.pipeline ? 'true (ByValue, ByPropertyName)' : 'false'],
    ['Accept wildcard characters?', 'false'],
  ] as const;
  return [...attributes.map(([label, value]) => `        ${label.padEnd(29)}${value}`.trimEnd()), ''];
}

function inputs(command: DescribedCommand): string[] {
  const types = parametersOf(command).filter((one) => one.pipeline);
  return types.length === 0
    ? ['None']
    : types.map((one) => `${one.type ?? 'SwitchParameter'} (-${one.name})`);
}

function outputs(command: DescribedCommand): string[] {
  const returns = command.spec?.returns ?? '';
  return [returns === '' ? (command.spec === undefined ? 'Object' : 'None') : returns];
}

function notes(command: DescribedCommand): string[] {
  const stored =
    command.spec?.parameters.filter((one) => one.support === 'stored').map((one) => `-${one.name}`) ?? [];
  return stored.length === 0 ? [''] : [`Kept and shown, without effect here: ${stored.join(', ')}.`];
}

function examples(command: DescribedCommand, width: number): string[] {
  const known = command.spec?.examples ?? [];
  if (known.length === 0) return [];
  const blocks = known.flatMap((example, index) => [
    `    -------------------------- EXAMPLE ${index + 1} --------------------------`,
    '',
    `    PS C:\\>${example.code}`,
    '',
    ...indented([example.text], 4, width),
    '',
  ]);
  return ['EXAMPLES', ...blocks];
}

function related(command: DescribedCommand): string[] {
  const noun = command.name.split('-')[1] ?? command.name;
  return [`Get-Command *-${noun}`];
}

function remarks(command: DescribedCommand): string[] {
  return [
    `To see the examples, type: "get-help ${command.name} -examples".`,
    `For more information, type: "get-help ${command.name} -detailed".`,
    `For technical information, type: "get-help ${command.name} -full".`,
  ];
}

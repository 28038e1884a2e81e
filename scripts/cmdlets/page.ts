import type { CommandSpec, ParameterSpec } from '../../src/admin/contract/command-spec.ts';
import { allSpecs } from '../../src/admin/contract/specs/all-specs.ts';
import { exchangeParameters } from './reference.ts';

/** docs/cmdlets.md, from the specifications. */
export function cmdletsPage(): string {
  const specs = allSpecs.toSorted(
    (a, b) => noun(a).localeCompare(noun(b), 'en') || a.name.localeCompare(b.name, 'en'),
  );
  return `${[HEAD, overview(specs), ...specs.map(section), missing()].join('\n\n')}\n`;
}

const HEAD = `# Cmdlets

Generated from the specifications by \`npm run docs:cmdlets\`; \`npm test\` fails where it is not current.

Each parameter is one of three: **implemented**, it acts; **stored**, it is kept and shown and changes nothing; **refused**,
giving it is an error that names it, because a script would miss its effect. Cmdlets that change something also have
\`-WhatIf\` and \`-Confirm\`. The shell's own cmdlets (\`Where-Object\`, \`Export-Csv\` and so on) are listed by \`Get-Command\`.`;

function overview(specs: readonly CommandSpec[]): string {
  const rows = specs.map((spec) => {
    const counts = (['implemented', 'stored', 'refused'] as const).map(
      (support) => spec.parameters.filter((one) => one.support === support).length,
    );
    return `| [${spec.name}](#${spec.name.toLowerCase()}) | ${counts.join(' | ')} |`;
  });
  return ['| Cmdlet | implemented | stored | refused |', '|---|---|---|---|', ...rows].join('\n');
}

function section(spec: CommandSpec): string {
  const examples = (spec.examples ?? []).map(
    (example) => `\`\`\`powershell\n${example.code}\n\`\`\`\n\n${example.text}`,
  );
  const rows = spec.parameters.map(row);
  const table = ['| Parameter | Type | | What |', '|---|---|---|---|', ...rows].join('\n');
  return [`## ${spec.name}`, spec.synopsis, ...examples, table].join('\n\n');
}

function row(one: ParameterSpec): string {
  const values = one.values === undefined ? '' : ` One of ${one.values.join(', ')}.`;
  const text = `${one.help ?? ''}${values}`.replaceAll('|', '\\|').replaceAll('*', '\\*');
  const type = one.type.replaceAll('[]', '\\[\\]');
  return `| ${one.name} | ${type} | ${one.support} | ${text} |`;
}

/** Cmdlets of Exchange about mail flow whose object this server does not have. */
function missing(): string {
  const known = new Set(allSpecs.map((spec) => spec.name));
  const names = [...exchangeParameters().keys()].filter((name) => !known.has(name)).toSorted();
  return `## Not here\n\nThese cmdlets of Exchange have nothing behind them yet:\n\n${names.map((name) => `\`${name}\``).join(', ')}.`;
}

function noun(spec: CommandSpec): string {
  return spec.name.split('-')[1] ?? '';
}

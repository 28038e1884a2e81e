import { clixmlCmdlets } from './clixml.ts';
import { contentCmdlets } from './content.ts';
import { csvCmdlets } from './csv.ts';
import { dateCmdlets } from './dates.ts';
import { forEachObject } from './foreach-object.ts';
import { formatCmdlets } from './format-objects.ts';
import { commandCmdlets } from './get-command.ts';
import { helpCmdlets } from './get-help.ts';
import { getMember } from './get-member.ts';
import { groupObject } from './group-object.ts';
import { convertToHtml } from './html.ts';
import { jsonCmdlets } from './json.ts';
import { measureObject } from './measure-object.ts';
import { objectCmdlets } from './objects.ts';
import { outputCmdlets } from './output.ts';
import { preparationCmdlets } from './preparation.ts';
import { promptCmdlets } from './prompts.ts';
import { getRandom } from './random.ts';
import { selectObject } from './select-object.ts';
import { selectString } from './select-string.ts';
import { sessionCmdlets } from './session.ts';
import { sortObject } from './sort-object.ts';
import { uniqueCmdlets } from './unique.ts';
import type { UtilityCmdlet } from './utility.ts';
import { variableCmdlets } from './variables.ts';
import { whereObject } from './where-object.ts';
import { writeCmdlets } from './write.ts';

/** Short names, lower case. shell-language.md §8 */
export const aliases: ReadonlyMap<string, string> = new Map([
  ['?', 'Where-Object'],
  ['where', 'Where-Object'],
  ['%', 'ForEach-Object'],
  ['foreach', 'ForEach-Object'],
  ['select', 'Select-Object'],
  ['sort', 'Sort-Object'],
  ['group', 'Group-Object'],
  ['measure', 'Measure-Object'],
  ['tee', 'Tee-Object'],
  ['compare', 'Compare-Object'],
  ['diff', 'Compare-Object'],
  ['gu', 'Get-Unique'],
  ['ft', 'Format-Table'],
  ['fl', 'Format-List'],
  ['fw', 'Format-Wide'],
  ['fc', 'Format-Custom'],
  ['gm', 'Get-Member'],
  ['gcm', 'Get-Command'],
  ['gal', 'Get-Alias'],
  ['man', 'help'],
  ['h', 'Get-History'],
  ['history', 'Get-History'],
  ['ghy', 'Get-History'],
  ['r', 'Invoke-History'],
  ['ihy', 'Invoke-History'],
  ['echo', 'Write-Output'],
  ['write', 'Write-Output'],
  ['cat', 'Get-Content'],
  ['gc', 'Get-Content'],
  ['type', 'Get-Content'],
  ['sc', 'Set-Content'],
  ['ac', 'Add-Content'],
  ['cls', 'Clear-Host'],
  ['clear', 'Clear-Host'],
  ['ls', 'Get-ChildItem'],
  ['dir', 'Get-ChildItem'],
  ['gci', 'Get-ChildItem'],
  ['cd', 'Set-Location'],
  ['sl', 'Set-Location'],
  ['chdir', 'Set-Location'],
  ['pwd', 'Get-Location'],
  ['gl', 'Get-Location'],
  ['gv', 'Get-Variable'],
  ['sv', 'Set-Variable'],
  ['set', 'Set-Variable'],
  ['rv', 'Remove-Variable'],
  ['sleep', 'Start-Sleep'],
  ['ipcsv', 'Import-Csv'],
  ['epcsv', 'Export-Csv'],
  ['sls', 'Select-String'],
  ['asnp', 'Add-PSSnapin'],
  ['ipmo', 'Import-Module'],
  ['iex', 'Invoke-Expression'],
  ['ii', 'Invoke-Item'],
  ['rm', 'Remove-Item'],
  ['del', 'Remove-Item'],
  ['oh', 'Out-Host'],
  ['icm', 'Invoke-Command'],
]);

const own = { cmdlets: () => utilityCmdlets, aliases };

/** Every cmdlet that the shell has of its own. */
export const utilityCmdlets: readonly UtilityCmdlet[] = [
  whereObject,
  forEachObject,
  selectObject,
  sortObject,
  groupObject,
  measureObject,
  getMember,
  selectString,
  ...helpCmdlets(own),
  ...commandCmdlets(own),
  ...formatCmdlets,
  ...outputCmdlets,
  ...writeCmdlets,
  ...dateCmdlets,
  ...csvCmdlets,
  ...jsonCmdlets,
  ...clixmlCmdlets,
  convertToHtml,
  ...contentCmdlets,
  ...objectCmdlets,
  ...variableCmdlets,
  ...uniqueCmdlets,
  ...promptCmdlets,
  getRandom,
  ...sessionCmdlets,
  ...preparationCmdlets,
];

import { formatSize, formatTimeSpan, textOfValue } from '../../../src/admin/contract/value-text.ts';
import type { Value } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';

/** The command as one types it in the management shell. `-Identity` stands first and without its name, as
 *  administrators write it. */
export function shellText({ name, parameters, switches = [], written = {} }: Command): string {
  const { Identity: identity, ...others } = parameters;
  return [
    name,
    ...(identity === undefined ? [] : [argumentText(identity)]),
    ...Object.entries(others).map(([key, value]) => `-${key} ${written[key] ?? argumentText(value)}`),
    ...switches.map((key) => `-${key}`),
  ].join(' ');
}

function argumentText(value: Value): string {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (!('$' in value)) return listText(value);
  switch (value.$) {
    case 'list':
      return listText(value.items);
    case 'table':
      return `@{${value.entries.map(([key, item]) => `${key}=${tableItem(item)}`).join(';')}}`;
    case 'size':
      return exactSize(value.bytes);
    case 'timespan':
      return formatTimeSpan(value.ms);
    case 'unlimited':
      return 'unlimited';
    case 'secret':
      return '(Read-Host -AsSecureString)';
    case 'credential':
      return '(Get-Credential)';
    default:
      return quoted(textOfValue(value));
  }
}

function listText(items: readonly Value[]): string {
  return items.length === 0 ? '$null' : items.map(argumentText).join(',');
}

/** Inside a hashtable a word is an expression: text is always quoted there. */
function tableItem(value: Value): string {
  if (typeof value === 'string') return doubleQuoted(value);
  if (typeof value === 'object' && value !== null && '$' in value && value.$ === 'list')
    return value.items.map((item) => doubleQuoted(textOfValue(item))).join(',');
  return argumentText(value);
}

/** `36MB` where that is exact, octets otherwise. */
function exactSize(bytes: number): string {
  const short = /^(\d+) (KB|MB|GB) /.exec(formatSize(bytes));
  const [, number, unit] = short ?? [];
  if (number === undefined || unit === undefined) return String(bytes);
  const factor = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }[unit] ?? 1;
  return Number(number) * factor === bytes ? `${number}${unit}` : String(bytes);
}

function quoted(text: string): string {
  return /^[\p{L}\p{N}_./\\[\]:][\p{L}\p{N}_./\\[\]:@%-]*$/u.test(text) ? text : doubleQuoted(text);
}

/** PowerShell takes typographic quotes for quotes. shell-language.md §2 */
function doubleQuoted(text: string): string {
  return `"${text.replaceAll(/["“”„`$]/g, '`$&')}"`;
}

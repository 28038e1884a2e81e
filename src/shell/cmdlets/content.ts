import { itemsOf } from '../format/kinds.ts';
import { singleText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import { isOn, listOf, numberOf, parameter, switches, textOf, textsOf, valueOf } from './arguments.ts';
import { encodingOf, exists, linesOfText, readOctets, readText } from './files.ts';
import { isFormatting } from './formatting-input.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';

const PATHS: UtilityParameter = parameter('Path', 'string[]', {
  position: 0,
  mandatory: true,
  aliases: ['LiteralPath', 'PSPath'],
});
const PATH: UtilityParameter = { ...PATHS, type: 'string' };
const WRITE: readonly UtilityParameter[] = [
  PATHS,
  parameter('Value', 'object[]', { position: 1, pipeline: true }),
  parameter('Encoding', 'string'),
  ...switches('Force', 'NoNewline', 'PassThru'),
];

/** Files by line, and the handling of paths. shell-language.md §10 */
export const contentCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Get-Content',
    parameters: [
      PATHS,
      ...switches('Raw', 'Force'),
      parameter('TotalCount', 'int', { aliases: ['First', 'Head'] }),
      parameter('Tail', 'int', { aliases: ['Last'] }),
      parameter('ReadCount', 'int'),
      parameter('Encoding', 'string'),
    ],
    start: (call) => ({ end: () => getContent(call) }),
  },
  { name: 'Set-Content', parameters: WRITE, start: (call) => writeContent(call, false) },
  { name: 'Add-Content', parameters: WRITE, start: (call) => writeContent(call, true) },
  {
    name: 'Test-Path',
    parameters: [PATHS, parameter('PathType', 'string', { aliases: ['Type'] })],
    start: (call) => ({ end: () => testPath(call) }),
  },
  {
    name: 'Join-Path',
    parameters: [PATH, parameter('ChildPath', 'string', { position: 1, mandatory: true })],
    start: (call) => ({
      end: () => call.emit(joined(textOf(call, 'Path') ?? '', textOf(call, 'ChildPath') ?? '')),
    }),
  },
  {
    name: 'Split-Path',
    parameters: [PATH, ...switches('Parent', 'Leaf', 'Qualifier', 'NoQualifier', 'IsAbsolute')],
    start: (call) => ({ end: () => call.emit(split(call, textOf(call, 'Path') ?? '')) }),
  },
];

async function getContent(call: UtilityCall): Promise<void> {
  const isBinary = encodingOf(call, 'default') === 'byte';
  for (const path of textsOf(call, 'Path')) {
    if (isBinary) {
      for (const octet of chosen(call, (await readOctets(call, path)) ?? [])) await call.emit(octet);
      continue;
    }
    const text = await readText(call, path);
    if (text === null) continue;
    if (isOn(call, 'Raw')) await call.emit(text.startsWith('\uFEFF') ? text.slice(1) : text);
    else for (const line of chosen(call, linesOfText(text))) await call.emit(line);
  }
}

function chosen<Item>(call: UtilityCall, lines: readonly Item[]): readonly Item[] {
  const tail = numberOf(call, 'Tail');
  if (tail !== undefined) return tail === 0 ? [] : lines.slice(-tail);
  const total = numberOf(call, 'TotalCount');
  return total === undefined || total < 0 ? lines : lines.slice(0, total);
}

function writeContent(call: UtilityCall, append: boolean): UtilityRun {
  const held: PsValue[] = [];
  return {
    process: (input) => {
      if (!isFormatting(call, input)) held.push(input);
    },
    end: async () => {
      if (!call.expectsInput) held.push(...listOf(valueOf(call, 'Value')));
      const end = isOn(call, 'NoNewline') ? '' : '\r\n';
      const lines = held
        .flatMap((value) => itemsOf(value) ?? [value])
        .map((value) => singleText(value) + end);
      const encoding = encodingOf(call, 'default');
      for (const path of textsOf(call, 'Path'))
        await call.io.writeFile(path, lines.join(''), { append, encoding });
      if (isOn(call, 'PassThru')) for (const value of held) await call.emit(value);
    },
  };
}

async function testPath(call: UtilityCall): Promise<void> {
  for (const path of textsOf(call, 'Path')) await call.emit(await exists(call, path));
}

/** The separator that the parent uses, a backslash where it has none of its own. */
function joined(parent: string, child: string): string {
  const separator = parent.includes('/') && !parent.includes('\\') ? '/' : '\\';
  return `${parent.replace(/[\\/]+$/, '')}${separator}${child.replace(/^[\\/]+/, '')}`;
}

function split(call: UtilityCall, path: string): PsValue {
  const [qualifier = ''] = /^[A-Za-z]+:/.exec(path) ?? [];
  if (isOn(call, 'Qualifier')) return qualifier;
  if (isOn(call, 'NoQualifier')) return path.slice(qualifier.length);
  if (isOn(call, 'IsAbsolute')) return qualifier !== '' || /^[\\/]/.test(path);
  const last = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  if (isOn(call, 'Leaf')) return path.slice(last + 1);
  return last < 0 ? '' : path.slice(0, last);
}

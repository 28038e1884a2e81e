import { formatToLines } from '../format/format-to-text.ts';
import { Renderer } from '../format/render.ts';
import { DEFAULT_LIMIT } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, numberOf, parameter, switches, textOf } from './arguments.ts';
import { encodingOf, refusesToClobber } from './files.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** $FormatEnumerationLimit of the session. */
function enumerationLimit(call: UtilityCall): number {
  const limit = call.variables.get('FormatEnumerationLimit');
  return typeof limit === 'number' ? limit : DEFAULT_LIMIT;
}

/** Out-String, Out-File, Out-Host, Out-Null, Out-Default, Tee-Object. shell-language.md §9.1, §10 */
export const outputCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Out-String',
    parameters: [...switches('Stream'), parameter('Width', 'int'), INPUT],
    start: (call) => gather(call, (values) => outString(call, values)),
  },
  {
    name: 'Out-File',
    parameters: [
      parameter('FilePath', 'string', { position: 0, mandatory: true, aliases: ['Path', 'LiteralPath'] }),
      parameter('Encoding', 'string', { position: 1 }),
      ...switches('Append', 'Force', 'NoClobber', 'NoNewline'),
      parameter('Width', 'int'),
      INPUT,
    ],
    start: (call) => gather(call, (values) => outFile(call, values)),
  },
  {
    name: 'Out-Host',
    parameters: [...switches('Paging'), INPUT],
    start: (call) => (isOn(call, 'Paging') ? paged(call) : toHost(call)),
  },
  { name: 'more', parameters: [INPUT], start: paged },
  { name: 'Out-Default', parameters: [...switches('Transcript'), INPUT], start: toHost },
  { name: 'Out-Null', parameters: [INPUT], start: () => ({ process: () => {} }) },
  {
    name: 'Tee-Object',
    parameters: [
      parameter('FilePath', 'string', { position: 0, aliases: ['LiteralPath'] }),
      parameter('Variable', 'string'),
      ...switches('Append'),
      INPUT,
    ],
    start: tee,
  },
];

function gather(call: UtilityCall, finish: (values: readonly PsValue[]) => Promise<void>): UtilityRun {
  const values: PsValue[] = [];
  return {
    process: (input) => {
      values.push(input);
    },
    end: () => finish([...values, ...givenInput(call)]),
  };
}

function linesOf(call: UtilityCall, values: readonly PsValue[]): string[] {
  const width = numberOf(call, 'Width') ?? call.width;
  return formatToLines(values, { width, enumerationLimit: () => enumerationLimit(call) });
}

async function outString(call: UtilityCall, values: readonly PsValue[]): Promise<void> {
  const lines = linesOf(call, values);
  if (!isOn(call, 'Stream')) return call.emit(lines.map((line) => `${line}\r\n`).join(''));
  for (const line of lines) await call.emit(line);
}

async function outFile(call: UtilityCall, values: readonly PsValue[]): Promise<void> {
  const path = textOf(call, 'FilePath') ?? '';
  if (await refusesToClobber(call, path)) return;
  const end = isOn(call, 'NoNewline') ? '' : '\r\n';
  const content = linesOf(call, values)
    .map((line) => line + end)
    .join('');
  const encoding = encodingOf(call, 'unicode');
  await call.io.writeFile(path, content, { append: isOn(call, 'Append'), encoding });
}

function toHost(call: UtilityCall): UtilityRun {
  const renderer = new Renderer({
    width: call.width,
    write: call.io.write,
    enumerationLimit: () => enumerationLimit(call),
  });
  return {
    process: (input) => renderer.add(input),
    end: () => {
      for (const input of givenInput(call)) renderer.add(input);
      renderer.end();
    },
  };
}

/** A screenful at a time where there is a screen. */
function paged(call: UtilityCall): UtilityRun {
  const { page } = call.io;
  if (page === undefined) return toHost(call);
  return gather(call, (values) => page(linesOf(call, values)));
}

function tee(call: UtilityCall): UtilityRun {
  const held: PsValue[] = [];
  return {
    process: async (input) => {
      held.push(input);
      await call.emit(input);
    },
    end: async () => {
      const variable = textOf(call, 'Variable');
      if (variable !== undefined) setTee(call, variable, held);
      else await outFile(call, held);
    },
  };
}

function setTee(call: UtilityCall, variable: string, held: readonly PsValue[]): void {
  const before = isOn(call, 'Append') ? call.variables.get(variable) : null;
  const known = before === null ? [] : Array.isArray(before) ? before : [before];
  const all = [...known, ...held];
  const [only = null] = all;
  call.variables.set(variable, all.length > 1 ? all : only);
}

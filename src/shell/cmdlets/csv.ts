import { propertyNames, propertyOf } from '../format/properties.ts';
import { fullTypeName } from '../format/type-names.ts';
import { singleText } from '../format/value-text.ts';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import {
  INPUT,
  givenInput,
  isOn,
  listOf,
  parameter,
  switches,
  textOf,
  textsOf,
  valueOf,
} from './arguments.ts';
import { csvField, parseCsv } from './csv-text.ts';
import { encodingOf, exists, linesOfText, readText, refusesToClobber } from './files.ts';
import { isFormatting } from './formatting-input.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';

const DELIMITER: UtilityParameter = parameter('Delimiter', 'string', { position: 1 });
const NO_TYPE: UtilityParameter = parameter('NoTypeInformation', 'switch', { aliases: ['NTI'] });
const PATH: UtilityParameter = parameter('Path', 'string', {
  position: 0,
  aliases: ['LiteralPath', 'PSPath'],
});

/** shell-language.md §10, CSV */
export const csvCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'ConvertTo-Csv',
    parameters: [{ ...DELIMITER, position: 0 }, NO_TYPE, ...switches('UseCulture'), INPUT],
    start: convertTo,
  },
  {
    name: 'Export-Csv',
    parameters: [
      PATH,
      DELIMITER,
      NO_TYPE,
      parameter('Encoding', 'string'),
      ...switches('Append', 'Force', 'NoClobber', 'UseCulture'),
      INPUT,
    ],
    start: exportTo,
  },
  {
    name: 'ConvertFrom-Csv',
    parameters: [
      parameter('InputObject', 'object[]', { position: 0, pipeline: true }),
      DELIMITER,
      parameter('Header', 'string[]'),
      ...switches('UseCulture'),
    ],
    start: convertFrom,
  },
  {
    name: 'Import-Csv',
    parameters: [
      { ...PATH, type: 'string[]', pipeline: true },
      DELIMITER,
      parameter('Header', 'string[]'),
      parameter('Encoding', 'string'),
      ...switches('UseCulture'),
    ],
    start: importFrom,
  },
];

function delimiterOf(call: UtilityCall): string {
  return textOf(call, 'Delimiter')?.slice(0, 1) ?? ',';
}

/** Columns are the properties of the first object. */
class CsvWriter {
  readonly #call: UtilityCall;
  readonly #delimiter: string;
  #columns: readonly string[] | null = null;

  constructor(call: UtilityCall) {
    this.#call = call;
    this.#delimiter = delimiterOf(call);
  }

  /** The lines that this object adds: before the first one type and header, unless a file has them. */
  lines(input: PsValue, headless: boolean): string[] {
    if (this.#columns !== null) return [this.#row(input, this.#columns)];
    const columns = columnsOf(input);
    this.#columns = columns;
    const row = this.#row(input, columns);
    if (headless) return [row];
    const header = columns.map(csvField).join(this.#delimiter);
    const type = isOn(this.#call, 'NoTypeInformation') ? [] : [`#TYPE ${fullTypeName(input)}`];
    return [...type, header, row];
  }

  #row(input: PsValue, columns: readonly string[]): string {
    return columns.map((name) => csvField(fieldText(propertyOf(input, name) ?? null))).join(this.#delimiter);
  }
}

function columnsOf(input: PsValue): readonly string[] {
  if (typeof input === 'string') return ['Length'];
  if (input instanceof PsHashtable) return ['Keys', 'Values', 'Count'];
  return propertyNames(input);
}

/** ToString(): a multi-valued property is its type's name. */
function fieldText(value: PsValue): string | null {
  if (value === null) return null;
  return value instanceof PsList ? fullTypeName(value) : singleText(value);
}

function convertTo(call: UtilityCall): UtilityRun {
  const writer = new CsvWriter(call);
  const process = async (input: PsValue) => {
    if (input === null || isFormatting(call, input)) return;
    for (const line of writer.lines(input, false)) await call.emit(line);
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
    },
  };
}

function exportTo(call: UtilityCall): UtilityRun {
  const inputs: PsValue[] = [];
  return {
    process: (input) => {
      if (input !== null && !isFormatting(call, input)) inputs.push(input);
    },
    end: async () => {
      inputs.push(...givenInput(call));
      const path = textOf(call, 'Path') ?? '';
      if (await refusesToClobber(call, path)) return;
      const append = isOn(call, 'Append');
      const headless = append && (await exists(call, path));
      const writer = new CsvWriter(call);
      const lines = inputs.flatMap((input) => writer.lines(input, headless));
      const content = lines.map((line) => `${line}\r\n`).join('');
      await call.io.writeFile(path, content, { append, encoding: encodingOf(call, 'ascii') });
    },
  };
}

function convertFrom(call: UtilityCall): UtilityRun {
  const lines: string[] = [];
  return {
    process: (input) => {
      lines.push(singleText(input));
    },
    end: async () => {
      if (!call.expectsInput) lines.push(...listOf(valueOf(call, 'InputObject')).map(singleText));
      await emitRows(call, lines.join('\n'));
    },
  };
}

function importFrom(call: UtilityCall): UtilityRun {
  const read = async (path: string) => {
    const text = await readText(call, path);
    if (text !== null) await emitRows(call, text);
  };
  return {
    process: (input) => read(singleText(input)),
    end: async () => {
      if (call.expectsInput) return;
      for (const path of textsOf(call, 'Path')) await read(path);
    },
  };
}

/** Values are text; a row that is too short has $null in the rest. */
async function emitRows(call: UtilityCall, text: string): Promise<void> {
  const [first = '', ...rest] = linesOfText(text);
  const body = first.startsWith('#TYPE') ? rest.join('\n') : [first, ...rest].join('\n');
  const records = parseCsv(body, delimiterOf(call));
  const given = textsOf(call, 'Header');
  const header = given.length > 0 ? given : named(records.shift() ?? []);
  for (const record of records) {
    const row = new PsObject({ typeName: 'PSCustomObject' });
    for (const [index, name] of header.entries()) row.set(name, record[index] ?? null);
    await call.emit(row);
  }
}

/** Columns without a name are called H1, H2 … */
function named(header: readonly string[]): string[] {
  return header.map((name, index) => (name === '' ? `H${index + 1}` : name));
}

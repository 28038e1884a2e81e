import { readClixml } from '../clixml/read.ts';
import { XmlError } from '../xml/parse-xml.ts';
import { writeClixml } from '../clixml/write.ts';
import { singleText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import { INPUT, givenInput, numberOf, parameter, switches, textOf, textsOf } from './arguments.ts';
import { encodingOf, readText, refusesToClobber } from './files.ts';
import { isFormatting } from './formatting-input.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';

const PATH: UtilityParameter = parameter('Path', 'string', {
  position: 0,
  mandatory: true,
  aliases: ['LiteralPath', 'PSPath'],
});

/** Objects in files that keep their types. shell-language.md §14 */
export const clixmlCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Export-Clixml',
    parameters: [
      PATH,
      parameter('Depth', 'int'),
      parameter('Encoding', 'string'),
      ...switches('Force', 'NoClobber'),
      INPUT,
    ],
    start: exportTo,
  },
  {
    name: 'Import-Clixml',
    parameters: [{ ...PATH, type: 'string[]', pipeline: true }],
    start: importFrom,
  },
];

function exportTo(call: UtilityCall): UtilityRun {
  const held: PsValue[] = [];
  return {
    process: (input) => {
      if (!isFormatting(call, input)) held.push(input);
    },
    end: async () => {
      held.push(...givenInput(call));
      const path = textOf(call, 'Path') ?? '';
      if (await refusesToClobber(call, path)) return;
      const content = writeClixml(held, numberOf(call, 'Depth') ?? 2);
      await call.io.writeFile(path, content, { append: false, encoding: encodingOf(call, 'unicode') });
    },
  };
}

function importFrom(call: UtilityCall): UtilityRun {
  return {
    process: (input) => importFile(call, singleText(input)),
    end: async () => {
      if (call.expectsInput) return;
      for (const path of textsOf(call, 'Path')) await importFile(call, path);
    },
  };
}

async function importFile(call: UtilityCall, path: string): Promise<void> {
  const text = await readText(call, path);
  if (text === null) return;
  try {
    const { values, warnings } = readClixml(text);
    for (const warning of warnings) call.warn(warning);
    for (const value of values) await call.emit(value);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const id = 'XmlException,Microsoft.PowerShell.Commands.ImportClixmlCommand';
    call.error(`The file '${path}' cannot be read: ${error.message}`, id, 'InvalidData', path);
  }
}

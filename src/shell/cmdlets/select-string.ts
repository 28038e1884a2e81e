import { matchObject } from '../evaluator/regex-statics.ts';
import { formatToLines } from '../format/format-to-text.ts';
import { FormatRequest } from '../format/renderer.ts';
import { singleText } from '../format/value-text.ts';
import { regexFrom } from '../operators/regex.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { givenInput, INPUT, isOn, parameter, switches, textsOf } from './arguments.ts';
import { linesOfText, readText } from './files.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Finds lines by pattern in piped text or files. */
export const selectString: UtilityCmdlet = {
  name: 'Select-String',
  parameters: [
    parameter('Pattern', 'string[]', { position: 0, mandatory: true }),
    parameter('Path', 'string[]', { position: 1, aliases: ['LiteralPath', 'PSPath'] }),
    ...switches('SimpleMatch', 'CaseSensitive', 'NotMatch', 'Quiet', 'AllMatches', 'List'),
    parameter('Encoding', 'string'),
    INPUT,
  ],
  start,
};

type Line = Readonly<{ text: string; number: number; path: string | null }>;

function start(call: UtilityCall): UtilityRun {
  const patterns = textsOf(call, 'Pattern').map((pattern) => matcher(call, pattern));
  let count = 0;
  let found = false;
  const look = async (line: Line): Promise<boolean> => {
    const hit = patterns.find((pattern) => pattern.test(line.text));
    if ((hit !== undefined) === isOn(call, 'NotMatch')) return false;
    found = true;
    if (!isOn(call, 'Quiet')) await call.emit(matchInfo(call, line, hit?.source ?? ''));
    return true;
  };
  return {
    process: async (input) => {
      for (const text of textsIn(call, input)) await look({ text, number: ++count, path: null });
    },
    end: async () => {
      for (const input of givenInput(call))
        await look({ text: singleText(input), number: ++count, path: null });
      for (const path of textsOf(call, 'Path')) await lookInFile(call, path, look);
      if (isOn(call, 'Quiet')) await call.emit(found);
    },
  };
}

function matcher(call: UtilityCall, pattern: string): RegExp {
  const source = isOn(call, 'SimpleMatch') ? pattern.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&') : pattern;
  return regexFrom(source, { caseSensitive: isOn(call, 'CaseSensitive') });
}

/** What a Format- cmdlet made is looked at as the console would show it. */
function textsIn(call: UtilityCall, input: PsValue): string[] {
  return input instanceof FormatRequest ? formatToLines([input], { width: call.width }) : [singleText(input)];
}

async function lookInFile(
  call: UtilityCall,
  path: string,
  look: (line: Line) => Promise<boolean>,
): Promise<void> {
  const content = await readText(call, path);
  for (const [index, text] of linesOfText(content ?? '').entries()) {
    const hit = await look({ text, number: index + 1, path });
    if (hit && isOn(call, 'List')) return;
  }
}

function matchInfo(call: UtilityCall, line: Line, pattern: string): PsObject {
  const text = line.path === null ? line.text : `${line.path}:${line.number}:${line.text}`;
  const name = line.path?.split(/[\\/]/).at(-1) ?? 'InputStream';
  return new PsObject({ typeName: 'MatchInfo', text })
    .set('IgnoreCase', !isOn(call, 'CaseSensitive'))
    .set('LineNumber', line.number)
    .set('Line', line.text)
    .set('Filename', name)
    .set('Path', line.path ?? 'InputStream')
    .set('Pattern', pattern)
    .set('Matches', matchesOf(call, line.text, pattern));
}

function matchesOf(call: UtilityCall, text: string, pattern: string): PsValue[] {
  if (pattern === '' || isOn(call, 'NotMatch')) return [];
  const all = [
    ...text.matchAll(regexFrom(pattern, { caseSensitive: isOn(call, 'CaseSensitive'), flags: 'g' })),
  ];
  const kept = isOn(call, 'AllMatches') ? all : all.slice(0, 1);
  return kept.map(matchObject);
}

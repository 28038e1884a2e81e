import { itemsOf } from '../format/kinds.ts';
import { singleText } from '../format/value-text.ts';
import { PsHashtable, type PsValue } from '../values/value.ts';
import { isOn, listOf, parameter, switches, textOf, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';

const MESSAGE: UtilityParameter = parameter('Message', 'object', {
  position: 0,
  pipeline: true,
  aliases: ['Msg'],
});

/** Write-Output, Write-Host and the message streams. shell-language.md §10 */
export const writeCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Write-Output',
    parameters: [
      parameter('InputObject', 'object[]', { position: 0, remaining: true, pipeline: true }),
      ...switches('NoEnumerate'),
    ],
    start: writeOutput,
  },
  {
    name: 'Write-Host',
    parameters: [
      parameter('Object', 'object[]', { position: 0, remaining: true, pipeline: true }),
      ...switches('NoNewline'),
      parameter('Separator', 'object'),
      parameter('ForegroundColor', 'string'),
      parameter('BackgroundColor', 'string'),
    ],
    start: writeHost,
  },
  {
    name: 'Write-Warning',
    parameters: [MESSAGE],
    start: (call) => messages(call, (text) => call.warn(text)),
  },
  {
    name: 'Write-Verbose',
    parameters: [MESSAGE],
    start: (call) => messages(call, (text) => tell(call, 'Verbose', text)),
  },
  {
    name: 'Write-Debug',
    parameters: [MESSAGE],
    start: (call) => messages(call, (text) => tell(call, 'Debug', text)),
  },
  {
    name: 'Write-Information',
    parameters: [
      parameter('MessageData', 'object', { position: 0, pipeline: true, aliases: ['Message'] }),
      parameter('Tags', 'string[]'),
    ],
    start: (call) => messages(call, (text) => tell(call, 'Information', text), 'MessageData'),
  },
  {
    name: 'Write-Progress',
    parameters: [
      parameter('Activity', 'string', { position: 0 }),
      parameter('Status', 'string', { position: 1 }),
      parameter('Id', 'int', { position: 2 }),
      parameter('PercentComplete', 'int'),
      parameter('SecondsRemaining', 'int'),
      parameter('CurrentOperation', 'string'),
      parameter('ParentId', 'int'),
      ...switches('Completed'),
    ],
    start: () => ({}),
  },
  {
    name: 'Write-Error',
    parameters: [
      MESSAGE,
      parameter('ErrorId', 'string'),
      parameter('Category', 'string'),
      parameter('TargetObject', 'object'),
      parameter('RecommendedAction', 'string'),
    ],
    start: writeError,
  },
];

function writeOutput(call: UtilityCall): UtilityRun {
  return {
    process: (input) => call.emit(input),
    end: async () => {
      if (call.expectsInput) return;
      const given = listOf(valueOf(call, 'InputObject'));
      if (isOn(call, 'NoEnumerate')) return call.emit([...given]);
      for (const value of given) {
        for (const item of itemsOf(value) ?? [value]) await call.emit(item);
      }
    },
  };
}

function writeHost(call: UtilityCall): UtilityRun {
  const separator = textOf(call, 'Separator') ?? ' ';
  const end = isOn(call, 'NoNewline') ? '' : '\n';
  const colours = [textOf(call, 'ForegroundColor') ?? '', textOf(call, 'BackgroundColor') ?? ''] as const;
  const print = (value: PsValue) => {
    const text = hostText(value, separator);
    call.io.write((call.io.paint?.(text, ...colours) ?? text) + end);
  };
  return {
    process: print,
    end: () => {
      if (call.expectsInput) return;
      print([...listOf(valueOf(call, 'Object'))]);
    },
  };
}

/** Arrays element by element with the separator between. */
function hostText(value: PsValue, separator: string): string {
  const items = itemsOf(value);
  if (items !== null) return items.map((item) => hostText(item, separator)).join(separator);
  if (value instanceof PsHashtable)
    return value
      .entries()
      .map(() => 'System.Collections.DictionaryEntry')
      .join(separator);
  return singleText(value);
}

function messages(call: UtilityCall, print: (text: string) => void, name = 'Message'): UtilityRun {
  return {
    process: (input) => print(singleText(input)),
    end: () => {
      if (!call.expectsInput) print(singleText(valueOf(call, name) ?? null));
    },
  };
}

/** Shown where the common parameter or the preference variable says so. */
function tell(call: UtilityCall, stream: 'Verbose' | 'Debug' | 'Information', text: string): void {
  const preference = singleText(call.variables.get(`${stream}Preference`)).toLowerCase();
  const quiet = preference === '' || preference === 'silentlycontinue' || preference === 'ignore';
  if (quiet && !isOn(call, stream)) return;
  const prefix = stream === 'Information' ? '' : `${stream.toUpperCase()}: `;
  call.io.writeError(`${prefix}${text}\n`);
}

function writeError(call: UtilityCall): UtilityRun {
  const report = (text: string) =>
    call.error(
      text,
      textOf(call, 'ErrorId') ?? 'Microsoft.PowerShell.Commands.WriteErrorException',
      textOf(call, 'Category') ?? 'NotSpecified',
      textOf(call, 'TargetObject') ?? '',
    );
  return messages(call, report);
}

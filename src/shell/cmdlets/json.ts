import { singleText } from '../format/value-text.ts';
import { itemsOf } from '../format/kinds.ts';
import type { PsValue } from '../values/value.ts';
import { isOn, listOf, numberOf, parameter, switches, valueOf } from './arguments.ts';
import { isFormatting } from './formatting-input.ts';
import { fromJson, toJson } from './json-text.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';

const FIRST: UtilityParameter = parameter('InputObject', 'object', { position: 0, pipeline: true });

/** shell-language.md §10, JSON */
export const jsonCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'ConvertTo-Json',
    parameters: [FIRST, parameter('Depth', 'int'), ...switches('Compress')],
    start: convertTo,
  },
  { name: 'ConvertFrom-Json', parameters: [FIRST], start: convertFrom },
];

/** One object is an object, several are an array. */
function convertTo(call: UtilityCall): UtilityRun {
  const held: PsValue[] = [];
  const write = (value: PsValue) =>
    call.emit(toJson(value, { depth: numberOf(call, 'Depth') ?? 2, compress: isOn(call, 'Compress') }));
  return {
    process: (input) => {
      if (!isFormatting(call, input)) held.push(input);
    },
    end: async () => {
      if (!call.expectsInput) return write(valueOf(call, 'InputObject') ?? null);
      const [only = null] = held;
      if (held.length > 0) await write(held.length > 1 ? held : only);
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
      const value = parsed(call, lines.join('\n'));
      for (const item of itemsOf(value) ?? [value]) await call.emit(item);
    },
  };
}

function parsed(call: UtilityCall, text: string): PsValue {
  try {
    return text.trim() === '' ? [] : fromJson(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    call.error(
      `Invalid JSON: ${reason}.`,
      'System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand',
    );
    return [];
  }
}

import { approximate, isNumber } from '../values/number.ts';
import { isTagged } from '../format/kinds.ts';
import { propertyOf } from '../format/properties.ts';
import { singleText } from '../format/value-text.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, parameter, switches, textsOf } from './arguments.ts';
import { compareValues } from '../operators/compare.ts';
import { expandSelectors, parseSelectors } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Counts, sums and compares; counts lines, words and characters of text. shell-language.md §10 */
export const measureObject: UtilityCmdlet = {
  name: 'Measure-Object',
  parameters: [
    parameter('Property', 'string[]', { position: 0 }),
    ...switches('Sum', 'Average', 'Maximum', 'Minimum'),
    ...switches('Line', 'Word', 'Character', 'IgnoreWhiteSpace'),
    INPUT,
  ],
  start,
};

function start(call: UtilityCall): UtilityRun {
  const held: PsValue[] = [];
  return {
    process: (input) => {
      held.push(input);
    },
    end: async () => {
      const inputs = [...held, ...givenInput(call)];
      const properties = textsOf(call, 'Property');
      for (const property of properties.length === 0 ? [null] : namesIn(inputs, properties)) {
        await measure(call, inputs, property);
      }
    },
  };
}

function namesIn(inputs: readonly PsValue[], patterns: readonly string[]): readonly string[] {
  const selectors = patterns.flatMap((pattern) => parseSelectors(pattern));
  return expandSelectors(selectors, inputs[0] ?? null).map(({ expression }) =>
    typeof expression === 'string' ? expression : expression.text,
  );
}

async function measure(
  call: UtilityCall,
  inputs: readonly PsValue[],
  property: string | null,
): Promise<void> {
  const found = property === null ? inputs : inputs.map((input) => propertyOf(input, property));
  const values = found.filter((value) => value !== undefined && value !== null);
  if (property !== null && inputs.length > 0 && found.every((value) => value === undefined)) {
    const message = `The property "${property}" cannot be found in the input for any objects.`;
    call.error(
      message,
      'GenericMeasurePropertyNotFound,Microsoft.PowerShell.Commands.MeasureObjectCommand',
      'InvalidArgument',
    );
    return;
  }
  const isText = ['Line', 'Word', 'Character'].some((name) => isOn(call, name));
  await call.emit(isText ? textMeasure(call, values, property) : genericMeasure(call, values, property));
}

function genericMeasure(call: UtilityCall, values: readonly PsValue[], property: string | null): PsObject {
  const numeric = isOn(call, 'Sum') || isOn(call, 'Average');
  const numbers = numeric ? numbersOf(call, values) : [];
  const total = numbers.reduce((sum, number) => sum + number, 0);
  const sorted = isOn(call, 'Maximum') || isOn(call, 'Minimum') ? sortedValues(values) : [];
  return new PsObject({ typeName: 'GenericMeasureInfo' })
    .set('Count', values.length)
    .set('Average', isOn(call, 'Average') && numbers.length > 0 ? total / numbers.length : null)
    .set('Sum', isOn(call, 'Sum') && values.length > 0 ? total : null)
    .set('Maximum', isOn(call, 'Maximum') ? (sorted.at(-1) ?? null) : null)
    .set('Minimum', isOn(call, 'Minimum') ? (sorted[0] ?? null) : null)
    .set('Property', property);
}

function sortedValues(values: readonly PsValue[]): readonly PsValue[] {
  return values.toSorted((a, b) => compareValues(a, b, { caseSensitive: false }));
}

/** Numbers, numeric text, and sizes by their bytes. What is neither is an error of its own and left out. */
function numbersOf(call: UtilityCall, values: readonly PsValue[]): number[] {
  return values.flatMap((value) => {
    const number = numberIn(value);
    if (!Number.isNaN(number)) return [number];
    const id = 'NonNumericInputObject,Microsoft.PowerShell.Commands.MeasureObjectCommand';
    call.error(`Input object "${singleText(value)}" is not numeric.`, id, 'InvalidType', singleText(value));
    return [];
  });
}

function numberIn(value: PsValue): number {
  if (isNumber(value)) return approximate(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return value.trim() === '' ? Number.NaN : Number(value);
  if (isTagged(value) && value.$ === 'size') return value.bytes;
  return Number.NaN;
}

function textMeasure(call: UtilityCall, values: readonly PsValue[], property: string | null): PsObject {
  const texts = values.map(singleText);
  const count = (name: string, of: (text: string) => number) =>
    isOn(call, name) ? texts.reduce((sum, text) => sum + of(text), 0) : null;
  const kept = (text: string) => (isOn(call, 'IgnoreWhiteSpace') ? text.replaceAll(/\s/g, '') : text);
  return new PsObject({ typeName: 'TextMeasureInfo' })
    .set(
      'Lines',
      count('Line', (text) => (text === '' ? 0 : text.split(/\r\n|\r|\n/).length)),
    )
    .set(
      'Words',
      count('Word', (text) => (text.match(/\S+/g) ?? []).length),
    )
    .set(
      'Characters',
      count('Character', (text) => kept(text).length),
    )
    .set('Property', property);
}

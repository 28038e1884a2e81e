import type { PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, parameter, switches, valueOf } from './arguments.ts';
import { compareValues, type CompareOptions } from '../operators/compare.ts';
import { keysOf, parseSelectors, type Selector } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Sorts by one or several properties, stable; `$null` first, text without case. shell-language.md §10 */
export const sortObject: UtilityCmdlet = {
  name: 'Sort-Object',
  parameters: [
    parameter('Property', 'object[]', { position: 0 }),
    ...switches('Descending', 'Unique', 'CaseSensitive'),
    parameter('Culture', 'string'),
    INPUT,
  ],
  start,
};

type Keyed = Readonly<{ input: PsValue; keys: readonly PsValue[] }>;

function start(call: UtilityCall): UtilityRun {
  const selectors = parseSelectors(valueOf(call, 'Property'));
  const held: Keyed[] = [];
  const process = async (input: PsValue) => {
    if (input !== null) held.push({ input, keys: await keysOf(selectors, input) });
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
      for (const input of sorted(call, selectors, held)) await call.emit(input);
    },
  };
}

function sorted(call: UtilityCall, selectors: readonly Selector[], held: readonly Keyed[]): PsValue[] {
  const options: CompareOptions = { caseSensitive: isOn(call, 'CaseSensitive') };
  const descending = isOn(call, 'Descending');
  const directions = selectors.map((selector) => ((selector.descending ?? descending) ? -1 : 1));
  const compare = (a: Keyed, b: Keyed) => {
    for (const [index, key] of a.keys.entries()) {
      const order = compareValues(key, b.keys[index] ?? null, options);
      if (order !== 0) return order * (directions[index] ?? (descending ? -1 : 1));
    }
    return 0;
  };
  const all = held.toSorted(compare);
  if (!isOn(call, 'Unique')) return all.map((entry) => entry.input);
  return all
    .filter((entry, at) => at === 0 || compare(all[at - 1] ?? entry, entry) !== 0)
    .map((entry) => entry.input);
}

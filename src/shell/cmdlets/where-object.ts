import { itemsOf } from '../format/kinds.ts';
import { propertyOf } from '../format/properties.ts';
import { singleText } from '../format/value-text.ts';
import { isTruthy } from '../operators/compare.ts';
import { PsScriptBlock, type PsValue } from '../values/value.ts';
import { INPUT, parameter, switches, valueOf } from './arguments.ts';
import { collapse } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';
import { compareWith, WHERE_OPERATORS } from './where-operators.ts';

/** `where { … }`, and in short form one condition: `where Name -like "Default*"`, `where Enabled`.
 *  Exchange: Where-Object. shell-language.md §10 */
export const whereObject: UtilityCmdlet = {
  name: 'Where-Object',
  parameters: [
    parameter('FilterScript', 'object', { position: 0, aliases: ['Property'] }),
    parameter('Value', 'object', { position: 1 }),
    ...switches(...WHERE_OPERATORS),
    INPUT,
  ],
  start,
};

function start(call: UtilityCall): UtilityRun {
  const filter = valueOf(call, 'FilterScript') ?? null;
  const keeps = filter instanceof PsScriptBlock ? byBlock(filter) : byCondition(call, singleText(filter));
  return {
    process: async (input) => {
      if (await keeps(input)) await call.emit(input);
    },
  };
}

type Predicate = (input: PsValue) => Promise<boolean> | boolean;

function byBlock(block: PsScriptBlock): Predicate {
  return async (input) => isTruthy(collapse(await block.invoke({ underscore: input })));
}

function byCondition(call: UtilityCall, property: string): Predicate {
  const operator = WHERE_OPERATORS.find((name) => call.parameters.get(name) === true);
  const value = valueOf(call, 'Value');
  return (input) => {
    const found = memberOf(input, property);
    if (operator === undefined)
      return value === undefined ? isTruthy(found) : compareWith('EQ', found, value);
    return compareWith(operator, found, value ?? null);
  };
}

/** A collection without such a property gives those of its elements. */
function memberOf(input: PsValue, property: string): PsValue {
  const own = propertyOf(input, property);
  if (own !== undefined) return own;
  const items = itemsOf(input);
  return items === null ? null : items.map((item) => propertyOf(item, property) ?? null);
}

import type { Cell, FormatItem } from '../format/cell.ts';
import { FormatRequest, type FormatOptions } from '../format/renderer.ts';
import type { PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, numberOf, parameter, switches, valueOf } from './arguments.ts';
import { evaluate, expandSelectors, parseSelectors, type Selector } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Format-List, Format-Table, Format-Wide: they evaluate what is to be shown of each object and hand one request to
 *  the formatter. shell-language.md §9 */
export const formatCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Format-List',
    parameters: [
      parameter('Property', 'object[]', { position: 0, remaining: true }),
      parameter('GroupBy', 'object'),
      parameter('View', 'string'),
      ...switches('Force'),
      INPUT,
    ],
    start: (call) => start(call, 'list'),
  },
  {
    name: 'Format-Table',
    parameters: [
      parameter('Property', 'object[]', { position: 0, remaining: true }),
      ...switches('AutoSize', 'Wrap', 'HideTableHeaders', 'Force'),
      parameter('GroupBy', 'object'),
      parameter('View', 'string'),
      INPUT,
    ],
    start: (call) => start(call, 'table'),
  },
  {
    name: 'Format-Wide',
    parameters: [
      parameter('Property', 'object', { position: 0 }),
      ...switches('AutoSize', 'Force'),
      parameter('Column', 'int'),
      parameter('GroupBy', 'object'),
      INPUT,
    ],
    start: (call) => start(call, 'wide'),
  },
];

type Wanted = Readonly<{
  selectors: readonly Selector[];
  groupBy: Selector | null;
  shape: FormatRequest['shape'];
}>;

function start(call: UtilityCall, shape: FormatRequest['shape']): UtilityRun {
  const property = valueOf(call, 'Property') ?? null;
  const groupBy = parseSelectors(valueOf(call, 'GroupBy'))[0] ?? null;
  const wanted: Wanted = { selectors: parseSelectors(property), groupBy, shape };
  const items: FormatItem[] = [];
  let columns: readonly Selector[] | null = null;
  const process = async (input: PsValue) => {
    if (input === null) return;
    if (input instanceof FormatRequest) return call.emit(input);
    columns = shape === 'list' || columns === null ? expandSelectors(wanted.selectors, input) : columns;
    items.push(await evaluated(wanted, columns, input));
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
      if (items.length === 0) return;
      const objects = items.map((item) => item.object);
      await call.emit(new FormatRequest(shape, optionsOf(call, [property]), objects, items));
    },
  };
}

async function evaluated(wanted: Wanted, columns: readonly Selector[], object: PsValue): Promise<FormatItem> {
  const group = wanted.groupBy === null ? null : await evaluate(wanted.groupBy, object);
  if (wanted.selectors.length === 0) return { object, cells: null, group };
  const cells: Cell[] = [];
  for (const column of columns) cells.push(await evaluate(column, object));
  return { object, cells, group };
}

function optionsOf(call: UtilityCall, properties: readonly PsValue[]): FormatOptions {
  const column = numberOf(call, 'Column');
  const groupBy = valueOf(call, 'GroupBy');
  return {
    properties,
    autoSize: isOn(call, 'AutoSize'),
    wrap: isOn(call, 'Wrap'),
    hideTableHeaders: isOn(call, 'HideTableHeaders'),
    ...(column === undefined ? {} : { column }),
    ...(groupBy === undefined ? {} : { groupBy }),
  };
}

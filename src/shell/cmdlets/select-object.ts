import { itemsOf, viewName } from '../format/kinds.ts';
import { propertyNames, propertyOf } from '../format/properties.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import {
  INPUT,
  givenInput,
  isOn,
  listOf,
  numberOf,
  parameter,
  switches,
  textOf,
  textsOf,
  valueOf,
} from './arguments.ts';
import { wholeText } from '../format/value-text.ts';
import { evaluate, expandSelectors, parseSelectors, type Selector } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';

/** Chooses objects of a pipeline and properties of them. shell-language.md §10 */
export const selectObject: UtilityCmdlet = {
  name: 'Select-Object',
  parameters: [
    parameter('Property', 'object[]', { position: 0 }),
    parameter('ExcludeProperty', 'string[]'),
    parameter('ExpandProperty', 'string'),
    parameter('First', 'int'),
    parameter('Last', 'int'),
    parameter('Skip', 'int'),
    parameter('SkipLast', 'int'),
    parameter('Index', 'int[]'),
    ...switches('Unique', 'Wait'),
    INPUT,
  ],
  start,
};

function start(call: UtilityCall): UtilityRun {
  const project = projection(call);
  const seen = new Set<string>();
  const unique = isOn(call, 'Unique');
  const send = async (input: PsValue) => {
    for (const value of await project(input)) {
      const key = unique ? identity(value) : '';
      if (unique && seen.has(key)) continue;
      seen.add(key);
      await call.emit(value);
    }
  };
  const window = windowOf(call, send);
  return {
    process: window.process,
    end: async () => {
      for (const input of givenInput(call)) await window.process(input);
      await window.end();
    },
  };
}

type Send = (input: PsValue) => Promise<void>;
type Window = Readonly<{ process: Send; end: () => Promise<void> }>;

function windowOf(call: UtilityCall, send: Send): Window {
  const index = valueOf(call, 'Index');
  if (index !== undefined) return atIndexes(call, send, new Set(listOf(index).map(Number)));
  const last = numberOf(call, 'Last');
  const skipLast = numberOf(call, 'SkipLast');
  return last === undefined && skipLast === undefined ? fromTheFront(call, send) : fromTheBack(call, send);
}

function fromTheFront(call: UtilityCall, send: Send): Window {
  const skip = numberOf(call, 'Skip') ?? 0;
  const first = numberOf(call, 'First') ?? Number.POSITIVE_INFINITY;
  let count = 0;
  return {
    process: async (input) => {
      const place = count++;
      if (place >= skip && place < skip + first) await send(input);
      if (count >= skip + first && !isOn(call, 'Wait')) call.stopUpstream();
    },
    end: async () => {},
  };
}

/** -Last, with -First for both ends, -Skip counting from the end; -SkipLast. */
function fromTheBack(call: UtilityCall, send: Send): Window {
  const held: PsValue[] = [];
  return {
    process: async (input) => {
      held.push(input);
    },
    end: async () => {
      for (const input of backOf(call, held)) await send(input);
    },
  };
}

function backOf(call: UtilityCall, held: readonly PsValue[]): readonly PsValue[] {
  const last = numberOf(call, 'Last');
  const first = numberOf(call, 'First') ?? 0;
  const skip = numberOf(call, 'Skip') ?? 0;
  if (last === undefined)
    return held.slice(skip, Math.max(skip, held.length - (numberOf(call, 'SkipLast') ?? 0)));
  const end = first > 0 ? held.length : Math.max(0, held.length - skip);
  const from = Math.max(0, end - last);
  return first > 0 ? held.filter((_, at) => at < first || at >= from) : held.slice(from, end);
}

function atIndexes(call: UtilityCall, send: Send, wanted: ReadonlySet<number>): Window {
  const highest = Math.max(...wanted);
  let count = 0;
  return {
    process: async (input) => {
      const place = count++;
      if (wanted.has(place)) await send(input);
      if (place >= highest) call.stopUpstream();
    },
    end: async () => {},
  };
}

type Projection = (input: PsValue) => Promise<readonly PsValue[]>;

function projection(call: UtilityCall): Projection {
  const excluded = textsOf(call, 'ExcludeProperty');
  const expand = textOf(call, 'ExpandProperty');
  const given = parseSelectors(valueOf(call, 'Property'));
  const selectors =
    given.length === 0 && excluded.length > 0 && expand === undefined ? parseSelectors('*') : given;
  if (expand !== undefined) return (input) => expanded(call, expand, selectors, input);
  if (selectors.length === 0) return async (input) => [input];
  return async (input) => [await selected(selectors, excluded, input)];
}

/** A new object with the properties in the order they were named; those that the object lacks are $null. */
async function selected(
  selectors: readonly Selector[],
  excluded: readonly string[],
  input: PsValue,
): Promise<PsObject> {
  const without = excluded.map((pattern) => wildcardToRegExp(pattern, { caseSensitive: false }));
  const result = new PsObject({ typeName: selectedName(input) });
  for (const selector of expandSelectors(selectors, input)) {
    const cell = await evaluate(selector, input);
    if (!without.some((pattern) => pattern.test(cell.label))) result.set(cell.label, cell.value);
  }
  return result;
}

function selectedName(input: PsValue): string {
  const name = viewName(input);
  if (name.startsWith('Selected.')) return name;
  return `Selected.${name === '' || name === 'PSCustomObject' ? 'System.Management.Automation.PSCustomObject' : name}`;
}

async function expanded(
  call: UtilityCall,
  name: string,
  selectors: readonly Selector[],
  input: PsValue,
): Promise<readonly PsValue[]> {
  const [real = name] = /[*?]/.test(name)
    ? expandSelectors(parseSelectors(name), input).map(({ expression }) =>
        typeof expression === 'string' ? expression : expression.text,
      )
    : [name];
  const value = propertyOf(input, real);
  if (value === undefined) {
    const id = 'ExpandPropertyNotFound,Microsoft.PowerShell.Commands.SelectObjectCommand';
    call.error(`Property "${name}" cannot be found.`, id, 'InvalidArgument', wholeText(input));
    return [];
  }
  const items = value === null ? [] : (itemsOf(value) ?? [value]);
  if (selectors.length === 0) return items;
  return Promise.all(items.map((item) => withProperties(item, selectors, input)));
}

/** An expanded object that also carries properties of the one it came from. */
async function withProperties(
  item: PsValue,
  selectors: readonly Selector[],
  input: PsValue,
): Promise<PsValue> {
  if (!(item instanceof PsObject)) return item;
  const copy = new PsObject({ typeName: item.typeName, text: item.text, source: item.source });
  for (const name of item.names()) copy.set(name, item.get(name));
  for (const selector of expandSelectors(selectors, input)) {
    const cell = await evaluate(selector, input);
    copy.set(cell.label, cell.value);
  }
  return copy;
}

/** What -Unique compares: all properties, letter case included. */
function identity(value: PsValue): string {
  const names = propertyNames(value);
  if (names.length === 0) return wholeText(value);
  return JSON.stringify(names.map((name) => [name, wholeText(propertyOf(value, name) ?? null)]));
}

import { runtimeError, ShellError } from '../errors/shell-error.ts';
import type { Cell } from '../format/cell.ts';
import { itemsOf } from '../format/kinds.ts';
import { propertyNames, propertyOf, realName } from '../format/properties.ts';
import { singleText } from '../format/value-text.ts';
import type { Alignment } from '../format/widths.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';
import { PsHashtable, PsScriptBlock, type PsValue } from '../values/value.ts';

/** What a -Property argument selects of each object: a property, or what a script block makes of it. */
export type Selector = Readonly<{
  label: string | null;
  /** A property's name or wildcard, or a script block. */
  expression: string | PsScriptBlock;
  width?: number | undefined;
  align?: Alignment | undefined;
  format?: string | undefined;
  descending?: boolean | undefined;
}>;

const KEYS = [
  'name',
  'label',
  'expression',
  'width',
  'alignment',
  'formatstring',
  'ascending',
  'descending',
  'depth',
];

/** Names, script blocks and calculated-property hashtables, alone or in arrays.
 *  @throws ShellError for a key that no calculated property has */
export function parseSelectors(value: PsValue | undefined): Selector[] {
  if (value === undefined || value === null) return [];
  const items = itemsOf(value);
  if (items !== null) return items.flatMap(parseSelectors);
  if (value instanceof PsScriptBlock) return [{ label: value.text, expression: value }];
  if (value instanceof PsHashtable) return [calculated(value)];
  return [{ label: null, expression: singleText(value) }];
}

function calculated(table: PsHashtable): Selector {
  const parts = new Map<string, PsValue>();
  for (const entry of table.entries()) parts.set(fullKey(singleText(entry.key)), entry.value);
  const label = parts.get('name') ?? parts.get('label') ?? null;
  const expression = parts.get('expression') ?? label;
  const width = parts.get('width');
  const format = parts.get('formatstring');
  const block = expression instanceof PsScriptBlock ? expression : singleText(expression);
  return {
    label:
      label === null ? (expression instanceof PsScriptBlock ? expression.text : null) : singleText(label),
    expression: block,
    width: typeof width === 'number' ? width : undefined,
    align: alignment(parts.get('alignment')),
    format: format === undefined ? undefined : singleText(format),
    descending: parts.has('descending')
      ? parts.get('descending') === true
      : parts.has('ascending')
        ? parts.get('ascending') === false
        : undefined,
  };
}

/** Keys may be shortened as long as they are unambiguous: `n`, `l`, `e`, `w`, `align`, `f`. */
function fullKey(key: string): string {
  const short = key.toLowerCase();
  const match = KEYS.find((candidate) => candidate.startsWith(short) && short !== '');
  if (match === undefined)
    throw runtimeError(`The ${key} key is not valid.`, 'DictionaryKeyUnknown', {
      category: 'InvalidArgument',
    });
  return match;
}

function alignment(value: PsValue | undefined): Alignment | undefined {
  const text = value === undefined ? '' : singleText(value).toLowerCase();
  return text === 'left' || text === 'right' || text === 'center' ? text : undefined;
}

/** Replaces wildcards by the names they match in this object, in its order, each once. */
export function expandSelectors(selectors: readonly Selector[], object: PsValue): Selector[] {
  const named = new Set<string>();
  return selectors.flatMap((selector) => {
    if (typeof selector.expression !== 'string') return [selector];
    const names = isWildcard(selector.expression)
      ? matchingNames(selector.expression, object).filter((name) => !named.has(name.toLowerCase()))
      : [selector.expression];
    for (const name of names) named.add(name.toLowerCase());
    return names.map((name) => ({ ...selector, expression: name }));
  });
}

export function isWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}

export function matchingNames(pattern: string, object: PsValue): string[] {
  const matcher = wildcardToRegExp(pattern, { caseSensitive: false });
  return propertyNames(object).filter((name) => matcher.test(name));
}

/** The value that the selector finds in the object, with its label. A failing script block gives nothing. */
export async function evaluate(selector: Selector, object: PsValue): Promise<Cell> {
  const { width, align, format } = selector;
  if (typeof selector.expression === 'string') {
    const value = propertyOf(object, selector.expression);
    const label = selector.label ?? realName(object, selector.expression);
    return { label, value: value ?? null, present: value !== undefined, width, align, format };
  }
  const value = await blockValue(selector.expression, object);
  return { label: selector.label ?? selector.expression.text, value, present: true, width, align, format };
}

async function blockValue(block: PsScriptBlock, object: PsValue): Promise<PsValue> {
  try {
    return collapse(await block.invoke({ underscore: object }));
  } catch (error) {
    if (error instanceof ShellError) return null;
    throw error;
  }
}

/** What a pipeline leaves in a variable: nothing, the one object, or an array. */
export function collapse(values: PsValue[]): PsValue {
  const [first = null] = values;
  return values.length <= 1 ? first : values;
}

/** The values of all selectors; of the object itself where there are none. */
export async function keysOf(selectors: readonly Selector[], object: PsValue): Promise<PsValue[]> {
  if (selectors.length === 0) return [object];
  const cells = await Promise.all(selectors.map((selector) => evaluate(selector, object)));
  return cells.map((cell) => cell.value);
}

import type { AdminError } from './contract/errors.ts';
import { isArray, parseDateTime, parseSize, parseTimeSpan, textOfValue } from './contract/value-text.ts';
import type { AdminObject, Value } from './contract/values.ts';
import { wildcardPattern } from './identity.ts';

/** One comparison of a filter. */
export type Condition = Readonly<{ property: string; operator: Operator; value: string }>;

const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like'] as const;
type Operator = (typeof OPERATORS)[number];

/** Reads `Property -operator 'value' -and …`, from a string or the text of a script block. There is no -or and there are
 *  no parentheses. mail-flow.md §4.8 */
export function parseFilter(text: string): readonly Condition[] | AdminError {
  const tokens = tokensOf(text.trim().replace(/^\{(.*)\}$/s, '$1'));
  const conditions: Condition[] = [];
  for (let at = 0; at < tokens.length; at += 4) {
    const condition = conditionAt(tokens, at, text);
    if ('category' in condition) return condition;
    conditions.push(condition);
    const joint = tokens[at + 3];
    if (joint !== undefined && joint.toLowerCase() !== '-and') return badJoint(joint, text);
    if (joint !== undefined && tokens.length === at + 4)
      return badFilter('a comparison is missing after -and', text);
  }
  return conditions.length === 0 ? badFilter('it is empty', text) : conditions;
}

function conditionAt(tokens: readonly string[], at: number, text: string): Condition | AdminError {
  const [property, operator, value] = tokens.slice(at, at + 3);
  if (property === undefined || operator === undefined || value === undefined) {
    return badFilter('write Property -operator Value', text);
  }
  if (property.startsWith('(')) return badFilter('parentheses are not supported', text);
  const name = operator.toLowerCase().replace(/^-/, '');
  const known = OPERATORS.find((candidate) => candidate === (name === 'contains' ? 'like' : name));
  if (known === undefined || !operator.startsWith('-')) {
    return badFilter(`"${operator}" is not one of -eq, -ne, -gt, -ge, -lt, -le, -like`, text);
  }
  return { property: property.replace(/^\$_\./, ''), operator: known, value: unquoted(value) };
}

/** Words and quoted values; a doubled quote inside a value stands for itself. */
function tokensOf(text: string): readonly string[] {
  return text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s'"]+/g) ?? [];
}

function unquoted(token: string): string {
  const quote = token[0];
  if (quote !== "'" && quote !== '"')
    return token.replace(/^\$(true|false)$/i, '$1').replace(/^\$null$/i, '');
  return token.slice(1, -1).replaceAll(quote + quote, quote);
}

function badJoint(joint: string, text: string): AdminError {
  const isOr = joint.toLowerCase() === '-or';
  return badFilter(isOr ? 'comparisons can only be joined by -and' : `"${joint}" is not -and`, text);
}

function badFilter(reason: string, text: string): AdminError {
  return {
    category: 'InvalidArgument',
    id: 'InvalidFilter',
    message: `The filter "${text}" isn't valid: ${reason}.`,
    target: text,
    parameter: 'Filter',
  };
}

/** The objects that meet every condition. A property that the objects do not have is an error. */
export function applyFilter(
  objects: readonly AdminObject[],
  conditions: readonly Condition[],
): readonly AdminObject[] | AdminError {
  const [first] = objects;
  const problem = first === undefined ? null : firstProblem(first, conditions);
  return problem ?? objects.filter((object) => meetsAll(object, conditions));
}

export function meetsAll(object: AdminObject, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => meets(findProperty(object, condition.property) ?? null, condition));
}

/** What keeps the conditions from being asked of such an object, or null. */
export function firstProblem(object: AdminObject, conditions: readonly Condition[]): AdminError | null {
  for (const { property, operator } of conditions) {
    const value = findProperty(object, property);
    if (value === undefined) return badFilter(`${object.type} has no property "${property}"`, property);
    const allowed = VIEWERS.includes(object.type) ? operatorsFor(value) : OPERATORS;
    if (allowed.includes(operator)) continue;
    const names = allowed.map((name) => `-${name}`).join(', ');
    return badFilter(`${property} can be compared by ${names}`, `${property} -${operator}`);
  }
  return null;
}

/** The types whose properties Exchange compares in a few ways only. mail-flow.md §4.5, §4.6 */
const VIEWERS: readonly string[] = ['Queue', 'Message'];

/** Names of states are equal or not, texts may also be alike, and only numbers, sizes and times have an order. What has no
 *  value in the first object may be any of these. */
function operatorsFor(value: Value): readonly Operator[] {
  if (value === null) return OPERATORS;
  if (numberOfValue(value) !== null) return ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
  const isName =
    typeof value === 'boolean' || (typeof value === 'object' && !isArray(value) && value.$ === 'enum');
  return isName ? ['eq', 'ne'] : ['eq', 'ne', 'like'];
}

export function findProperty(object: AdminObject, name: string): Value | undefined {
  const wanted = name.toLowerCase();
  return object.properties.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function meets(value: Value, { operator, value: wanted }: Condition): boolean {
  if (operator === 'like') return wildcardPattern(wanted).test(textOfValue(value));
  if (value === null && operator !== 'eq' && operator !== 'ne') return false;
  const order = compare(value, wanted);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    default:
      return operator satisfies never;
  }
}

/** Numbers, sizes, times and dates by what they are; text without letter case. NaN = not comparable */
function compare(value: Value, wanted: string): number {
  const number = numberOfValue(value);
  if (number !== null) return number - (numberOfText(value, wanted) ?? Number.NaN);
  return compareText(textOfValue(value), wanted);
}

function numberOfValue(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || isArray(value)) return null;
  if (value.$ === 'size') return value.bytes;
  if (value.$ === 'timespan') return value.ms;
  return value.$ === 'datetime' ? Date.parse(value.iso) : null;
}

function numberOfText(like: Value, text: string): number | null {
  const kind = typeof like === 'object' && like !== null && !isArray(like) ? like.$ : '';
  if (kind === 'timespan') return parseTimeSpan(text);
  if (kind === 'datetime') return parseDateTime(text);
  const number = Number(text);
  return Number.isNaN(number) ? parseSize(text) : number;
}

/** What a value is sorted by: a number, or text without letter case. */
export type SortKey = number | string;

export function sortKey(value: Value): SortKey {
  return numberOfValue(value) ?? textOfValue(value).toLowerCase();
}

/** Order of two values of one property. */
export function compareKeys(a: SortKey, b: SortKey): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : COLLATOR.compare(String(a), String(b));
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

function compareText(a: string, b: string): number {
  return COLLATOR.compare(a.toLowerCase(), b.toLowerCase());
}

import type { Value } from './values.ts';

/** Values nest as deep as a list of tables of lists; anything deeper was made to hurt. */
const MOST_DEPTH = 8;

/** A value that came from outside as JSON. Objects without `$` are tables, so that scripts may write
 *  `{"Add": ["192.0.2.1"]}`. @returns undefined where it is no value */
export function parseValue(json: unknown, depth = 0): Value | undefined {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isFinite(json) ? json : undefined;
  if (typeof json !== 'object' || depth > MOST_DEPTH) return undefined;
  if (Array.isArray(json)) return parseItems(json, depth);
  const fields = new Map<string, unknown>(Object.entries(json));
  const tag = fields.get('$');
  if (tag === undefined) return parseTable([...fields], depth);
  return typeof tag === 'string' ? parseTagged(tag, fields, depth) : undefined;
}

function parseItems(items: readonly unknown[], depth: number): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const item of items) {
    const value = parseValue(item, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function parsePairs(pairs: unknown, depth: number): (readonly [string, Value])[] | undefined {
  if (!Array.isArray(pairs)) return undefined;
  const list: readonly unknown[] = pairs;
  const values: (readonly [string, Value])[] = [];
  for (const pair of list) {
    if (!Array.isArray(pair)) return undefined;
    const [name, json]: readonly unknown[] = pair;
    const value = parseValue(json, depth + 1);
    if (typeof name !== 'string' || value === undefined) return undefined;
    values.push([name, value]);
  }
  return values;
}

function parseTable(entries: readonly (readonly [string, unknown])[], depth: number): Value | undefined {
  const pairs = parsePairs(
    entries.map(([key, value]) => [key, value]),
    depth,
  );
  return pairs === undefined ? undefined : { $: 'table', entries: pairs };
}

function parseTagged(tag: string, fields: ReadonlyMap<string, unknown>, depth: number): Value | undefined {
  const text = (name: string): string | undefined => {
    const field = fields.get(name);
    return typeof field === 'string' ? field : undefined;
  };
  const number = (name: string): number | undefined => {
    const field = fields.get(name);
    return typeof field === 'number' && Number.isFinite(field) ? field : undefined;
  };
  switch (tag) {
    case 'unlimited':
      return { $: 'unlimited' };
    case 'size':
      return made(number('bytes'), (bytes) => ({ $: 'size', bytes }));
    case 'timespan':
      return made(number('ms'), (ms) => ({ $: 'timespan', ms }));
    case 'datetime':
      return made(text('iso'), (iso) => (Number.isNaN(Date.parse(iso)) ? undefined : { $: 'datetime', iso }));
    case 'secret':
      return made(text('text'), (secret) => ({ $: 'secret', text: secret }));
    case 'credential':
      return made(text('user'), (user) =>
        made(text('password'), (password) => ({ $: 'credential', user, password })),
      );
    case 'enum':
      return made(text('text'), (name) => ({
        $: 'enum',
        type: text('type') ?? '',
        text: name,
        value: number('value') ?? 0,
      }));
    case 'typed':
      return made(text('text'), (shown) =>
        parseTyped(shown, text('type') ?? '', fields.get('members'), depth),
      );
    case 'list':
      return parseList(fields.get('items'), depth);
    case 'table':
      return made(parsePairs(fields.get('entries'), depth), (entries) => ({ $: 'table', entries }));
    case 'object':
      return made(parsePairs(fields.get('properties'), depth), (properties) => ({
        $: 'object',
        type: text('type') ?? '',
        text: text('text') ?? '',
        properties,
      }));
    default:
      return undefined;
  }
}

function made<T>(part: T | undefined, make: (part: T) => Value | undefined): Value | undefined {
  return part === undefined ? undefined : make(part);
}

function parseList(items: unknown, depth: number): Value | undefined {
  return Array.isArray(items)
    ? made(parseItems(items, depth), (values) => ({ $: 'list', items: values }))
    : undefined;
}

function parseTyped(text: string, type: string, members: unknown, depth: number): Value | undefined {
  if (members === undefined) return { $: 'typed', type, text };
  if (typeof members !== 'object' || members === null) return undefined;
  return made(parsePairs(Object.entries(members), depth), (pairs) => ({
    $: 'typed',
    type,
    text,
    members: Object.fromEntries(pairs),
  }));
}

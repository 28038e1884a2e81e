import { formatSize } from '../../../src/admin/contract/value-text.ts';
import type { AdminObject, Value } from '../../../src/admin/contract/values.ts';
import { isOn, itemsOf, textOf, valueOf } from '../api/objects.ts';
import type { Setting } from './setting.ts';

export type DraftValue = string | boolean | readonly string[];
/** What the fields hold, by parameter. */
export type Draft = Readonly<Record<string, DraftValue>>;

/** The fields as the object has them. */
export function draftOf(settings: readonly Setting[], object: AdminObject): Draft {
  return Object.fromEntries(settings.map((setting) => [setting.parameter, initialValue(setting, object)]));
}

function initialValue({ kind, parameter }: Setting, object: AdminObject): DraftValue {
  switch (kind) {
    case 'switch':
      return isOn(object, parameter);
    case 'flags':
    case 'entries':
      return itemsOf(object, parameter);
    default:
      return fieldText(object, parameter);
  }
}

/** A size without the octets in parentheses: `36 MB`. */
function fieldText(object: AdminObject, name: string): string {
  const value = valueOf(object, name);
  if (typeof value === 'object' && value !== null && '$' in value && value.$ === 'size') {
    const short = formatSize(value.bytes).replace(/ \(.*/, '');
    const isExact = Number.isInteger(Number(short.split(' ')[0]));
    return isExact ? short : `${value.bytes} B`;
  }
  return textOf(object, name);
}

/** Parameters whose field was changed, as a command takes them. */
export function changedParameters(before: Draft, now: Draft): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(now)
      .filter(([name, value]) => !sameValue(before[name], value))
      .map(([name, value]) => [name, wireValue(value)]),
  );
}

/** An empty text is `$null`: it asks for the default. */
function wireValue(value: DraftValue): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return value.length === 0 ? null : value;
}

function sameValue(a: DraftValue | undefined, b: DraftValue): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.join('\n') === b.join('\n') : a === b;
}

export function textIn(draft: Draft, name: string): string {
  const value = draft[name];
  return typeof value === 'string' ? value : '';
}

export function listIn(draft: Draft, name: string): readonly string[] {
  const value = draft[name];
  return typeof value === 'object' ? value : [];
}

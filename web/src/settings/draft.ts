import { formatSize } from '../../../src/admin/contract/value-text.ts';
import type { AdminObject, Value } from '../../../src/admin/contract/values.ts';
import { isOn, itemsOf, textOf, valueOf } from '../api/objects.ts';
import type { Setting } from './setting.ts';

type Secret = Extract<Value, { $: 'secret' }>;
type Credential = Extract<Value, { $: 'credential' }>;

export type DraftValue = string | boolean | readonly string[] | Secret | Credential;
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
    case 'secret':
      return { $: 'secret', text: '' };
    case 'credential':
      return { $: 'credential', user: textOf(object, parameter), password: '' };
    default:
      return fieldText(object, parameter);
  }
}

/** Empty fields, for something new. */
export function emptyDraft(settings: readonly Setting[]): Draft {
  return draftOf(settings, { $: 'object', type: '', text: '', properties: [] });
}

/** A size without the octets in parentheses: `36 MB`. */
function fieldText(object: AdminObject, name: string): string {
  const value = valueOf(object, name);
  if (typeof value === 'object' && value !== null && '$' in value && value.$ === 'size') {
    const short = formatSize(value.bytes).replace(/ \(.*/, '');
    const isExact = Number.isInteger(Number(short.split(' ')[0]));
    return isExact ? short : `${value.bytes} B`;
  }
  // Exchange marks addresses with their kind; SMTP is the only one here, and the commands take it as understood.
  if (isTyped(value, 'SmtpProxyAddress')) return textOf(object, name).replace(/^smtp:/i, '');
  return textOf(object, name);
}

function isTyped(value: Value, type: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$' in value &&
    value.$ === 'typed' &&
    value.type.endsWith(`.${type}`)
  );
}

/** Parameters whose field was changed, as a command takes them. */
export function changedParameters(before: Draft, now: Draft): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(now)
      .filter(([name, value]) => !sameValue(before[name], value))
      .map(([name, value]) => [name, wireValue(value)]),
  );
}

/** An empty text is `$null`: it asks for the default. A credential without its user is none. */
function wireValue(value: DraftValue): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  if ('$' in value) return value.$ === 'credential' && value.user.trim() === '' ? null : value;
  return value.length === 0 ? null : value;
}

function sameValue(a: DraftValue | undefined, b: DraftValue): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  );
}

export function isBlank(value: DraftValue | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean') return false;
  if (typeof value === 'string') return value.trim() === '';
  if ('$' in value) return value.$ === 'secret' ? value.text === '' : value.user.trim() === '';
  return value.length === 0;
}

export function textIn(draft: Draft, name: string): string {
  const value = draft[name];
  return typeof value === 'string' ? value : '';
}

export function listIn(draft: Draft, name: string): readonly string[] {
  const value = draft[name];
  return typeof value === 'object' && !('$' in value) ? value : [];
}

export function secretIn(draft: Draft, name: string): Secret {
  const value = draft[name];
  return typeof value === 'object' && '$' in value && value.$ === 'secret'
    ? value
    : { $: 'secret', text: '' };
}

export function credentialIn(draft: Draft, name: string): Credential {
  const value = draft[name];
  return typeof value === 'object' && '$' in value && value.$ === 'credential'
    ? value
    : { $: 'credential', user: '', password: '' };
}

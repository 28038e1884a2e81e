import type { Argument } from './arguments.ts';
import type { ParameterSpec } from './command-spec.ts';
import type { AdminError } from './errors.ts';
import { ENUMS, type EnumSpec } from './specs/enums.ts';
import { isArray, parseDateTime, parseSize, parseTimeSpan, textOfValue } from './value-text.ts';
import type { Value } from './values.ts';

const NULL: Argument = { kind: 'null' };

/** Turns what was typed into what the parameter's declared type means by it.
 *  receive-connectors.md §1.10 E03, shell-language.md §4 */
export function convertArgument(spec: ParameterSpec, value: Value): Argument | AdminError {
  const kind = kindOf(spec);
  return (kind === null ? convertText(value) : kind(spec, value)) ?? cannotConvert(spec, value);
}

/** undefined = not of this type */
type Converter = (spec: ParameterSpec, value: Value) => Argument | undefined;

const SCALARS: Readonly<Record<string, Converter>> = {
  Boolean: (_, value) => convertBoolean(value),
  SwitchParameter: (_, value) => convertBoolean(value),
  Int32: (_, value) => convertInteger(value),
  UInt32: (_, value) => convertInteger(value),
  ByteQuantifiedSize: (_, value) => convertSize(value),
  Unlimited: (spec, value) => convertUnlimited(spec, value),
  EnhancedTimeSpan: (_, value) => convertTimeSpan(value),
  DateTime: (_, value) => convertDateTime(value),
  ExDateTime: (_, value) => convertDateTime(value),
  SecureString: (_, value) => convertSecret(value),
  PSCredential: (_, value) => convertCredential(value),
  ADAcePresentationObject: (_, value) => convertObject(value),
  ExtensibleQueueInfo: (_, value) => convertObject(value) ?? convertText(value),
  ExtensibleMessageInfo: (_, value) => convertObject(value) ?? convertText(value),
};

/** null = text of any form */
function kindOf(spec: ParameterSpec): Converter | null {
  const enumeration = ENUMS[spec.type.replace('[]', '')];
  if (enumeration !== undefined) return (_, value) => convertEnum(enumeration, spec.multiple === true, value);
  if (spec.multiple === true) return convertList;
  return SCALARS[spec.type] ?? null;
}

function convertBoolean(value: Value): Argument | undefined {
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return typeof value === 'number' ? { kind: 'boolean', value: value !== 0 } : undefined;
}

function convertInteger(value: Value): Argument | undefined {
  const text = textOfValue(value).trim();
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  return { kind: 'number', value: Number(text) };
}

function convertSize(value: Value): Argument | undefined {
  if (typeof value === 'object' && value !== null && !isArray(value) && value.$ === 'size') {
    return { kind: 'number', value: value.bytes };
  }
  const bytes = parseSize(textOfValue(value));
  return bytes === null ? undefined : { kind: 'number', value: bytes };
}

function convertUnlimited(spec: ParameterSpec, value: Value): Argument | undefined {
  if (textOfValue(value).trim().toLowerCase() === 'unlimited') return { kind: 'unlimited' };
  return spec.of === 'ByteQuantifiedSize' ? convertSize(value) : convertInteger(value);
}

function convertTimeSpan(value: Value): Argument | undefined {
  if (typeof value === 'object' && value !== null && !isArray(value) && value.$ === 'timespan') {
    return { kind: 'number', value: value.ms };
  }
  const ms = parseTimeSpan(textOfValue(value));
  return ms === null ? undefined : { kind: 'number', value: ms };
}

function convertDateTime(value: Value): Argument | undefined {
  const at = parseDateTime(textOfValue(value));
  return at === null ? undefined : { kind: 'number', value: at };
}

/** A password may also come as plain text: not every client has a secure string. */
function convertSecret(value: Value): Argument | undefined {
  if (typeof value === 'string') return { kind: 'secret', text: value };
  if (typeof value === 'object' && value !== null && !isArray(value) && value.$ === 'secret') {
    return { kind: 'secret', text: value.text };
  }
  return undefined;
}

function convertCredential(value: Value): Argument | undefined {
  if (value === null) return NULL;
  if (typeof value === 'object' && !isArray(value) && value.$ === 'credential') {
    return { kind: 'credential', user: value.user, password: value.password };
  }
  return undefined;
}

function convertObject(value: Value): Argument | undefined {
  if (typeof value === 'object' && value !== null && !isArray(value) && value.$ === 'object') {
    return { kind: 'object', object: value };
  }
  return undefined;
}

function convertText(value: Value): Argument | undefined {
  const text = identifyingText(value);
  if (text === undefined) return undefined;
  return text === '' ? NULL : { kind: 'text', value: text };
}

/** Of an object, that by which a command finds it again: its guid, else its text. A list of one is its item. */
function identifyingText(value: Value): string | undefined {
  if (typeof value !== 'object' || value === null) return textOfValue(value);
  if (isArray(value)) return value.length === 1 ? identifyingText(value[0] ?? null) : undefined;
  if (value.$ === 'list')
    return value.items.length === 1 ? identifyingText(value.items[0] ?? null) : undefined;
  if (value.$ === 'table') return undefined;
  if (value.$ !== 'object') return textOfValue(value);
  const guid = value.properties.find(([name]) => name === 'Guid')?.[1];
  return guid === undefined || guid === null ? value.text : textOfValue(guid);
}

function convertList(spec: ParameterSpec, value: Value): Argument | undefined {
  if (typeof value === 'object' && value !== null && !isArray(value) && value.$ === 'table') {
    return spec.editable === true ? convertEdit(value.entries) : undefined;
  }
  const items = itemTexts(value);
  return items === undefined ? undefined : { kind: 'list', items };
}

function convertEdit(entries: readonly (readonly [string, Value])[]): Argument | undefined {
  const edit: { add: readonly string[]; remove: readonly string[] } = { add: [], remove: [] };
  for (const [key, value] of entries) {
    const items = itemTexts(value);
    const side = key.toLowerCase();
    if (items === undefined || (side !== 'add' && side !== 'remove')) return undefined;
    edit[side] = items;
  }
  return { kind: 'edit', ...edit };
}

function itemTexts(value: Value): readonly string[] | undefined {
  if (value === null) return [];
  if (typeof value === 'object' && !isArray(value) && value.$ === 'list') return itemTexts(value.items);
  const texts = (isArray(value) ? value : [value]).map(identifyingText);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known.filter((text) => text !== '') : undefined;
}

/** Names in any letter case, unambiguous prefixes of them, or a number; several where the parameter takes several. */
function convertEnum(enumeration: EnumSpec, multiple: boolean, value: Value): Argument | undefined {
  const names =
    typeof value === 'number' ? namesOfNumber(enumeration, value) : namesOfText(enumeration, value);
  if (names === undefined) return undefined;
  if (multiple || enumeration.flags === true)
    return { kind: 'list', items: inDeclaredOrder(enumeration, names) };
  const [only] = names;
  if (only === undefined) return value === null ? NULL : undefined;
  return names.length > 1 ? undefined : { kind: 'text', value: only };
}

function inDeclaredOrder(enumeration: EnumSpec, names: readonly string[]): readonly string[] {
  return enumeration.values.filter((name) => names.includes(name));
}

function namesOfText(enumeration: EnumSpec, value: Value): readonly string[] | undefined {
  const texts = itemTexts(value)?.flatMap((text) => text.split(',').map((name) => name.trim()));
  const names = texts?.map((text) => nameOf(enumeration, text));
  const known = names?.filter((name) => name !== undefined);
  return known?.length === names?.length ? known : undefined;
}

function nameOf(enumeration: EnumSpec, text: string): string | undefined {
  const wanted = text.toLowerCase();
  if (wanted === '') return undefined;
  const exact = enumeration.values.find((name) => name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const [only, second] = enumeration.values.filter((name) => name.toLowerCase().startsWith(wanted));
  return second === undefined ? only : undefined;
}

function namesOfNumber(enumeration: EnumSpec, number: number): readonly string[] | undefined {
  const exact = enumeration.values[enumeration.numbers.indexOf(number)];
  if (exact !== undefined) return [exact];
  if (enumeration.flags !== true || number <= 0) return undefined;
  const bits = enumeration.numbers.filter((bit) => (number & bit) !== 0);
  if (bits.reduce((sum, bit) => sum + bit, 0) !== number) return undefined;
  return bits.map((bit) => enumeration.values[enumeration.numbers.indexOf(bit)] ?? '');
}

/** E03. A Boolean has PowerShell's own sentence. */
function cannotConvert(spec: ParameterSpec, value: Value): AdminError {
  const boolean = spec.type === 'Boolean' || spec.type === 'SwitchParameter';
  const shown = boolean || isSecretType(spec) ? 'System.String' : textOfValue(value);
  const type = boolean ? 'System.Boolean' : spec.type.replace('[]', '');
  return {
    category: 'InvalidData',
    id: 'E03',
    message:
      `Cannot process argument transformation on parameter '${spec.name}'. ` +
      `Cannot convert value "${shown}" to type "${type}".${validValues(spec, boolean)}`,
    target: shown,
    parameter: spec.name,
  };
}

/** What was given in place of a secret may be one. */
function isSecretType(spec: ParameterSpec): boolean {
  return spec.type === 'SecureString' || spec.type === 'PSCredential';
}

const FORMS: Readonly<Record<string, string>> = {
  ByteQuantifiedSize: 'a number with an optional unit B, KB, MB, GB or TB',
  EnhancedTimeSpan: 'dd.hh:mm:ss',
  DateTime: 'a date such as 2026-03-02 09:00',
  ExDateTime: 'a date such as 2026-03-02 09:00',
  Int32: 'a whole number',
  UInt32: 'a whole number',
  PSCredential: 'a credential',
  SecureString: 'a secure string',
};

function validValues(spec: ParameterSpec, boolean: boolean): string {
  if (boolean)
    return ' Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.';
  if (spec.type === 'Unlimited') return ` Valid values: ${FORMS[spec.of ?? 'Int32']}, or unlimited.`;
  if (spec.editable === true && spec.values === undefined)
    return ' Valid values: a list, or @{Add=...;Remove=...}.';
  const form = spec.values?.join(', ') ?? FORMS[spec.type];
  return form === undefined ? '' : ` Valid values: ${form}.`;
}

import { parseDateTime, parseSize, parseTimeSpan } from '../../admin/contract/value-text.ts';
import { conversionError, runtimeError } from '../errors/shell-error.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import { parseNumeric } from '../lexer/numbers.ts';
import { xmlDocument } from '../xml/document.ts';
import { XmlError } from '../xml/parse-xml.ts';
import { typedArray } from './array-type.ts';
import { ipAddressValue, ipBindingValue, ipRangeValue } from './address.ts';
import { parseDecimal } from './decimal.ts';
import { exceptionObject, exceptionType, isException } from './exceptions.ts';
import {
  approximate,
  double,
  fits,
  integer,
  isNumber,
  type Numeric,
  type NumberType,
  PsNumber,
  toBigInt,
  toDecimal,
} from './number.ts';
import { mailAddressValue, smtpAddressValue, uriValue, versionValue } from './structured.ts';
import { toText } from './text.ts';
import { fullTypeName, typeNameOf } from './type-name.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, PsScriptBlock, PsType, type PsValue } from './value.ts';

type Converter = (value: PsValue, type: string) => PsValue;

/** `[type]value`, typed variables and parameters, -as. shell-language.md §3.3, §3.5
 *  @throws ShellError where the value cannot become that type, or there is no such type */
export function convertTo(value: PsValue, written: string): PsValue {
  const type = fullTypeName(written);
  if (type.endsWith('[]')) return toArray(value, type.slice(0, -2));
  const converter = CONVERTERS.get(type) ?? exchangeConverter(type);
  if (converter !== null) return converter(value, type);
  const exception = exceptionType(type);
  if (exception === null) throw unknownType(written);
  return isException(value) ? value : exceptionObject(exception, toText(value));
}

/** Whether a type of this name can be written. */
export function isKnownType(written: string): boolean {
  const type = fullTypeName(written).replace(/\[\]$/, '');
  return (
    CONVERTERS.has(type) ||
    STATIC_ONLY.has(type) ||
    exchangeConverter(type) !== null ||
    exceptionType(type) !== null
  );
}

function unknownType(written: string): Error {
  return runtimeError(`Unable to find type [${written}].`, 'TypeNotFound', {
    category: 'InvalidOperation',
    target: written,
    targetType: 'TypeName',
  });
}

function toArray(value: PsValue, element: string): PsValue {
  if (value === null) return null;
  const items = itemsOf(value) ?? [value];
  if (element === 'System.Object') return [...items];
  return typedArray(
    items.map((item) => convertTo(item, element)),
    element,
  );
}

const INTEGERS: Readonly<Record<string, NumberType>> = {
  'System.SByte': 'SByte',
  'System.Byte': 'Byte',
  'System.Int16': 'Int16',
  'System.UInt16': 'UInt16',
  'System.Int32': 'Int32',
  'System.UInt32': 'UInt32',
  'System.Int64': 'Int64',
  'System.UInt64': 'UInt64',
};

function toInteger(value: PsValue, type: string): Numeric {
  const numeric = toNumeric(value, type);
  const short = INTEGERS[type] ?? 'Int64';
  if (Number.isFinite(approximate(numeric))) {
    const rounded = toBigInt(numeric);
    if (fits(rounded, short)) return integer(rounded, short);
  }
  throw outOfRange(value, type);
}

const ARTICLES: Readonly<Record<string, string>> = {
  Byte: 'an unsigned byte',
  SByte: 'a signed byte',
  Decimal: 'a Decimal',
};

function outOfRange(value: PsValue, type: string): Error {
  const short = type.slice(type.lastIndexOf('.') + 1);
  const what = ARTICLES[short] ?? `${short.startsWith('U') ? 'a' : 'an'} ${short}`;
  return conversionError(
    `Cannot convert value "${toText(value)}" to type "${type}". Error: "Value was either too large or too small for ${what}."`,
  );
}

function toDecimalNumber(value: PsValue, type: string): Numeric {
  const exact = typeof value === 'string' ? parseDecimal(value.trim().replaceAll(THOUSANDS, '')) : null;
  const found = exact ?? toDecimal(toNumeric(value, type));
  if (found === null) throw outOfRange(value, type);
  return new PsNumber('Decimal', found);
}

const THOUSANDS = /(?<=\d),(?=\d{3})/g;

/** The nearest JavaScript number.
 *  @throws ShellError with .NET's own reason */
export function toNumber(value: PsValue, type = 'System.Double'): number {
  return approximate(toNumeric(value, type));
}

/** A number with its type: a text's is what its digits say.
 *  @throws ShellError with .NET's own reason */
export function toNumeric(value: PsValue, type = 'System.Double'): Numeric {
  if (value === null) return 0;
  if (isNumber(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  if (isTagged(value) && value.$ === 'enum') return value.value;
  if (isTagged(value) && value.$ === 'size') return value.bytes;
  if (typeof value !== 'string') throw cannotConvert(value, type);
  if (type === 'System.Char' || value.trim() === '')
    return value.trim() === '' ? 0 : (value.codePointAt(0) ?? 0);
  const number = parseNumeric(value.trim().replaceAll(THOUSANDS, ''));
  if (number !== null) return number;
  throw conversionError(
    `Cannot convert value "${value}" to type "${type}". Error: "Input string was not in a correct format."`,
  );
}

function cannotConvert(value: PsValue, type: string): Error {
  return conversionError(
    `Cannot convert the "${toText(value)}" value of type "${typeNameOf(value)}" to type "${type}".`,
  );
}

function toBoolean(value: PsValue): boolean {
  const items = value === null ? null : itemsOf(value);
  if (items !== null) return items.length > 1 || (items.length === 1 && toBoolean(items[0] ?? null));
  if (isNumber(value)) return approximate(value) !== 0;
  return value !== null && value !== false && value !== '';
}

function toDate(value: PsValue, type: string): PsValue {
  if (value instanceof PsDateTime) return value;
  const text = toText(value);
  const ms = isNumber(value) ? fromTicks(toBigInt(value)) : parseDateTime(text);
  if (ms !== null) return new PsDateTime(ms);
  throw conversionError(
    `Cannot convert value "${text}" to type "${type}". Error: "String was not recognized as a valid DateTime."`,
  );
}

/** Ticks of 100 ns since the year 1. */
function fromTicks(ticks: bigint): number {
  return Number(ticks - 621_355_968_000_000_000n) / 10_000;
}

/** A bare number counts ticks of 100 ns, a text with only digits counts days. */
function toTimeSpan(value: PsValue, type: string): PsValue {
  if (isTagged(value) && value.$ === 'timespan') return value;
  const ms = isNumber(value) ? approximate(value) / 10_000 : parseTimeSpan(toText(value));
  if (ms !== null) return { $: 'timespan', ms };
  throw conversionError(
    `Cannot convert value "${toText(value)}" to type "${type}". Error: "String was not recognized as a valid TimeSpan."`,
  );
}

function toSize(value: PsValue, type: string): PsValue {
  if (isTagged(value) && value.$ === 'size') return value;
  const bytes = isNumber(value) ? approximate(value) : parseSize(toText(value));
  if (bytes === null) throw cannotConvert(value, type);
  return { $: 'size', bytes };
}

function toHashtable(value: PsValue, type: string): PsValue {
  if (value instanceof PsHashtable || value === null) return value;
  throw cannotConvert(value, type);
}

function toOrdered(value: PsValue, type: string): PsValue {
  if (!(value instanceof PsHashtable)) throw cannotConvert(value, type);
  const ordered = new PsHashtable(true);
  for (const entry of value.entries()) ordered.set(entry.key, entry.value);
  return ordered;
}

function toCustomObject(value: PsValue): PsValue {
  if (!(value instanceof PsHashtable)) return value;
  const object = new PsObject({ typeName: 'PSCustomObject' });
  for (const entry of value.entries()) object.set(toText(entry.key), entry.value);
  return object;
}

function toChar(value: PsValue, type: string): PsValue {
  if (isNumber(value)) return String.fromCodePoint(approximate(value));
  const text = toText(value);
  if ([...text].length === 1) return text;
  throw conversionError(
    `Cannot convert value "${text}" to type "${type}". Error: "String must be exactly one character long."`,
  );
}

function toType(value: PsValue): PsValue {
  return value instanceof PsType ? value : new PsType(fullTypeName(toText(value)));
}

function toScriptBlock(value: PsValue, type: string): PsValue {
  if (value instanceof PsScriptBlock) return value;
  throw cannotConvert(value, type);
}

/** Lines of a file are put together first. */
function toXml(value: PsValue, type: string): PsValue {
  if (value instanceof PsObject) return value;
  const text = value === null ? '' : (itemsOf(value) ?? [value]).map((item) => toText(item)).join('\n');
  try {
    return xmlDocument(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw conversionError(
      `Cannot convert value "${text.slice(0, 60)}" to type "${type}". Error: "${error.message}"`,
    );
  }
}

function toGuid(value: PsValue, type: string): PsValue {
  const text = toText(value).replaceAll(/[{}]/g, '').toLowerCase();
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)) return { $: 'typed', type, text };
  throw conversionError(
    `Cannot convert value "${toText(value)}" to type "${type}". Error: "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."`,
  );
}

function typed(value: PsValue, type: string): PsValue {
  return isTagged(value) && value.$ === 'typed' && value.type === type
    ? value
    : { $: 'typed', type, text: toText(value) };
}

/** An address, range or binding with the members that scripts look at. */
function address(read: (type: string, text: string) => PsValue): Converter {
  return (value, type) => {
    if (isTagged(value) && value.$ === 'typed' && value.type === type) return value;
    const text = toText(value);
    const found = read(type, text);
    if (found !== null) return found;
    throw conversionError(
      `Cannot convert value "${text}" to type "${type}". Error: "An invalid IP address was specified."`,
    );
  };
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function dayOfWeek(value: PsValue, type: string): PsValue {
  if (isTagged(value) && value.$ === 'enum') return value;
  const text = toText(value).toLowerCase();
  const found = isNumber(value) ? approximate(value) : DAYS.findIndex((day) => day.toLowerCase() === text);
  const name = DAYS[found];
  if (name === undefined) throw cannotConvert(value, type);
  return { $: 'enum', type, text: name, value: found };
}

function unchanged(value: PsValue): PsValue {
  return value;
}

const CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['System.String', (value) => toText(value)],
  ['System.Char', toChar],
  ...Object.keys(INTEGERS).map((type): [string, Converter] => [type, toInteger]),
  ['System.Double', (value, type) => double(toNumber(value, type))],
  ['System.Single', (value, type) => new PsNumber('Single', Math.fround(toNumber(value, type)))],
  ['System.Decimal', toDecimalNumber],
  ['System.Boolean', toBoolean],
  ['System.Management.Automation.SwitchParameter', toBoolean],
  ['System.DayOfWeek', dayOfWeek],
  ['System.DateTime', toDate],
  ['System.TimeSpan', toTimeSpan],
  ['System.Array', (value) => toArray(value, 'System.Object')],
  ['System.Object', unchanged],
  ['System.Collections.Hashtable', toHashtable],
  ['System.Collections.Specialized.OrderedDictionary', toOrdered],
  ['System.Collections.ArrayList', (value) => new PsList('ArrayList', [...(itemsOf(value) ?? [value])])],
  ['System.Management.Automation.PSCustomObject', toCustomObject],
  ['System.Management.Automation.PSObject', toCustomObject],
  ['System.Management.Automation.PSCredential', unchanged],
  ['System.Security.SecureString', unchanged],
  ['System.Management.Automation.ScriptBlock', toScriptBlock],
  ['System.Void', () => null],
  ['System.Type', toType],
  ['System.Guid', toGuid],
  ['System.Version', versionValue],
  ['System.Uri', uriValue],
  ['System.Text.RegularExpressions.Regex', typed],
  ['System.Net.Mail.MailAddress', mailAddressValue],
  ['System.Net.IPAddress', address(ipAddressValue)],
  ['System.Xml.XmlDocument', toXml],
]);

/** Types that are only asked for their static members. */
const STATIC_ONLY: ReadonlySet<string> = new Set([
  'System.Math',
  'System.Convert',
  'System.Environment',
  'System.IO.File',
  'System.IO.Path',
  'System.Text.Encoding',
  'System.StringComparison',
  'System.StringSplitOptions',
  'System.Net.Dns',
]);

const EXCHANGE: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['ByteQuantifiedSize', toSize],
  ['EnhancedTimeSpan', toTimeSpan],
  ['SmtpAddress', smtpAddressValue],
  ['IPRange', address(ipRangeValue)],
  ['IPBinding', address(ipBindingValue)],
]);

/** Microsoft.Exchange.Data.…, also `MultiValuedProperty[string]` and `Unlimited[…]`. null = no such type */
function exchangeConverter(type: string): Converter | null {
  const list = /^(?:System\.)?Collections\.Generic\.List\[/i.test(type);
  if (list) return (value) => new PsList('List', [...(itemsOf(value) ?? [value])]);
  const name = /^Microsoft\.Exchange\.(?:[\w.]+\.)?(\w+)(?:\[.*\])?$/i.exec(type)?.[1];
  if (name === undefined) return null;
  if (name.toLowerCase() === 'multivaluedproperty') {
    return (value) =>
      new PsList('MultiValuedProperty', value === null ? [] : [...(itemsOf(value) ?? [value])]);
  }
  if (name.toLowerCase() === 'unlimited') return toUnlimited(/\[(.+)\]$/.exec(type)?.[1] ?? null);
  return EXCHANGE.get(name) ?? typed;
}

/** @param inner what a value that is limited is of, as written between the brackets */
function toUnlimited(inner: string | null): Converter {
  return (value) => {
    if (toText(value).toLowerCase() === 'unlimited') return { $: 'unlimited' };
    return inner === null ? value : convertTo(value, inner);
  };
}

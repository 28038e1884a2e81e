import { dateByFormat } from '../format/parse-date.ts';
import { formatOperator } from '../operators/format-operator.ts';
import { construct } from '../values/construct.ts';
import { convertWithBase, encodingNamed, fromBase64, textInBase, toBase64 } from './encodings.ts';
import { FILE_METHODS } from './file-statics.ts';
import { callRegex } from './regex-statics.ts';
import { calculate } from '../operators/calculate.ts';
import { compareValues } from '../operators/compare.ts';
import { roundDecimal } from '../values/decimal.ts';
import {
  approximate,
  double,
  isNumber,
  LIMITS,
  numericType,
  PsNumber,
  roundHalfToEven,
  toDecimal,
} from '../values/number.ts';
import { parseTimeSpan } from '../../admin/contract/value-text.ts';
import { runtimeError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import type { ShellIo } from '../io.ts';
import { convertTo, toNumber, toNumeric } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import { PsDateTime, PsObject, PsType, type PsValue } from '../values/value.ts';
import { asType } from '../operators/type-operators.ts';
import { REFERENCE } from './reference.ts';

type StaticMember = (io: ShellIo) => PsValue;
type StaticMethod = (args: readonly PsValue[], io: ShellIo) => PsValue | Promise<PsValue>;

const MEMBERS: ReadonlyMap<string, StaticMember> = new Map<string, StaticMember>([
  ['system.datetime::now', (io) => new PsDateTime(io.now().getTime())],
  [
    'system.datetime::utcnow',
    (io) => new PsDateTime(io.now().getTime() + io.now().getTimezoneOffset() * 60_000),
  ],
  ['system.datetime::today', (io) => new PsDateTime(new Date(io.now()).setHours(0, 0, 0, 0))],
  ['system.datetime::minvalue', () => new PsDateTime(-62_135_596_800_000)],
  ['system.datetime::maxvalue', () => new PsDateTime(253_402_300_799_999)],
  ['system.string::empty', () => ''],
  ['system.math::pi', () => Math.PI],
  ['system.math::e', () => Math.E],
  ['system.double::maxvalue', () => Number.MAX_VALUE],
  ['system.double::minvalue', () => -Number.MAX_VALUE],
  ['system.double::nan', () => Number.NaN],
  ['system.double::positiveinfinity', () => Number.POSITIVE_INFINITY],
  ['system.double::negativeinfinity', () => Number.NEGATIVE_INFINITY],
  ['system.decimal::maxvalue', () => new PsNumber('Decimal', { units: 2n ** 96n - 1n, scale: 0 })],
  ['system.decimal::minvalue', () => new PsNumber('Decimal', { units: 1n - 2n ** 96n, scale: 0 })],
  ['system.timespan::zero', () => ({ $: 'timespan', ms: 0 })],
  ['system.environment::newline', () => '\r\n'],
  ['system.environment::machinename', (io) => io.env('COMPUTERNAME') ?? io.env('HOSTNAME') ?? ''],
  ['system.environment::username', (io) => io.env('USERNAME') ?? io.env('USER') ?? ''],
  [
    'system.guid::empty',
    () => ({ $: 'typed', type: 'System.Guid', text: '00000000-0000-0000-0000-000000000000' }),
  ],
  ['system.io.path::directoryseparatorchar', () => '/'],
]);

/** `[type]::Name`; of an enumeration, the name itself. shell-language.md §3.5 */
export function staticMember(io: ShellIo, type: string, name: string): PsValue {
  const known = MEMBERS.get(`${type}::${name}`.toLowerCase());
  const limit = known === undefined ? limitOf(type, name.toLowerCase()) : null;
  if (limit !== null) return limit;
  if (known !== undefined) return known(io);
  if (/text\.encoding$/i.test(type)) return encodingNamed(name);
  if (/dayofweek$/i.test(type)) return convertTo(name, type);
  if (/net\.ipaddress$/i.test(type)) return wellKnownAddress(name);
  return new RegExp('^(?:system\\.(?:math|datetime|string|io\\.\\w+)$)', 'i').test(type) ? null : name;
}

const ADDRESSES: Readonly<Record<string, string>> = {
  any: '0.0.0.0',
  loopback: '127.0.0.1',
  broadcast: '255.255.255.255',
  ipv6any: '::',
  ipv6loopback: '::1',
};

function wellKnownAddress(name: string): PsValue {
  const text = ADDRESSES[name.toLowerCase()];
  return text === undefined ? null : convertTo(text, 'ipaddress');
}

/** `[int]::MaxValue` and its like. */
function limitOf(type: string, name: string): PsValue | null {
  if (name !== 'maxvalue' && name !== 'minvalue') return null;
  for (const [short, limits] of Object.entries(LIMITS)) {
    if (type.toLowerCase() === `system.${short.toLowerCase()}`)
      return convertTo(new PsNumber('Int64', name === 'minvalue' ? limits[0] : limits[1]), type);
  }
  return null;
}

/** `[type]::Method(…)`
 *  @throws ShellError where it is not known */
export async function callStatic(
  io: ShellIo,
  type: string,
  name: string,
  args: readonly PsValue[],
): Promise<PsValue> {
  const method = METHODS.get(`${type}::${name}`.toLowerCase());
  if (method !== undefined) return method(args, io);
  if (/\bregex$/i.test(type)) {
    const found = callRegex(name.toLowerCase(), args);
    if (found !== undefined) return found;
  }
  if (name.toLowerCase() === 'new') return made(type, args);
  if (name.toLowerCase() === 'tryparse') return tryParse(type, args);
  if (name.toLowerCase() === 'parse') return convertTo(args[0] ?? null, type);
  throw runtimeError(
    `Method invocation failed because [${type}] does not contain a method named '${name}'.`,
    'MethodNotFound',
    { target: name, targetType: 'String' },
  );
}

function made(type: string, args: readonly PsValue[]): PsValue {
  const value = construct(type, args);
  if (value !== undefined && value !== null) return value;
  throw runtimeError(
    `Cannot find an overload for "new" and the argument count: "${args.length}".`,
    'MethodCountCouldNotFindBest',
  );
}

/** `[ipaddress]::TryParse($text, [ref]$found)` */
function tryParse(type: string, args: readonly PsValue[]): PsValue {
  const [text = null] = args;
  const found = asType(toText(text).trim() === '' ? null : text, new PsType(type));
  const reference = args.at(-1);
  if (reference instanceof PsObject && reference.typeName === REFERENCE) reference.set('Value', found);
  return found !== null;
}

/** A function whose result is a Double. */
function real(apply: (...values: number[]) => number): StaticMethod {
  return (args) => double(apply(...args.map((arg) => toNumber(arg))));
}

function absolute(args: readonly PsValue[]): PsValue {
  const value = toNumeric(args[0] ?? null);
  return approximate(value) < 0 ? calculate('-', 0, value) : value;
}

/** The larger (sign 1) or smaller (sign -1) of two. */
function extreme(sign: 1 | -1): StaticMethod {
  return (args) => {
    const [a, b] = [toNumeric(args[0] ?? null), toNumeric(args[1] ?? null)];
    return compareValues(a, b, { caseSensitive: true }) * sign >= 0 ? a : b;
  };
}

function span(unitMs: number): StaticMethod {
  return (args) => ({ $: 'timespan', ms: toNumber(args[0] ?? null) * unitMs });
}

function round(args: readonly PsValue[]): PsValue {
  const digits = isNumber(args[1]) ? approximate(args[1]) : 0;
  const value = toNumeric(args[0] ?? null);
  const exact = numericType(value) === 'Decimal' ? toDecimal(value) : null;
  if (exact !== null) return new PsNumber('Decimal', roundDecimal(exact, digits));
  const factor = 10 ** digits;
  const scaled = Number((approximate(value) * factor).toPrecision(15));
  return double(roundHalfToEven(scaled) / factor);
}

function joinTexts(args: readonly PsValue[]): string {
  const [separator = null, ...rest] = args;
  const items = rest.length === 1 ? (itemsOf(rest[0] ?? null) ?? rest) : rest;
  return items.map((item) => toText(item)).join(toText(separator));
}

/** Formats of digits and separators: y M d H h m s f t; others are read as any date is. */
function parseExact(args: readonly PsValue[]): PsValue {
  const [text, format] = [toText(args[0] ?? null), toText(args[1] ?? null)];
  const found = dateByFormat(text, format);
  if (found !== null) return new PsDateTime(found);
  throw runtimeError(
    `Exception calling "ParseExact" with "${args.length}" argument(s): "String was not recognized as a valid DateTime."`,
    'FormatException',
    { category: 'NotSpecified', reason: 'MethodInvocationException', inner: 'FormatException' },
  );
}

function daysInMonth(args: readonly PsValue[]): PsValue {
  const [year = 0, month = 0] = args.map((arg) => toNumber(arg, 'System.Int32'));
  return new Date(year, month, 0).getDate();
}

function compareTexts([a = null, b = null, ignoreCase = null]: readonly PsValue[]): PsValue {
  return Math.sign(compareValues(toText(a), toText(b), { caseSensitive: ignoreCase !== true }));
}

const METHODS: ReadonlyMap<string, StaticMethod> = new Map<string, StaticMethod>([
  ['system.math::abs', absolute],
  ['system.math::ceiling', real(Math.ceil)],
  ['system.math::floor', real(Math.floor)],
  ['system.math::truncate', real(Math.trunc)],
  ['system.math::max', extreme(1)],
  ['system.math::min', extreme(-1)],
  ['system.math::pow', real(Math.pow)],
  ['system.math::sqrt', real(Math.sqrt)],
  ['system.math::log10', real(Math.log10)],
  ['system.math::round', round],
  ['system.string::isnullorempty', (args) => toText(args[0] ?? null) === ''],
  ['system.string::isnullorwhitespace', (args) => toText(args[0] ?? null).trim() === ''],
  ['system.string::join', joinTexts],
  ['system.string::concat', (args) => args.map((arg) => toText(arg, '')).join('')],
  [
    'system.string::format',
    ([format = null, ...values]) =>
      formatOperator(toText(format), values.length === 1 ? (values[0] ?? null) : values),
  ],
  ['system.string::compare', compareTexts],
  ['system.string::equals', (args) => toText(args[0] ?? null) === toText(args[1] ?? null)],
  ['system.datetime::parse', (args) => convertTo(args[0] ?? null, 'datetime')],
  ['system.datetime::parseexact', parseExact],
  ['system.datetime::daysinmonth', daysInMonth],
  ['system.net.dns::gethostname', (_, io) => io.env('COMPUTERNAME') ?? io.env('HOSTNAME') ?? ''],
  ...FILE_METHODS,
  ['system.guid::newguid', (_, io) => newGuid(io)],
  ['system.timespan::fromdays', span(86_400_000)],
  ['system.timespan::fromhours', span(3_600_000)],
  ['system.timespan::fromminutes', span(60_000)],
  ['system.timespan::fromseconds', span(1000)],
  ['system.timespan::frommilliseconds', span(1)],
  ['system.timespan::parse', (args) => ({ $: 'timespan', ms: parseTimeSpan(toText(args[0] ?? null)) ?? 0 })],
  ['system.convert::toint32', convertWithBase('int')],
  ['system.convert::toint64', convertWithBase('long')],
  ['system.convert::tobyte', convertWithBase('byte')],
  ['system.convert::todatetime', (args) => convertTo(args[0] ?? null, 'datetime')],
  ['system.convert::todecimal', (args) => convertTo(args[0] ?? null, 'decimal')],
  ['system.convert::tobase64string', toBase64],
  ['system.convert::frombase64string', fromBase64],
  ['system.convert::todouble', (args) => convertTo(args[0] ?? null, 'double')],
  ['system.convert::toboolean', (args) => convertTo(args[0] ?? null, 'bool')],
  ['system.convert::tostring', textInBase],
  ['system.environment::getenvironmentvariable', (args, io) => io.env(toText(args[0] ?? null)) ?? null],
]);

/** A random GUID of version 4. */
function newGuid(io: ShellIo): PsValue {
  const { random } = io;
  if (random === undefined) throw runtimeError('There is no source of random numbers here.', 'NotSupported');
  const text = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
  return { $: 'typed', type: 'System.Guid', text, members: { Guid: text } };
}

import { isTagged, itemsOf } from '../format/kinds.ts';
import { typedArray } from './array-type.ts';
import { convertTo, isKnownType, toNumber } from './convert.ts';
import { exceptionObject, exceptionType } from './exceptions.ts';
import { toText } from './text.ts';
import { fullTypeName } from './type-name.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, type PsValue } from './value.ts';

type Constructor = (args: readonly PsValue[]) => PsValue;

/** `New-Object Type arguments`, `[Type]::new(arguments)`.
 *  @returns null where the arguments do not fit, undefined where there is no such type. shell-language.md §10 */
export function construct(written: string, args: readonly PsValue[]): PsValue | undefined {
  const type = fullTypeName(written);
  const [first = null] = args;
  if (type.endsWith('[]')) return emptyArray(type.slice(0, -2), first);
  const lower = type.toLowerCase();
  const known = CONSTRUCTORS.get(lower);
  if (known !== undefined) return known(args);
  if (/^(?:system\.)?collections\.generic\.(?:sorted)?dictionary\[/.test(lower)) return new PsHashtable(true);
  if (/^(?:system\.)?collections\.generic\.(?:list|hashset)\[/.test(lower)) return list('List')(args);
  const exception = exceptionType(type);
  if (exception !== null) return exceptionObject(exception, toText(first), args[1] ?? null);
  if (!isKnownType(type)) return undefined;
  return args.length === 0 && !lower.startsWith('microsoft.') ? null : convertTo(first, type);
}

function emptyArray(element: string, length: PsValue): PsValue {
  const count = toNumber(length, 'System.Int32');
  if (!Number.isInteger(count) || count < 0) return null;
  const empty = EMPTY[element] ?? null;
  return typedArray(
    Array.from({ length: count }, () => empty),
    element,
  );
}

const EMPTY: Readonly<Record<string, PsValue>> = {
  'System.Int32': 0,
  'System.Int64': 0,
  'System.Byte': 0,
  'System.Double': 0,
  'System.Boolean': false,
};

const bag: Constructor = () => new PsObject({ typeName: 'PSCustomObject' });

function list(typeName: string): Constructor {
  return ([first = null]) => new PsList(typeName, first === null ? [] : [...(itemsOf(first) ?? [])]);
}

/** Name and SecureString; `[pscredential]::new` takes plain text too. */
function credential(args: readonly PsValue[]): PsValue {
  const [user = null, secret = null] = args;
  if (typeof user !== 'string' || user === '' || !isTagged(secret) || secret.$ !== 'secret') return null;
  return { $: 'credential', user, password: secret.text };
}

/** Ticks, or hours, minutes and seconds, or days before these. */
function timespan(args: readonly PsValue[]): PsValue {
  const parts = args.map((arg) => toNumber(arg));
  if (parts.length === 1) return { $: 'timespan', ms: (parts[0] ?? 0) / 10_000 };
  const [days, hours, minutes, seconds, rest] = parts.length === 3 ? [0, ...parts] : parts;
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return { $: 'timespan', ms: total * 1000 + (rest ?? 0) };
}

function date(args: readonly PsValue[]): PsValue {
  const [year, month, day, ...clock] = args.map((arg) => toNumber(arg));
  if (year === undefined || month === undefined || day === undefined) return null;
  const [hour = 0, minute = 0, second = 0] = clock;
  return new PsDateTime(new Date(year, month - 1, day, hour, minute, second).getTime());
}

/** `'x', 5` repeats a character; characters become a text. */
function text(args: readonly PsValue[]): PsValue {
  const [first = null, count = null] = args;
  if (count !== null) return toText(first).repeat(toNumber(count, 'System.Int32'));
  return (itemsOf(first) ?? [first]).map((item) => toText(item)).join('');
}

function version(args: readonly PsValue[]): PsValue {
  return convertTo(args.map((arg) => toText(arg)).join('.'), 'version');
}

const CONSTRUCTORS: ReadonlyMap<string, Constructor> = new Map<string, Constructor>([
  ['system.object', bag],
  ['system.management.automation.psobject', bag],
  ['system.management.automation.pscustomobject', bag],
  ['system.management.automation.pscredential', credential],
  ['system.collections.arraylist', list('ArrayList')],
  ['system.collections.hashtable', () => new PsHashtable()],
  ['system.collections.specialized.ordereddictionary', () => new PsHashtable(true)],
  ['system.timespan', timespan],
  ['system.datetime', date],
  ['system.string', text],
  ['system.version', version],
  ['system.guid', ([first = null]) => convertTo(first ?? '00000000-0000-0000-0000-000000000000', 'guid')],
]);

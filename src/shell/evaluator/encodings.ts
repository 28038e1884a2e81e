import { runtimeError } from '../errors/shell-error.ts';
import { itemsOf } from '../format/kinds.ts';
import type { ShellIo } from '../io.ts';
import { typedArray } from '../values/array-type.ts';
import { convertTo, toNumber } from '../values/convert.ts';
import { integer } from '../values/number.ts';
import { toText } from '../values/text.ts';
import type { PsScalar, PsValue } from '../values/value.ts';

type Encoding = 'UTF8' | 'ASCII' | 'Unicode';

const NAMES: Readonly<Record<string, Encoding>> = {
  utf8: 'UTF8',
  default: 'UTF8',
  ascii: 'ASCII',
  unicode: 'Unicode',
};

/** `[System.Text.Encoding]::UTF8`. @returns null where there is no such encoding */
export function encodingNamed(name: string): PsScalar | null {
  const known = NAMES[name.toLowerCase().replace('utf-8', 'utf8')];
  return known === undefined ? null : { $: 'typed', type: `System.Text.${known}Encoding`, text: known };
}

/** GetBytes and GetString of an encoding. @returns undefined where there is no such method */
export function callEncoding(type: string, lower: string, args: readonly PsValue[]): PsValue | undefined {
  const name = NAMES[/^System\.Text\.(\w+)Encoding$/.exec(type)?.[1]?.toLowerCase() ?? ''];
  const [first = null] = args;
  if (name === undefined) return undefined;
  if (lower === 'getbytes') return bytes(encoded(toText(first, ''), name));
  return lower === 'getstring' ? decoded(octets(first), name) : undefined;
}

function encoded(text: string, name: Encoding): readonly number[] {
  if (name === 'UTF8') return [...new TextEncoder().encode(text)];
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  if (name === 'ASCII') return units.map((unit) => (unit < 128 ? unit : 63));
  return units.flatMap((unit) => [unit % 256, unit >> 8]);
}

function decoded(from: readonly number[], name: Encoding): string {
  if (name === 'ASCII') return String.fromCharCode(...from.map((octet) => (octet < 128 ? octet : 63)));
  return new TextDecoder(name === 'UTF8' ? 'utf-8' : 'utf-16le').decode(Uint8Array.from(from));
}

function octets(value: PsValue): readonly number[] {
  return (value === null ? [] : (itemsOf(value) ?? [value])).map((item) =>
    toNumber(convertTo(item, 'byte'), 'System.Byte'),
  );
}

function bytes(from: Iterable<number>): PsValue[] {
  return typedArray(
    [...from].map((octet) => integer(BigInt(octet), 'Byte')),
    'System.Byte',
  );
}

/** A file's octets, as `Byte[]`; rejects with a readable message where it cannot be read. */
export async function fileOctets(io: ShellIo, path: string): Promise<PsValue[]> {
  return bytes(
    io.readOctets === undefined
      ? new TextEncoder().encode(await io.readFile(path))
      : await io.readOctets(path),
  );
}

export function toBase64(args: readonly PsValue[]): string {
  return btoa(String.fromCharCode(...octets(args[0] ?? null)));
}

export function fromBase64(args: readonly PsValue[]): PsValue {
  const text = toText(args[0] ?? null);
  try {
    return bytes([...atob(text)].map((letter) => letter.charCodeAt(0)));
  } catch {
    throw runtimeError(
      'Exception calling "FromBase64String" with "1" argument(s): "The input is not a valid Base-64 string."',
      'FormatException',
      { category: 'NotSpecified', reason: 'MethodInvocationException' },
    );
  }
}

/** `[convert]::ToInt32("ff", 16)`, to the type that is named */
export function convertWithBase(type: string): (args: readonly PsValue[]) => PsValue {
  return ([value = null, base = null]) => {
    if (base === null) return convertTo(value, type);
    const radix = toNumber(base, 'System.Int32');
    const parsed = Number.parseInt(toText(value), radix);
    return convertTo(Number.isNaN(parsed) ? toText(value) : parsed, type);
  };
}

/** `[convert]::ToString(10, 2)` */
export function textInBase([value = null, base = null]: readonly PsValue[]): string {
  return base === null ? toText(value) : toNumber(value).toString(toNumber(base, 'System.Int32'));
}

import { isTagged } from '../format/kinds.ts';
import { cellText } from '../format/value-text.ts';
import { PsDateTime, type PsValue } from '../values/value.ts';

export type CaseOption = Readonly<{ caseSensitive: boolean }>;

const FOLDED = new Intl.Collator('en-US', { sensitivity: 'accent' });
const EXACT = new Intl.Collator('en-US', { sensitivity: 'variant' });

/** Order of two values as Sort-Object and Measure-Object see it: $null first, values of one kind by their size,
 *  addresses by number, everything else by its text. shell-language.md §10 */
export function orderValues(a: PsValue, b: PsValue, options: CaseOption): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const left = magnitude(a);
  const right = magnitude(b);
  if (left !== null && right !== null && left.kind === right.kind) return compareParts(left.parts, right.parts);
  return (options.caseSensitive ? EXACT : FOLDED).compare(plainText(a), plainText(b));
}

export function sameValue(a: PsValue, b: PsValue, options: CaseOption): boolean {
  if (a === null || b === null) return a === b;
  const left = plainText(a);
  const right = plainText(b);
  return options.caseSensitive ? left === right : left.toLowerCase() === right.toLowerCase();
}

/** All of the value: nothing of a collection is left out. */
export function plainText(value: PsValue): string {
  return cellText(value, { limit: -1 });
}

type Magnitude = Readonly<{ kind: string; parts: readonly (number | bigint)[] }>;

/** What a value of a comparable type compares by; null where its text has to do. */
function magnitude(value: PsValue): Magnitude | null {
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'number', parts: [Number(value)] };
  if (value instanceof PsDateTime) return { kind: 'datetime', parts: [value.ms] };
  if (!isTagged(value)) return null;
  switch (value.$) {
    case 'size':
      return { kind: 'number', parts: [value.bytes] };
    case 'timespan':
      return { kind: 'timespan', parts: [value.ms] };
    case 'unlimited':
      return { kind: 'number', parts: [Number.POSITIVE_INFINITY] };
    case 'enum':
      return { kind: `enum ${value.type}`, parts: [value.value] };
    case 'typed':
      return addressMagnitude(value.text);
    default:
      return null;
  }
}

/** IPv4 before IPv6, then by number; a range by its first address. */
function addressMagnitude(text: string): Magnitude | null {
  const [first = ''] = text.split(/[-/]/);
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::(\d+))?$/.exec(first);
  if (four !== null) return { kind: 'address', parts: [4, ...four.slice(1).map((part) => Number(part ?? 0))] };
  const six = /^\[?([0-9a-f:]+)\]?(?::(\d+))?$/i.exec(first);
  if (six?.[1]?.includes(':') !== true) return null;
  return { kind: 'address', parts: [6, ...groupsOf(six[1])] };
}

function groupsOf(address: string): number[] {
  const [before = '', after] = address.split('::');
  const front = before === '' ? [] : before.split(':');
  const back = after === undefined || after === '' ? [] : after.split(':');
  const middle = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...middle, ...back].map((group) => Number.parseInt(group, 16));
}

function compareParts(a: Magnitude['parts'], b: Magnitude['parts']): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? 0;
    if (part !== other) return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

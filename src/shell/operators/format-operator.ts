import { runtimeError } from '../errors/shell-error.ts';
import { generalDate } from '../format/dotnet-date.ts';
import { itemsOf } from '../format/kinds.ts';
import { formattedText } from '../format/value-text.ts';
import { toText } from '../values/text.ts';
import { PsDateTime, type PsValue } from '../values/value.ts';

const ITEM = /\{\{|\}\}|\{\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?(?::([^}]*))?\}/g;

/** `-f`: .NET composite formatting. shell-language.md §3.4 */
export function formatOperator(format: string, right: PsValue): string {
  const values = right === null ? [null] : (itemsOf(right) ?? [right]);
  const stripped = format.replaceAll(ITEM, '');
  if (/[{}]/.test(stripped)) throw formatError('Input string was not in a correct format.');
  return format.replaceAll(ITEM, (whole, index?: string, width?: string, picture?: string) => {
    if (whole === '{{') return '{';
    if (whole === '}}') return '}';
    const position = Number(index);
    if (position >= values.length) {
      throw formatError(
        'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
      );
    }
    return padded(itemText(values[position] ?? null, picture), Number(width ?? 0));
  });
}

function itemText(value: PsValue, picture: string | undefined): string {
  if (value instanceof PsDateTime && picture === undefined) return generalDate(value.ms);
  if (picture === undefined || typeof value === 'string' || value === null) return toText(value);
  return formattedText(value, picture) ?? toText(value);
}

function padded(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

function formatError(reason: string): Error {
  return runtimeError(`Error formatting a string: ${reason}.`, 'FormatError', {
    category: 'InvalidOperation',
  });
}

import { generalDate } from '../../format/dotnet-date.ts';
import { itemsOf } from '../../format/kinds.ts';
import { equalValues } from '../../operators/compare.ts';
import { toText } from '../../values/text.ts';
import { typeNameOf } from '../../values/type-name.ts';
import { PsDateTime, PsList, PsType, type PsValue } from '../../values/value.ts';

/** What everything can do. shell-language.md §3.6
 *  @returns undefined where there is no such method */
export function callAny(
  value: Exclude<PsValue, null>,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  switch (lower) {
    case 'tostring':
      return ownText(value);
    case 'gettype':
      return new PsType(typeNameOf(value));
    case 'equals':
      return equalValues(value, args[0] ?? null, { caseSensitive: true });
    case 'gethashcode':
      return [...toText(value)].reduce(
        (hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) % 2_147_483_647,
        7,
      );
    default:
      return undefined;
  }
}

/** ToString(): a collection's is its type's name. */
function ownText(value: PsValue): string {
  if (value instanceof PsDateTime) return generalDate(value.ms);
  if (value instanceof PsList && value.typeName === 'MultiValuedProperty') return toText(value);
  return itemsOf(value) === null ? toText(value) : typeNameOf(value);
}

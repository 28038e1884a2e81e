import { runtimeError } from '../../errors/shell-error.ts';
import { equalValues } from '../../operators/compare.ts';
import { toText } from '../../values/text.ts';
import { PsHashtable, PsObject, type PsValue } from '../../values/value.ts';

/** @returns undefined where there is no such method. shell-language.md §3.6 */
export function callHashtable(
  table: PsHashtable,
  lower: string,
  args: readonly PsValue[],
): PsValue | undefined {
  const [key = null, value = null] = args;
  switch (lower) {
    case 'add':
      return add(table, key, value);
    case 'remove':
      table.delete(key);
      return null;
    case 'containskey':
    case 'contains':
      return table.has(key);
    case 'containsvalue':
      return table.entries().some((entry) => equalValues(entry.value, key, { caseSensitive: true }));
    case 'clear':
      table.clear();
      return null;
    case 'getenumerator':
      return table.entries().map((entry) => entryObject(entry.key, entry.value));
    case 'get_item':
      return table.get(key);
    case 'clone':
      return copyOf(table);
    default:
      return undefined;
  }
}

function add(table: PsHashtable, key: PsValue, value: PsValue): PsValue {
  if (table.has(key)) {
    throw runtimeError(
      `Exception calling "Add" with "2" argument(s): "Item has already been added. Key in dictionary: '${toText(key)}'  Key being added: '${toText(key)}'"`,
      'ArgumentException',
      { category: 'NotSpecified', reason: 'MethodInvocationException' },
    );
  }
  table.set(key, value);
  return null;
}

function entryObject(key: PsValue, value: PsValue): PsObject {
  return new PsObject({ typeName: 'DictionaryEntry', text: 'System.Collections.DictionaryEntry' })
    .set('Name', key)
    .set('Key', key)
    .set('Value', value);
}

function copyOf(table: PsHashtable): PsHashtable {
  const copy = new PsHashtable(table.ordered);
  for (const { key, value } of table.entries()) copy.set(key, value);
  return copy;
}

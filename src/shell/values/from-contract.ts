import type { Value } from '../../admin/contract/values.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, type PsValue } from './value.ts';

/** A value that a command returned, as the language sees it. */
export function fromContract(value: Value): PsValue {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(fromContract);
  switch (value.$) {
    case 'datetime':
      return new PsDateTime(Date.parse(value.iso));
    case 'list':
      return new PsList('MultiValuedProperty', value.items.map(fromContract));
    case 'table': {
      const table = new PsHashtable();
      for (const [key, item] of value.entries) table.set(key, fromContract(item));
      return table;
    }
    case 'object': {
      const object = new PsObject({ typeName: value.type, text: value.text, source: value });
      for (const [name, item] of value.properties) object.set(name, fromContract(item));
      return object;
    }
    default:
      return value;
  }
}

function isArray(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

import { shortTypeName } from '../format/type-names.ts';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import { parseXml, XmlError, type XmlElement } from '../xml/parse-xml.ts';
import { readPrimitive } from './primitives.ts';
import { decodeString } from './strings.ts';

export type ClixmlContent = Readonly<{
  /** One value for each exported object. */
  values: readonly PsValue[];
  /** What could not be read: passwords, references that lead nowhere. */
  warnings: readonly string[];
}>;

/** Reads what Export-Clixml wrote. Objects come back as `Deserialized.<type>` with their properties and text; enums,
 *  lists and simple values as what they were. Nothing is executed and no serialized .NET data is looked into.
 *  shell-language.md §14
 *  @throws XmlError where the text is no CLIXML */
export function readClixml(text: string): ClixmlContent {
  const root = parseXml(text);
  if (root.name !== 'Objs') throw new XmlError('The root element is not Objs: this is no CLIXML file.');
  const reader = new ClixmlReader();
  const values = root.children.flatMap((child) => {
    const value = reader.value(child);
    return value === undefined ? [] : [value];
  });
  return { values, warnings: reader.warnings };
}

const CONTAINERS = new Set(['LST', 'IE', 'QUE', 'STK']);

class ClixmlReader {
  readonly warnings: string[] = [];
  /** By RefId; both counters run through the whole file. shell-language.md §14.2 */
  readonly #objects = new Map<string, PsValue>();
  readonly #typeNames = new Map<string, readonly string[]>();

  /** @returns undefined for what is no value: progress records, elements of a later version */
  value(element: XmlElement): PsValue | undefined {
    switch (element.name) {
      case 'Obj':
        return this.#object(element);
      case 'Ref':
        return this.#reference(element);
      case 'SS':
        this.#warn(
          `${nameOf(element) ?? 'A value'} is a password that only its owner's machine can read; it is empty here.`,
        );
        return null;
      default:
        return readPrimitive(element);
    }
  }

  #warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  #reference(element: XmlElement): PsValue {
    const id = element.attributes.get('RefId') ?? '';
    const found = this.#objects.get(id);
    if (found !== undefined) return found;
    this.#warn(
      `${nameOf(element) ?? 'A value'} refers to object ${id}, which the file does not have; it is empty here.`,
    );
    return null;
  }

  #object(element: XmlElement): PsValue {
    const types = this.#types(element);
    const text = element.children.find((child) => child.name === 'ToString')?.text ?? null;
    const id = element.attributes.get('RefId');
    const container = element.children.find((child) => CONTAINERS.has(child.name) || child.name === 'DCT');
    const value =
      container === undefined
        ? this.#scalarOrBag(element, { types, text: text === null ? null : decodeString(text), id })
        : this.#collection(container, types, id);
    if (id !== undefined) this.#objects.set(id, value);
    return value;
  }

  #types(element: XmlElement): readonly string[] {
    const names = element.children.find((child) => child.name === 'TN' || child.name === 'TNRef');
    if (names === undefined) return [];
    const id = names.attributes.get('RefId') ?? '';
    if (names.name === 'TNRef') return this.#typeNames.get(id) ?? [];
    const types = names.children
      .filter((child) => child.name === 'T')
      .map((child) => decodeString(child.text));
    this.#typeNames.set(id, types);
    return types;
  }

  /** The collection is known under its id before its elements are read: one of them may refer back to it. */
  #collection(element: XmlElement, types: readonly string[], id: string | undefined): PsValue {
    if (element.name === 'DCT') return this.#table(element, types, id);
    const items: PsValue[] = [];
    const list = listOf(types, items);
    if (id !== undefined) this.#objects.set(id, list);
    for (const child of element.children) {
      const item = this.value(child);
      if (item !== undefined) items.push(item);
    }
    return list;
  }

  #table(element: XmlElement, types: readonly string[], id: string | undefined): PsHashtable {
    const table = new PsHashtable(types.some((type) => type.endsWith('OrderedDictionary')));
    if (id !== undefined) this.#objects.set(id, table);
    for (const entry of element.children) {
      const [key, value] = ['Key', 'Value'].map((name) =>
        entry.children.find((child) => nameOf(child) === name),
      );
      if (key === undefined) continue;
      table.set(this.value(key) ?? null, value === undefined ? null : (this.value(value) ?? null));
    }
    return table;
  }

  #scalarOrBag(element: XmlElement, known: Known): PsValue {
    const primitive = element.children.find((child) => readPrimitive(child) !== undefined);
    if (primitive === undefined) return this.#bag(element, known);
    const value = readPrimitive(primitive) ?? null;
    if (known.types.some((type) => type.endsWith('System.Enum')) && typeof value === 'number') {
      return { $: 'enum', type: known.types[0] ?? '', text: known.text ?? String(value), value };
    }
    return value;
  }

  #bag(element: XmlElement, { types, text, id }: Known): PsObject {
    const object = new PsObject({ typeName: deserialized(types[0]), text });
    if (id !== undefined) this.#objects.set(id, object);
    for (const part of element.children) {
      if (part.name === 'Props' || part.name === 'MS') this.#properties(part, object);
    }
    return object;
  }

  #properties(part: XmlElement, object: PsObject): void {
    for (const child of part.children) {
      const name = nameOf(child);
      if (name === undefined || name === 'SerializationData') continue;
      const value = this.value(child);
      if (value !== undefined) object.set(name, value);
    }
  }
}

type Known = Readonly<{ types: readonly string[]; text: string | null; id: string | undefined }>;

function nameOf(element: XmlElement): string | undefined {
  const name = element.attributes.get('N');
  return name === undefined ? undefined : decodeString(name);
}

function listOf(types: readonly string[], items: PsValue[]): PsValue {
  const [type = ''] = types;
  if (/\bMultiValuedProperty`1/.test(type)) return new PsList('MultiValuedProperty', items);
  return type.endsWith('System.Collections.ArrayList') ? new PsList('ArrayList', items) : items;
}

/** The short name that selects the view, marked as read from a file. */
function deserialized(type: string | undefined): string {
  const live = (type ?? 'System.Management.Automation.PSCustomObject').replace(/^Deserialized\./, '');
  return `Deserialized.${shortTypeName(live)}`;
}

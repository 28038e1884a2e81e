import type { AdminObject, Value } from '../../admin/contract/values.ts';
import { numberText, PsNumber } from './number.ts';
import type { FormatRequest } from '../format/renderer.ts';

/** A value of the shell's language at run time.
 *  - `null`, booleans, strings; numbers are JavaScript numbers, or a PsNumber where their type is not plain from them.
 *  - JavaScript arrays are object[] (fixed size for scripts); pipelines collect into them.
 *  - Exchange's scalar types stay the tagged values of the contract ({$:'size'} …), for they are immutable data. */
export type PsValue =
  | null
  | boolean
  | number
  | PsNumber
  | string
  | PsValue[]
  | PsScalar
  | PsDateTime
  | PsList
  | PsHashtable
  | PsObject
  | PsScriptBlock
  | PsType
  | FormatRequest;

/** The tagged scalars of the contract that need no class of their own. */
export type PsScalar = Extract<
  Value,
  Readonly<{ $: 'size' | 'unlimited' | 'timespan' | 'enum' | 'typed' | 'credential' | 'secret' }>
>;

/** [datetime]: an instant shown in local time (culture en-US). */
export class PsDateTime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A list with Add and Remove: MultiValuedProperty of Exchange objects, ArrayList ($Error). */
export class PsList {
  readonly typeName: string;
  readonly items: PsValue[];
  constructor(typeName: string, items: PsValue[]) {
    this.typeName = typeName;
    this.items = items;
  }
}

/** @{…}, [ordered]@{…}. Keys compare without case; the spelling of the first writing stays. */
export class PsHashtable {
  readonly ordered: boolean;
  readonly #entries = new Map<unknown, { key: PsValue; value: PsValue }>();
  constructor(ordered = false) {
    this.ordered = ordered;
  }
  get size(): number {
    return this.#entries.size;
  }
  has(key: PsValue): boolean {
    return this.#entries.has(identityOf(key));
  }
  get(key: PsValue): PsValue {
    return this.#entries.get(identityOf(key))?.value ?? null;
  }
  set(key: PsValue, value: PsValue): void {
    const known = this.#entries.get(identityOf(key));
    if (known === undefined) this.#entries.set(identityOf(key), { key, value });
    else known.value = value;
  }
  delete(key: PsValue): void {
    this.#entries.delete(identityOf(key));
  }
  clear(): void {
    this.#entries.clear();
  }
  entries(): { key: PsValue; value: PsValue }[] {
    return [...this.#entries.values()];
  }
}

/** What makes two keys the same: text without case, scalars by value, other objects by reference. */
function identityOf(key: PsValue): unknown {
  if (typeof key === 'string') return `s:${key.toLowerCase()}`;
  if (typeof key !== 'object' || key === null) return `${typeof key}:${key}`;
  if (key instanceof PsNumber) return `${key.type}:${numberText(key)}`;
  if (key instanceof PsDateTime) return `d:${key.ms}`;
  return '$' in key ? `v:${JSON.stringify(key)}` : key;
}

/** An object with named properties in order: results of commands, [pscustomobject], rows of Import-Csv, error records,
 *  results of Group-Object and so on. `typeName` (short: ReceiveConnector, ADPermission, PSCustomObject …) selects the
 *  default view. */
export class PsObject {
  readonly typeName: string;
  /** Text of the object where one is needed; null: the @{a=b; c=d} form. */
  readonly text: string | null;
  /** What the command returned, for binding it to -Identity again. */
  readonly source: AdminObject | null;
  readonly #properties = new Map<string, { name: string; value: PsValue }>();
  constructor(options: Readonly<{ typeName: string; text?: string | null; source?: AdminObject | null }>) {
    this.typeName = options.typeName;
    this.text = options.text ?? null;
    this.source = options.source ?? null;
  }
  /** Real names in order. */
  names(): string[] {
    return [...this.#properties.values()].map((property) => property.name);
  }
  /** The property's real name, or null where there is none (without case). */
  realName(name: string): string | null {
    return this.#properties.get(name.toLowerCase())?.name ?? null;
  }
  has(name: string): boolean {
    return this.#properties.has(name.toLowerCase());
  }
  get(name: string): PsValue {
    return this.#properties.get(name.toLowerCase())?.value ?? null;
  }
  set(name: string, value: PsValue): this {
    const known = this.#properties.get(name.toLowerCase());
    if (known === undefined) this.#properties.set(name.toLowerCase(), { name, value });
    else known.value = value;
    return this;
  }
}

/** { … }: runs in the scope that the evaluator gives it. The evaluator makes these; everybody else only calls. */
export class PsScriptBlock {
  /** Source text between the braces. */
  readonly text: string;
  /** Runs with $_ set (and further arguments as $args or parameters); collects the output. */
  readonly invoke: (call: Readonly<{ underscore: PsValue; args?: readonly PsValue[] }>) => Promise<PsValue[]>;
  constructor(text: string, invoke: PsScriptBlock['invoke']) {
    this.text = text;
    this.invoke = invoke;
  }
}

/** [string], [Microsoft.Exchange.Data.IPRange] … as a value. */
export class PsType {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

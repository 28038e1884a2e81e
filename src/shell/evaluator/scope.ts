import type { ScriptBlock } from '../parser/ast.ts';
import type { PsValue } from '../values/value.ts';

type Variable = { readonly name: string; value: PsValue; type: string | null };

/** Variables and functions of one level. Reading looks outwards, writing stays here. shell-language.md §2 */
export class Scope {
  readonly parent: Scope | null;
  /** The script's own level, which `$script:` means. */
  readonly isScript: boolean;
  readonly #variables = new Map<string, Variable>();
  readonly #functions = new Map<string, Readonly<{ name: string; block: ScriptBlock }>>();

  constructor(parent: Scope | null, options: Readonly<{ isScript?: boolean }> = {}) {
    this.parent = parent;
    this.isScript = options.isScript ?? parent === null;
  }

  get global(): Scope {
    return this.parent === null ? this : this.parent.global;
  }

  get script(): Scope {
    return this.isScript || this.parent === null ? this : this.parent.script;
  }

  /** undefined = not set at any level */
  find(name: string): Variable | undefined {
    return this.#variables.get(name.toLowerCase()) ?? this.parent?.find(name);
  }

  get(name: string): PsValue {
    return this.find(name)?.value ?? null;
  }

  own(name: string): Variable | undefined {
    return this.#variables.get(name.toLowerCase());
  }

  set(name: string, value: PsValue, type: string | null = null): void {
    const known = this.#variables.get(name.toLowerCase());
    if (known === undefined) this.#variables.set(name.toLowerCase(), { name, value, type });
    else {
      known.value = value;
      if (type !== null) known.type = type;
    }
  }

  remove(name: string): void {
    this.#variables.delete(name.toLowerCase());
  }

  /** Names as first written, of all levels. */
  names(): string[] {
    const own = [...this.#variables.values()].map((variable) => variable.name);
    return [...new Set([...own, ...(this.parent?.names() ?? [])])];
  }

  defineFunction(name: string, block: ScriptBlock): void {
    this.#functions.set(name.toLowerCase(), { name, block });
  }

  findFunction(name: string): Readonly<{ name: string; block: ScriptBlock }> | undefined {
    return this.#functions.get(name.toLowerCase()) ?? this.parent?.findFunction(name);
  }

  functionNames(): string[] {
    const own = [...this.#functions.values()].map((entry) => entry.name);
    return [...new Set([...own, ...(this.parent?.functionNames() ?? [])])];
  }
}

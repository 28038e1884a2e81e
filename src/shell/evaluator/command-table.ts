import type { CommandSpec } from '../../admin/contract/command-spec.ts';
import { nearest } from '../errors/nearest.ts';
import type { UtilityCmdlet } from '../cmdlets/utility.ts';
import type { ScriptBlock } from '../parser/ast.ts';
import type { Scope } from './scope.ts';

export type Command =
  | Readonly<{ kind: 'function'; name: string; block: ScriptBlock }>
  | Readonly<{ kind: 'utility'; name: string; cmdlet: UtilityCmdlet }>
  | Readonly<{ kind: 'product'; name: string; spec: CommandSpec }>
  | Readonly<{ kind: 'script'; name: string; path: string }>;

/** Finds what a name runs: alias, function, cmdlet of the shell, command of the product, script file; then the same
 *  with `Get-` before it. shell-language.md §8 */
export class CommandTable {
  readonly aliases: Map<string, string>;
  readonly #utilities: ReadonlyMap<string, UtilityCmdlet>;
  readonly #specs: ReadonlyMap<string, CommandSpec>;

  constructor(
    given: Readonly<{
      aliases: ReadonlyMap<string, string>;
      utilities: readonly UtilityCmdlet[];
      specs: readonly CommandSpec[];
    }>,
  ) {
    this.aliases = new Map(given.aliases);
    this.#utilities = new Map(given.utilities.map((cmdlet) => [cmdlet.name.toLowerCase(), cmdlet]));
    this.#specs = new Map(given.specs.map((spec) => [spec.name.toLowerCase(), spec]));
  }

  find(name: string, scope: Scope): Command | null {
    return (
      this.#findExact(name, scope) ?? (/[-\\/.]/.test(name) ? null : this.#findExact(`Get-${name}`, scope))
    );
  }

  /** Names of all cmdlets and functions, sorted. */
  names(scope: Scope): string[] {
    const cmdlets = [...this.#utilities.values(), ...this.#specs.values()].map((command) => command.name);
    return [...new Set([...cmdlets, ...scope.functionNames()])].toSorted((a, b) =>
      a.toLowerCase() < b.toLowerCase() ? -1 : 1,
    );
  }

  /** The known name nearest to one that is not known, or null where none is near. */
  suggestion(name: string, scope: Scope): string | null {
    return nearest(
      name,
      this.names(scope).filter((candidate) => candidate.length > 3),
    );
  }

  #findExact(name: string, scope: Scope, depth = 0): Command | null {
    const alias = this.aliases.get(name.toLowerCase());
    const aliased = alias === undefined || depth > 8 ? null : this.#findExact(alias, scope, depth + 1);
    if (aliased !== null) return aliased;
    const defined = scope.findFunction(name);
    if (defined !== undefined) return { kind: 'function', ...defined };
    const cmdlet = this.#utilities.get(name.toLowerCase());
    if (cmdlet !== undefined) return { kind: 'utility', name: cmdlet.name, cmdlet };
    const spec = this.#specs.get(name.toLowerCase());
    if (spec !== undefined) return { kind: 'product', name: spec.name, spec };
    return /\.ps1$/i.test(name) ? { kind: 'script', name, path: name } : null;
  }
}

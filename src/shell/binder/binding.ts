import type { Extent } from '../lexer/source.ts';
import type { PsValue } from '../values/value.ts';
import type { Bindable } from './signature.ts';

/** A value on its way to a parameter. */
export type Given = Readonly<{
  value: PsValue;
  /** The same with numbers as they were typed: `1.10` stays `1.10` for a string. shell-language.md §1.1 */
  asTyped: PsValue;
  extent: Extent;
}>;

/** An argument as it stands in the command, after evaluation. */
export type GivenArgument =
  | Readonly<{ kind: 'value'; given: Given }>
  | Readonly<{ kind: 'named'; name: string; value: Given | null; extent: Extent; splatted: boolean }>;

/** Parameters that have a value, by canonical name. */
export type Bound = Map<string, Readonly<{ parameter: Bindable; given: Given }>>;

export function isBound(bound: Bound, parameter: Bindable): boolean {
  return bound.has(parameter.name);
}

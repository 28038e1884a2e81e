import type { PsValue } from './value.ts';

/** Of arrays that are not object[]: the full name of the type of their elements. */
const ELEMENTS = new WeakMap<readonly PsValue[], string>();

/** The array, known from now on as one of this type: `[string[]]`, `New-Object int[] 3`. */
export function typedArray(items: PsValue[], element: string): PsValue[] {
  ELEMENTS.set(items, element);
  return items;
}

export function elementTypeOf(items: readonly PsValue[]): string {
  return ELEMENTS.get(items) ?? 'System.Object';
}

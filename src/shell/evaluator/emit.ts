import { itemsOf } from '../format/kinds.ts';
import type { PsValue } from '../values/value.ts';
import type { Context } from './context.ts';

/** Writes a value to the output; collections are enumerated one level. shell-language.md §6 */
export async function emitEach(context: Context, value: PsValue): Promise<void> {
  const items = value === null ? null : itemsOf(value);
  if (items === null) await context.emit(value);
  else for (const item of [...items]) await context.emit(item);
}

import { regexFrom } from '../operators/regex.ts';
import { toText } from '../values/text.ts';
import { PsHashtable, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';

/** -match on a scalar fills $Matches, on success only. shell-language.md §3.4 */
export function matchScalar(
  context: Context,
  left: PsValue,
  right: PsValue,
  caseSensitive: boolean,
): boolean {
  const match = regexFrom(toText(right), { caseSensitive }).exec(toText(left));
  if (match === null) return false;
  const names = Object.entries(match.groups ?? {});
  const table = new PsHashtable();
  for (const [name, text] of names) if (text !== undefined) table.set(name, text);
  const named = new Set(names.map(([, text]) => text));
  for (const [group, text] of [...match].entries()) {
    if (text !== undefined && !(group > 0 && names.length > 0 && named.has(text))) table.set(group, text);
  }
  context.scope.set('Matches', table);
  return true;
}

import { isVariableChar } from './characters.ts';
import { charAt, type Place, unterminated } from './place.ts';
import type { VariableName } from './token.ts';

/** A variable's name behind the `$` at `at`, with where it ends; null: the dollar sign is only a dollar sign.
 *  shell-language.md §2 */
export function scanVariable(
  place: Place,
  at: number,
): Readonly<{ variable: VariableName; end: number }> | null {
  const next = charAt(place, at + 1);
  if (next === '{') return scanBraced(place, at);
  if (next === '$' || next === '^') return { variable: { scope: null, name: next }, end: at + 2 };
  if (!isVariableChar(next)) return null;
  let end = at + 1;
  while (isVariableChar(charAt(place, end))) end++;
  const first = place.source.text.slice(at + 1, end);
  if (
    charAt(place, end) !== ':' ||
    charAt(place, end + 1) === ':' ||
    !isVariableChar(charAt(place, end + 1))
  ) {
    return { variable: { scope: null, name: first }, end };
  }
  let last = end + 1;
  while (isVariableChar(charAt(place, last))) last++;
  return {
    variable: { scope: first.toLowerCase(), name: place.source.text.slice(end + 1, last) },
    end: last,
  };
}

function scanBraced(place: Place, at: number): Readonly<{ variable: VariableName; end: number }> {
  const close = place.source.text.indexOf('}', at + 2);
  if (close < 0 || close >= place.end) {
    unterminated(
      { ...place, start: at },
      'The braced variable name is missing its closing brace.',
      'IncompleteDollarVariable',
    );
  }
  const inner = place.source.text.slice(at + 2, close).replaceAll(/`(.)/gs, '$1');
  const scoped = /^(global|script|local|private|env|using):(.+)$/is.exec(inner);
  const variable =
    scoped === null
      ? { scope: null, name: inner }
      : { scope: (scoped[1] ?? '').toLowerCase(), name: scoped[2] ?? '' };
  return { variable, end: close + 1 };
}

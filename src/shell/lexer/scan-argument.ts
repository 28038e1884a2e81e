import { endsWord, isDash, isDoubleQuote, isLetter, isSingleQuote, isVariableChar } from './characters.ts';
import { parseNumeric } from './numbers.ts';
import { charAt, type Place } from './place.ts';
import { scanRedirection, scanSign, scanSplat } from './scan-expression.ts';
import { PartCollector, scanExpandable, scanExpandableChar, scanLiteral, scanString } from './strings.ts';
import type { Token } from './token.ts';
import { scanVariable } from './variables.ts';

const SIGN_STARTS = ';|,(){}&';

/** The next argument of a command, or what ends it. shell-language.md §1.1 */
export function scanArgument(place: Place): Token {
  const char = charAt(place, place.start);
  const next = charAt(place, place.start + 1);
  if (SIGN_STARTS.includes(char)) return scanSign(place);
  if ((char === '$' && next === '(') || (char === '@' && (next === '(' || next === '{')))
    return scanSign(place);
  return (
    scanString(place) ??
    scanRedirection(place) ??
    (char === '$' ? scanVariableArgument(place) : null) ??
    scanParameter(place) ??
    scanSplat(place) ??
    scanWord(place)
  );
}

/** `$name`, unless other characters of a word follow: `$server\Relay` is one expandable word. */
function scanVariableArgument(place: Place): Token | null {
  const found = scanVariable(place, place.start);
  if (found === null) return null;
  const after = charAt(place, found.end);
  const plain =
    endsWord(after) ||
    after === '[' ||
    (after === '.' && /[\p{L}_$"'({]/u.test(charAt(place, found.end + 1))) ||
    (after === ':' && charAt(place, found.end + 1) === ':');
  if (!plain) return null;
  return {
    kind: 'variable',
    variable: found.variable,
    start: place.start,
    end: found.end,
    spaced: place.spaced,
  };
}

function scanParameter(place: Place): Token | null {
  if (!isDash(charAt(place, place.start))) return null;
  const first = charAt(place, place.start + 1);
  if (!isLetter(first) && first !== '?') return null;
  let end = place.start + 1;
  while (isVariableChar(charAt(place, end)) || isDash(charAt(place, end))) end++;
  const after = charAt(place, end);
  if (!endsWord(after) && after !== ':') {
    while (!endsWord(charAt(place, end)) && charAt(place, end) !== ':') end++;
  }
  const colon = charAt(place, end) === ':';
  return {
    kind: 'parameter',
    name: place.source.text.slice(place.start + 1, end),
    colon,
    start: place.start,
    end: colon ? end + 1 : end,
    spaced: place.spaced,
  };
}

/** A bareword with its quoted and expandable pieces; a number where the whole word is one. */
function scanWord(place: Place): Token {
  const collector = new PartCollector();
  let at = place.start;
  while (!endsWord(charAt(place, at))) {
    const char = charAt(place, at);
    const quoted = isSingleQuote(char)
      ? scanLiteral(place, at)
      : isDoubleQuote(char)
        ? scanExpandable(place, at)
        : null;
    if (quoted === null) at = scanExpandableChar(place, at, collector);
    else {
      for (const part of quoted.parts) collector.add(part);
      at = quoted.end;
    }
  }
  const text = place.source.text.slice(place.start, at);
  const value = parseNumeric(isDash(text.charAt(0)) ? `-${text.slice(1)}` : text);
  const base = { start: place.start, end: at, spaced: place.spaced };
  if (value !== null) return { kind: 'number', value, text, ...base };
  return { kind: 'word', parts: collector.parts(), text, ...base };
}

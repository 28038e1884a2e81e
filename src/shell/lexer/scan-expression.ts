import { isDash, isDigit, isLetter, isWordChar } from './characters.ts';
import { numberLength, parseNumeric } from './numbers.ts';
import { ParseFailure } from './parse-error.ts';
import { charAt, type Place } from './place.ts';
import { scanString } from './strings.ts';
import type { Token } from './token.ts';
import { scanVariable } from './variables.ts';

const SIGNS = [
  '$(',
  '@(',
  '@{',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '::',
  '..',
  '&&',
  '||',
  ';',
  '|',
  ',',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '!',
  '.',
  '&',
  ':',
];

/** The next token of an expression. shell-language.md §1.1, §3 */
export function scanExpression(place: Place): Token {
  const char = charAt(place, place.start);
  return (
    scanString(place) ??
    scanRedirection(place) ??
    (isDigit(char) || char === '.' ? scanNumber(place) : null) ??
    (char === '$' ? scanDollar(place) : null) ??
    (isDash(char) ? scanDashed(place) : null) ??
    (isLetter(char) ? scanIdentifier(place) : null) ??
    scanSplat(place) ??
    scanSign(place)
  );
}

function scanNumber(place: Place): Token | null {
  const rest = place.source.text.slice(place.start, Math.min(place.end, place.start + 64));
  const length = numberLength(rest);
  const text = rest.slice(0, length);
  const value = length === 0 ? null : parseNumeric(text);
  if (value === null) return null;
  return { kind: 'number', value, text, start: place.start, end: place.start + length, spaced: place.spaced };
}

function scanDollar(place: Place): Token | null {
  if (charAt(place, place.start + 1) === '(') return null;
  const found = scanVariable(place, place.start);
  if (found === null) return null;
  return {
    kind: 'variable',
    variable: found.variable,
    start: place.start,
    end: found.end,
    spaced: place.spaced,
  };
}

/** `-eq`, `-not`: an operator in letters, in lower case and with an ASCII dash. */
function scanDashed(place: Place): Token | null {
  if (!isLetter(charAt(place, place.start + 1))) return null;
  let end = place.start + 1;
  while (isLetter(charAt(place, end))) end++;
  const text = `-${place.source.text.slice(place.start + 1, end).toLowerCase()}`;
  return { kind: 'sign', text, start: place.start, end, spaced: place.spaced };
}

function scanIdentifier(place: Place): Token {
  let end = place.start;
  while (isWordChar(charAt(place, end))) end++;
  const text = place.source.text.slice(place.start, end);
  return {
    kind: 'word',
    text,
    parts: [{ kind: 'text', text }],
    start: place.start,
    end,
    spaced: place.spaced,
  };
}

/** `@name`: the variable's elements become arguments. */
export function scanSplat(place: Place): Token | null {
  if (charAt(place, place.start) !== '@' || !isWordChar(charAt(place, place.start + 1))) return null;
  const found = scanVariable(place, place.start);
  if (found === null) return null;
  return {
    kind: 'splat',
    name: found.variable.name,
    start: place.start,
    end: found.end,
    spaced: place.spaced,
  };
}

/** `>`, `>>`, `2>`, `*>>`, `2>&1`. */
export function scanRedirection(place: Place): Token | null {
  const text = place.source.text.slice(place.start, Math.min(place.end, place.start + 6));
  const match = /^([1-6*]?)>(?:(>)|&(1))?/.exec(text);
  if (match === null) return null;
  return {
    kind: 'redirection',
    from: match[1] === '' ? '1' : (match[1] ?? '1'),
    append: match[2] === '>',
    merge: match[3] === '1',
    start: place.start,
    end: place.start + match[0].length,
    spaced: place.spaced,
  };
}

export function scanSign(place: Place): Token {
  const text = [0, 1]
    .map((offset) => charAt(place, place.start + offset))
    .map((char) => (isDash(char) ? '-' : char))
    .join('');
  const sign = SIGNS.find((candidate) => text.startsWith(candidate));
  if (sign !== undefined) {
    return {
      kind: 'sign',
      text: sign,
      start: place.start,
      end: place.start + sign.length,
      spaced: place.spaced,
    };
  }
  const found = text.charAt(0);
  throw new ParseFailure({
    message: `Unexpected token '${found}' in expression or statement.`,
    id: 'UnexpectedToken',
    incomplete: false,
    extent: { source: place.source, start: place.start, end: place.start + 1 },
  });
}

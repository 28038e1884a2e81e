import { isDoubleQuote, isNewline, isSingleQuote } from './characters.ts';
import { unescape } from './escapes.ts';
import { ParseFailure } from './parse-error.ts';
import { charAt, type Place, unterminated } from './place.ts';
import type { StringPart, Token } from './token.ts';
import { scanVariable } from './variables.ts';

export type Parts = Readonly<{ parts: readonly StringPart[]; end: number }>;

/** A quoted string or here-string that begins at the place, else null. shell-language.md §1.2 */
export function scanString(place: Place): Token | null {
  const char = charAt(place, place.start);
  if (isSingleQuote(char)) return token(place, scanLiteral(place, place.start), false);
  if (isDoubleQuote(char)) return token(place, scanExpandable(place, place.start), true);
  if (char !== '@') return null;
  const quote = charAt(place, place.start + 1);
  return isSingleQuote(quote) || isDoubleQuote(quote) ? scanHereString(place) : null;
}

function token(place: Place, found: Parts, expandable: boolean): Token {
  return {
    kind: 'string',
    parts: found.parts,
    expandable,
    start: place.start,
    end: found.end,
    spaced: place.spaced,
  };
}

/** '…' with its opening quote at `at`. */
export function scanLiteral(place: Place, at: number): Parts {
  let text = '';
  for (let i = at + 1; i < place.end; i++) {
    const char = charAt(place, i);
    if (!isSingleQuote(char)) text += char;
    else if (isSingleQuote(charAt(place, i + 1))) {
      text += char;
      i++;
    } else return { parts: [{ kind: 'text', text }], end: i + 1 };
  }
  return unterminated(
    { ...place, start: at },
    "The string is missing the terminator: '.",
    'TerminatorExpectedAtEndOfString',
  );
}

/** "…" with its opening quote at `at`. */
export function scanExpandable(place: Place, at: number): Parts {
  const collector = new PartCollector();
  let i = at + 1;
  while (i < place.end) {
    const char = charAt(place, i);
    if (isDoubleQuote(char)) {
      if (!isDoubleQuote(charAt(place, i + 1))) return { parts: collector.parts(), end: i + 1 };
      collector.text(char);
      i += 2;
    } else i = scanExpandableChar(place, i, collector);
  }
  return unterminated(
    { ...place, start: at },
    'The string is missing the terminator: ".',
    'TerminatorExpectedAtEndOfString',
  );
}

/** One character, escape, variable or sub-expression of an expandable text. @returns where the next one begins */
export function scanExpandableChar(place: Place, at: number, collector: PartCollector): number {
  const char = charAt(place, at);
  if (char === '`') return scanEscape(place, at, collector);
  if (char !== '$') {
    collector.text(char);
    return at + 1;
  }
  if (charAt(place, at + 1) === '(') {
    const close = findClose({ ...place, start: at + 1 });
    collector.add({ kind: 'statements', start: at + 2, end: close });
    return close + 1;
  }
  const found = scanVariable(place, at);
  if (found === null) {
    collector.text(char);
    return at + 1;
  }
  refuseBareColon(place, at, found.end);
  collector.add({ kind: 'variable', variable: found.variable, start: at, end: found.end });
  return found.end;
}

function scanEscape(place: Place, at: number, collector: PartCollector): number {
  const next = charAt(place, at + 1);
  if (isNewline(next)) return at + (place.source.text.startsWith('\r\n', at + 1) ? 3 : 2);
  collector.text(next === '' ? '`' : unescape(next));
  return at + 2;
}

/** `"$name: x"`: the colon asks for a scope that is not there. */
function refuseBareColon(place: Place, at: number, end: number): void {
  if (charAt(place, end) !== ':' || charAt(place, end + 1) === ':' || charAt(place, at + 1) === '{') return;
  throw new ParseFailure({
    message:
      "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
    id: 'InvalidVariableReferenceWithDrive',
    incomplete: false,
    extent: { source: place.source, start: at, end: end + 1 },
  });
}

function scanHereString(place: Place): Token {
  const single = isSingleQuote(charAt(place, place.start + 1));
  const header = /^[^\S\r\n]*(\r?\n)/.exec(place.source.text.slice(place.start + 2, place.end));
  if (header === null) {
    const rest = place.source.text.slice(place.start + 2, place.end).trim();
    if (rest === '') return unterminatedHere(place, single);
    throw new ParseFailure({
      message: 'No characters are allowed after a here-string header but before the end of the line.',
      id: 'UnexpectedCharactersAfterHereStringHeader',
      incomplete: false,
      extent: { source: place.source, start: place.start, end: place.start + 2 },
    });
  }
  const bodyStart = place.start + 2 + header[0].length;
  const footer = findFooter(place, bodyStart, single);
  if (footer === null) return unterminatedHere(place, single);
  const bodyEnd = Math.max(bodyStart, footer.bodyEnd);
  const parts = single ? literalBody(place, bodyStart, bodyEnd) : expandableBody(place, bodyStart, bodyEnd);
  return token(place, { parts, end: footer.end }, !single);
}

function unterminatedHere(place: Place, single: boolean): never {
  const end = single ? "'@" : '"@';
  return unterminated(
    place,
    `The string is missing the terminator: ${end}.`,
    'TerminatorExpectedAtEndOfString',
  );
}

/** The footer must be at the start of its line; the newline before it does not belong to the value. */
function findFooter(
  place: Place,
  from: number,
  single: boolean,
): Readonly<{ bodyEnd: number; end: number }> | null {
  const isQuote = single ? isSingleQuote : isDoubleQuote;
  let line = from;
  while (line < place.end) {
    if (isQuote(charAt(place, line)) && charAt(place, line + 1) === '@') {
      const crlf = place.source.text.slice(line - 2, line) === '\r\n';
      return { bodyEnd: line - (crlf ? 2 : 1), end: line + 2 };
    }
    const newline = place.source.text.indexOf('\n', line);
    if (newline < 0) return null;
    line = newline + 1;
  }
  return null;
}

function literalBody(place: Place, start: number, end: number): readonly StringPart[] {
  return [{ kind: 'text', text: place.source.text.slice(start, end) }];
}

function expandableBody(place: Place, start: number, end: number): readonly StringPart[] {
  const collector = new PartCollector();
  const body = { ...place, end };
  let i = start;
  while (i < end) i = scanExpandableChar(body, i, collector);
  return collector.parts();
}

/** Joins neighbouring text to one part. */
export class PartCollector {
  readonly #parts: StringPart[] = [];
  #text = '';

  text(text: string): void {
    this.#text += text;
  }

  add(part: StringPart): void {
    this.#flush();
    this.#parts.push(part);
  }

  parts(): readonly StringPart[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#text !== '') this.#parts.push({ kind: 'text', text: this.#text });
    this.#text = '';
  }
}

/** Finds the `)` that closes the `(` at the place, past strings, comments and nested brackets. */
function findClose(place: Place): number {
  let depth = 0;
  let i = place.start;
  while (i < place.end) {
    const char = charAt(place, i);
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) return i;
    i = skipOne(place, i);
  }
  return unterminated(place, "Missing closing ')' in expression.", 'MissingEndParenthesisInExpression');
}

function skipOne(place: Place, at: number): number {
  const char = charAt(place, at);
  if (char === '`') return at + 2;
  const string = scanString({ ...place, start: at });
  if (string !== null) return string.end;
  if (char !== '#' || !/[\s;({|]/.test(charAt(place, at - 1))) return at + 1;
  const newline = place.source.text.indexOf('\n', at);
  return newline < 0 || newline > place.end ? place.end : newline;
}

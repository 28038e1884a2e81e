import { isBlank, isDash, isDigit, isNewline, isWordChar } from './characters.ts';
import { ParseFailure } from './parse-error.ts';
import { scanArgument } from './scan-argument.ts';
import { scanExpression } from './scan-expression.ts';
import type { Source } from './source.ts';
import type { Mode, Token } from './token.ts';

/** Counts the tokens that were read; one that was read in both modes counts twice. */
export type Meter = { scans: number };

/** Reads tokens on demand: which mode the next one is read in, only the parser knows. */
export class Lexer {
  readonly source: Source;
  readonly meter: Meter;
  readonly #end: number;
  #position: number;
  #previousEnd: number;
  #peeked: { mode: Mode; token: Token } | null = null;

  constructor(source: Source, meter: Meter, start = 0, end: number = source.text.length) {
    this.source = source;
    this.meter = meter;
    this.#position = start;
    this.#previousEnd = start;
    this.#end = end;
  }

  /** Where the last token ended. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  peek(mode: Mode): Token {
    if (this.#peeked?.mode === mode) return this.#peeked.token;
    const token = this.#scan(mode);
    this.#peeked = { mode, token };
    return token;
  }

  next(mode: Mode): Token {
    const token = this.peek(mode);
    this.moveTo(token.end);
    return token;
  }

  /** Passes over empty lines, whatever the next token is read as. */
  skipNewlines(): void {
    for (;;) {
      const at = this.#skipBlanks();
      if (at >= this.#end || !isNewline(this.source.text.charAt(at))) return;
      this.moveTo(at + (this.source.text.startsWith('\r\n', at) ? 2 : 1));
    }
  }

  /** Goes on at an offset: after something that was read without tokens. */
  moveTo(position: number): void {
    this.#position = position;
    this.#previousEnd = position;
    this.#peeked = null;
  }

  fail(message: string, id: string, at: Readonly<{ start: number; end: number }>): never {
    const atEnd = at.start >= this.#end && this.#end === this.source.text.length;
    throw new ParseFailure({
      message,
      id,
      incomplete: atEnd,
      extent: { source: this.source, start: at.start, end: Math.max(at.end, at.start) },
    });
  }

  #scan(mode: Mode): Token {
    this.meter.scans++;
    const text = this.source.text;
    const start = this.#skipBlanks();
    const spaced = start > this.#position;
    if (start >= this.#end) return { kind: 'end', start: this.#end, end: this.#end, spaced };
    const char = text.charAt(start);
    if (isNewline(char)) {
      return { kind: 'newline', start, end: start + (text.startsWith('\r\n', start) ? 2 : 1), spaced };
    }
    const place = { source: this.source, start, end: this.#end, spaced };
    return mode === 'expression' ? scanExpression(place) : scanArgument(place);
  }

  #skipBlanks(): number {
    const text = this.source.text;
    let at = this.#position;
    while (at < this.#end) {
      const char = text.charAt(at);
      if (isBlank(char)) at++;
      else if (char === '`' && isNewline(text.charAt(at + 1))) at += text.startsWith('\r\n', at + 1) ? 3 : 2;
      else if (text.startsWith('<#', at)) at = this.#skipBlockComment(at);
      else if (char === '#') while (at < this.#end && !isNewline(text.charAt(at))) at++;
      else break;
    }
    return at;
  }

  #skipBlockComment(start: number): number {
    const close = this.source.text.indexOf('#>', start + 2);
    if (close >= 0 && close + 2 <= this.#end) return close + 2;
    throw new ParseFailure({
      message: "The terminator '#>' is missing from the multiline comment.",
      id: 'MissingTerminatorMultiLineComment',
      incomplete: true,
      extent: { source: this.source, start, end: this.#end },
    });
  }
}

/** A number with a sign is one word in argument mode, an operator and a number in expression mode. */
export function startsExpression(text: string, at: number): boolean {
  const char = text.charAt(at);
  const next = text.charAt(at + 1);
  if (isDigit(char) || '$([{!+,"\''.includes(char) || /[\u2018-\u201b\u201c-\u201e]/.test(char)) return true;
  if (char === '@') return '({"\''.includes(next) || /[\u2018-\u201e]/.test(next);
  if (char === '.') return isDigit(next);
  if (!isDash(char)) return false;
  return (
    !isWordChar(next) || isDigit(next) || /^(?:not|bnot|c?i?split|join)(?![\w-])/i.test(text.slice(at + 1))
  );
}

import type { Lexer } from '../lexer/lexer.ts';
import type { Extent } from '../lexer/source.ts';
import type { Mode, StringPart, Token } from '../lexer/token.ts';
import type { Body, Expression, ExpandablePart, ScriptBlock, Statement } from './ast.ts';

/** The grammar's entry points, which know one another only through this. */
export type Grammar = Readonly<{
  statement: (parser: Parser) => Statement;
  /** Statements until the closing sign, which is consumed; null = until the end. */
  statements: (parser: Parser, close: string | null) => Body;
  /** Pipeline or assignment. */
  pipeline: (parser: Parser) => Statement;
  /** `{ … }` as a script block; its `{` is the next token. */
  block: (parser: Parser) => ScriptBlock;
  /** @param comma whether `,` joins to a list here: not between the arguments of a method */
  expression: (parser: Parser, comma: boolean) => Expression;
  primary: (parser: Parser) => Expression;
  parts: (parser: Parser, parts: readonly StringPart[]) => readonly ExpandablePart[];
}>;

export type Parser = Readonly<{ lexer: Lexer; grammar: Grammar }>;

export function extentFrom(parser: Parser, start: number): Extent {
  return { source: parser.lexer.source, start, end: Math.max(start, parser.lexer.previousEnd) };
}

export function isSign(token: Token, ...texts: readonly string[]): boolean {
  return token.kind === 'sign' && texts.includes(token.text);
}

/** Consumes the sign if it is next. */
export function accept(parser: Parser, mode: Mode, text: string): boolean {
  if (!isSign(parser.lexer.peek(mode), text)) return false;
  parser.lexer.next(mode);
  return true;
}

export function skipNewlines(parser: Parser): void {
  parser.lexer.skipNewlines();
}

/** Consumes newlines and `;`. */
export function skipSeparators(parser: Parser): void {
  for (;;) {
    const token = parser.lexer.peek('argument');
    if (token.kind !== 'newline' && !isSign(token, ';')) return;
    parser.lexer.next('argument');
  }
}

const CLOSERS: Readonly<Record<string, Readonly<{ message: string; id: string }>>> = {
  ')': { message: "Missing closing ')' in expression.", id: 'MissingEndParenthesisInExpression' },
  '}': { message: "Missing closing '}' in statement block or type definition.", id: 'MissingEndCurlyBrace' },
  ']': { message: "Missing ']' after array index expression.", id: 'MissingEndSquareBracket' },
};

/** Consumes a closing sign. */
export function expectClose(parser: Parser, text: string): void {
  const token = parser.lexer.peek('expression');
  if (isSign(token, text)) {
    parser.lexer.next('expression');
    return;
  }
  const closer = CLOSERS[text];
  if (closer === undefined) unexpected(parser, token);
  if (token.kind === 'end' || text === ')') parser.lexer.fail(closer.message, closer.id, token);
  unexpected(parser, token);
}

/** The text of a token as messages quote it. */
export function tokenText(parser: Parser, token: Token): string {
  return parser.lexer.source.text.slice(token.start, token.end);
}

export function unexpected(parser: Parser, token: Token): never {
  const text = tokenText(parser, token);
  if (text === '&&' || text === '||') {
    parser.lexer.fail(
      `The token '${text}' is not a valid statement separator in this version.`,
      'InvalidEndOfLine',
      token,
    );
  }
  if (text === '&') {
    parser.lexer.fail(
      'The ampersand (&) character is not allowed. The & operator is reserved for future use; wrap an ampersand in double quotation marks ("&") to pass it as part of a string.',
      'AmpersandNotAllowed',
      token,
    );
  }
  if (token.kind === 'end')
    parser.lexer.fail('An expression or a statement was expected.', 'ExpectedExpression', token);
  parser.lexer.fail(`Unexpected token '${text}' in expression or statement.`, 'UnexpectedToken', token);
}

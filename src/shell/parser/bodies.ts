import type { Body, Statement } from './ast.ts';
import { expectClose, isSign, type Parser, skipNewlines } from './parser.ts';

/** `{ … }` of a statement. */
export function parseBody(parser: Parser): Body {
  skipNewlines(parser);
  const token = parser.lexer.peek('expression');
  if (!isSign(token, '{')) {
    parser.lexer.fail('Missing statement block after keyword or condition.', 'MissingStatementBlock', token);
  }
  parser.lexer.next('expression');
  return parser.grammar.statements(parser, '}');
}

/** `( … )` of a statement. */
export function parseCondition(parser: Parser, keyword: string): Statement {
  skipNewlines(parser);
  const open = parser.lexer.peek('expression');
  if (!isSign(open, '(')) {
    parser.lexer.fail(
      `Missing '(' after '${keyword}' in ${keyword} statement.`,
      'MissingOpenParenthesis',
      open,
    );
  }
  parser.lexer.next('expression');
  skipNewlines(parser);
  const condition = parser.grammar.pipeline(parser);
  skipNewlines(parser);
  expectClose(parser, ')');
  return condition;
}

/** Consumes a word that goes on with the statement, past newlines; without it nothing is consumed. */
export function acceptKeyword(parser: Parser, keyword: string): boolean {
  const back = parser.lexer.previousEnd;
  skipNewlines(parser);
  const token = parser.lexer.peek('argument');
  if (token.kind === 'word' && token.text.toLowerCase() === keyword) {
    parser.lexer.next('argument');
    return true;
  }
  parser.lexer.moveTo(back);
  return false;
}

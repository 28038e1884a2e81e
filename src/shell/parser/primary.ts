import { Lexer } from '../lexer/lexer.ts';
import type { StringPart, Token } from '../lexer/token.ts';
import type { ExpandablePart, Expression, Statement } from './ast.ts';
import {
  accept,
  expectClose,
  extentFrom,
  isSign,
  type Parser,
  skipNewlines,
  skipSeparators,
  unexpected,
} from './parser.ts';
import { scanTypeName } from './type-name.ts';

/** A literal, variable, bracket or type with the members, calls and indexes that follow it without a blank. */
export function parsePrimary(parser: Parser): Expression {
  const start = parser.lexer.peek('expression').start;
  let expression = parseAtom(parser);
  for (;;) {
    const token = parser.lexer.peek('expression');
    if (token.spaced || (expression.kind === 'type' && isSign(token, '['))) return expression;
    if (isSign(token, '[')) expression = parseIndex(parser, expression, start);
    else if (isSign(token, '.', '::')) expression = parseMember(parser, expression, start);
    else return expression;
  }
}

function parseAtom(parser: Parser): Expression {
  const token = parser.lexer.peek('expression');
  switch (token.kind) {
    case 'number':
      parser.lexer.next('expression');
      return { kind: 'literal', value: token.value, text: null, extent: extentFrom(parser, token.start) };
    case 'string':
      parser.lexer.next('expression');
      return textExpression(parser, token.parts, token);
    case 'variable':
      parser.lexer.next('expression');
      return { kind: 'variable', variable: token.variable, extent: extentFrom(parser, token.start) };
    case 'sign':
      return parseBracket(parser, token);
    default:
      return unexpected(parser, token);
  }
}

/** A string or bareword: a literal unless something in it expands. */
export function textExpression(
  parser: Parser,
  parts: readonly StringPart[],
  at: Readonly<{ start: number }>,
): Expression {
  const extent = extentFrom(parser, at.start);
  if (parts.every((part) => part.kind === 'text')) {
    return { kind: 'literal', value: parts.map((part) => part.text).join(''), text: null, extent };
  }
  return { kind: 'expandable', parts: parser.grammar.parts(parser, parts), extent };
}

export function expandParts(parser: Parser, parts: readonly StringPart[]): readonly ExpandablePart[] {
  const { source } = parser.lexer;
  return parts.map((part) => {
    if (part.kind === 'text') return part;
    const extent = { source, start: part.start, end: part.end };
    if (part.kind === 'variable') {
      return { kind: 'expression', expression: { kind: 'variable', variable: part.variable, extent } };
    }
    const inner: Parser = { ...parser, lexer: new Lexer(source, parser.lexer.meter, part.start, part.end) };
    const statements = parser.grammar.statements(inner, null);
    return { kind: 'expression', expression: { kind: 'statements', statements, extent } };
  });
}

function parseBracket(parser: Parser, token: Token & Readonly<{ kind: 'sign' }>): Expression {
  switch (token.text) {
    case '(':
      return parseParenthesis(parser, token);
    case '$(':
    case '@(': {
      parser.lexer.next('expression');
      const statements = parser.grammar.statements(parser, ')');
      const extent = extentFrom(parser, token.start);
      return token.text === '$('
        ? { kind: 'statements', statements, extent }
        : { kind: 'array', statements, extent };
    }
    case '@{':
      return parseHashtable(parser, token);
    case '{': {
      const block = parser.grammar.block(parser);
      return { kind: 'block', block, extent: extentFrom(parser, token.start) };
    }
    case '[':
      return parseType(parser, token);
    default:
      return unexpected(parser, token);
  }
}

function parseParenthesis(parser: Parser, open: Token): Expression {
  parser.lexer.next('expression');
  skipNewlines(parser);
  const statement = parser.grammar.pipeline(parser);
  skipNewlines(parser);
  expectClose(parser, ')');
  return { kind: 'parenthesis', statement, extent: extentFrom(parser, open.start) };
}

function parseType(parser: Parser, open: Token): Expression {
  const found = scanTypeName(parser, open.start);
  if (found === null) {
    parser.lexer.fail("Missing type name after '['.", 'MissingTypename', {
      start: open.start,
      end: open.end,
    });
  }
  parser.lexer.moveTo(found.end);
  return { kind: 'type', type: found.name, extent: extentFrom(parser, open.start) };
}

function parseHashtable(parser: Parser, open: Token): Expression {
  parser.lexer.next('expression');
  const entries: Readonly<{ key: Expression; value: Statement }>[] = [];
  for (;;) {
    skipSeparators(parser);
    if (accept(parser, 'expression', '}')) break;
    if (parser.lexer.peek('expression').kind === 'end') {
      parser.lexer.fail(
        'The hash literal was incomplete.',
        'IncompleteHashLiteral',
        parser.lexer.peek('expression'),
      );
    }
    entries.push(parseEntry(parser));
  }
  return { kind: 'hashtable', entries, extent: extentFrom(parser, open.start) };
}

function parseEntry(parser: Parser): Readonly<{ key: Expression; value: Statement }> {
  const key = parseName(parser);
  const equals = parser.lexer.peek('expression');
  if (!isSign(equals, '=')) {
    parser.lexer.fail(
      "Missing '=' operator after key in hash literal.",
      'MissingEqualsInHashLiteral',
      equals,
    );
  }
  parser.lexer.next('expression');
  skipNewlines(parser);
  const value = parser.grammar.statement(parser);
  const after = parser.lexer.peek('argument');
  if (after.kind !== 'newline' && after.kind !== 'end' && !isSign(after, ';', '}')) unexpected(parser, after);
  return { key, value };
}

/** A member's or a key's name: a word, or anything that an expression may begin with. */
function parseName(parser: Parser): Expression {
  const token = parser.lexer.peek('expression');
  if (token.kind !== 'word') return parseAtom(parser);
  parser.lexer.next('expression');
  return { kind: 'literal', value: token.text, text: null, extent: extentFrom(parser, token.start) };
}

function parseIndex(parser: Parser, target: Expression, start: number): Expression {
  parser.lexer.next('expression');
  skipNewlines(parser);
  const index = parser.grammar.expression(parser, true);
  skipNewlines(parser);
  expectClose(parser, ']');
  return { kind: 'index', target, index, extent: extentFrom(parser, start) };
}

function parseMember(parser: Parser, target: Expression, start: number): Expression {
  const isStatic = isSign(parser.lexer.next('expression'), '::');
  skipNewlines(parser);
  const member = parseName(parser);
  const token = parser.lexer.peek('expression');
  if (!isSign(token, '(') || token.spaced) {
    return { kind: 'member', target, member, isStatic, extent: extentFrom(parser, start) };
  }
  const items = parseArguments(parser);
  return { kind: 'call', target, member, arguments: items, isStatic, extent: extentFrom(parser, start) };
}

function parseArguments(parser: Parser): readonly Expression[] {
  parser.lexer.next('expression');
  const items: Expression[] = [];
  skipNewlines(parser);
  if (accept(parser, 'expression', ')')) return items;
  do {
    skipNewlines(parser);
    items.push(parser.grammar.expression(parser, false));
    skipNewlines(parser);
  } while (accept(parser, 'expression', ','));
  expectClose(parser, ')');
  return items;
}

import { isBlank, isWordChar } from '../lexer/characters.ts';
import type { Token } from '../lexer/token.ts';
import type { Body, Statement } from './ast.ts';
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
import { acceptKeyword, parseBody, parseCondition } from './bodies.ts';
import { parseSwitch } from './switch.ts';
import { parseFunction } from './functions.ts';
import { parseTry } from './try.ts';

type StatementParser = (parser: Parser, token: Token, label: string | null) => Statement;

const KEYWORDS: ReadonlyMap<string, StatementParser> = new Map<string, StatementParser>([
  ['if', parseIf],
  ['while', parseWhile],
  ['do', parseDo],
  ['for', parseFor],
  ['foreach', parseForeach],
  ['switch', parseSwitch],
  ['function', parseFunction],
  ['filter', parseFunction],
  ['try', parseTry],
  ['break', parseFlow],
  ['continue', parseFlow],
  ['return', parseLeave],
  ['exit', parseLeave],
  ['throw', parseLeave],
]);

const UNSUPPORTED = new Set([
  'class',
  'enum',
  'workflow',
  'configuration',
  'using',
  'trap',
  'data',
  'parallel',
  'sequence',
  'inlinescript',
  'dynamicparam',
]);

/** shell-language.md §7 */
export function parseStatement(parser: Parser): Statement {
  const token = parser.lexer.peek('argument');
  if (token.kind !== 'word') return parser.grammar.pipeline(parser);
  const keyword = keywordOf(token);
  const known = KEYWORDS.get(keyword);
  if (known !== undefined) return consumeKeyword(parser, token, known);
  if (keyword.startsWith(':') && keyword.length > 1) return parseLabelled(parser, token);
  if (UNSUPPORTED.has(keyword) && !isCommandLike(parser, token)) {
    parser.lexer.fail(`The keyword '${keyword}' is not supported in this shell.`, 'NotSupported', token);
  }
  return parser.grammar.pipeline(parser);
}

function keywordOf(token: Token & Readonly<{ kind: 'word' }>): string {
  return token.text.toLowerCase();
}

/** `data` and the like are keywords only where something of their syntax follows. */
function isCommandLike(parser: Parser, token: Token): boolean {
  const rest = parser.lexer.source.text.slice(token.end);
  return !/^\s*[\w{]/.test(rest);
}

function consumeKeyword(
  parser: Parser,
  token: Token & Readonly<{ kind: 'word' }>,
  parse: StatementParser,
): Statement {
  parser.lexer.next('argument');
  return parse(parser, token, null);
}

function parseLabelled(parser: Parser, token: Token & Readonly<{ kind: 'word' }>): Statement {
  parser.lexer.next('argument');
  skipNewlines(parser);
  const loop = parser.lexer.peek('argument');
  const parse = loop.kind === 'word' ? KEYWORDS.get(keywordOf(loop)) : undefined;
  if (parse === undefined) unexpected(parser, token);
  parser.lexer.next('argument');
  return parse(parser, loop, token.text.slice(1).toLowerCase());
}

/** Statements up to the closing sign, or to the end of the text. */
export function parseStatements(parser: Parser, close: string | null): Body {
  const statements: Statement[] = [];
  for (;;) {
    skipSeparators(parser);
    const token = parser.lexer.peek('argument');
    if (token.kind === 'end' || (close !== null && isSign(token, close))) break;
    statements.push(parseStatement(parser));
    const after = parser.lexer.peek('argument');
    const ended =
      after.kind === 'newline' ||
      after.kind === 'end' ||
      isSign(after, ';') ||
      (close !== null && isSign(after, close));
    if (!ended && !endedByBrace(parser)) unexpected(parser, parser.lexer.peek('argument'));
  }
  if (close !== null) expectClose(parser, close);
  return statements;
}

/** `if (…) { … } "next"`: a block ends its statement by itself. */
function endedByBrace(parser: Parser): boolean {
  return parser.lexer.source.text.charAt(parser.lexer.previousEnd - 1) === '}';
}

function parseIf(parser: Parser, start: Token): Statement {
  const clauses = [{ condition: parseCondition(parser, 'if'), body: parseBody(parser) }];
  while (acceptKeyword(parser, 'elseif')) {
    clauses.push({ condition: parseCondition(parser, 'elseif'), body: parseBody(parser) });
  }
  const otherwise = acceptKeyword(parser, 'else') ? parseBody(parser) : null;
  return { kind: 'if', clauses, otherwise, extent: extentFrom(parser, start.start) };
}

function parseWhile(parser: Parser, start: Token, label: string | null): Statement {
  const condition = parseCondition(parser, 'while');
  return {
    kind: 'while',
    label,
    condition,
    body: parseBody(parser),
    extent: extentFrom(parser, start.start),
  };
}

function parseDo(parser: Parser, start: Token, label: string | null): Statement {
  const body = parseBody(parser);
  const until = acceptKeyword(parser, 'until');
  if (!until && !acceptKeyword(parser, 'while')) {
    parser.lexer.fail(
      'The while or until keyword was missing in do loop.',
      'MissingWhileOrUntilInDoWhile',
      parser.lexer.peek('argument'),
    );
  }
  const condition = parseCondition(parser, until ? 'until' : 'while');
  return { kind: 'do', label, condition, body, until, extent: extentFrom(parser, start.start) };
}

function parseFor(parser: Parser, start: Token, label: string | null): Statement {
  const open = parser.lexer.peek('expression');
  if (!accept(parser, 'expression', '(')) unexpected(parser, open);
  const first = parseForPart(parser);
  accept(parser, 'expression', ';');
  const condition = parseForPart(parser);
  accept(parser, 'expression', ';');
  const step = parseForPart(parser);
  expectClose(parser, ')');
  const body = parseBody(parser);
  return { kind: 'for', label, first, condition, step, body, extent: extentFrom(parser, start.start) };
}

function parseForPart(parser: Parser): Statement | null {
  skipNewlines(parser);
  if (isSign(parser.lexer.peek('expression'), ';', ')')) return null;
  const part = parser.grammar.pipeline(parser);
  skipNewlines(parser);
  return part;
}

function parseForeach(parser: Parser, start: Token, label: string | null): Statement {
  const open = parser.lexer.peek('expression');
  if (!accept(parser, 'expression', '(')) unexpected(parser, open);
  skipNewlines(parser);
  const token = parser.lexer.next('expression');
  if (token.kind !== 'variable') {
    parser.lexer.fail('Missing variable name after foreach.', 'MissingVariableNameAfterForeach', token);
  }
  const variable = {
    kind: 'variable' as const,
    variable: token.variable,
    extent: extentFrom(parser, token.start),
  };
  const word = parser.lexer.next('expression');
  if (word.kind !== 'word' || word.text.toLowerCase() !== 'in') {
    parser.lexer.fail("Missing 'in' after variable in foreach loop.", 'MissingInInForeach', word);
  }
  skipNewlines(parser);
  const over = parser.grammar.pipeline(parser);
  skipNewlines(parser);
  expectClose(parser, ')');
  const body = parseBody(parser);
  return { kind: 'foreach', label, variable, over, body, extent: extentFrom(parser, start.start) };
}

function parseFlow(parser: Parser, start: Token): Statement {
  const token = parser.lexer.peek('argument');
  const label = token.kind === 'word' && isWordChar(token.text.charAt(0)) ? token.text.toLowerCase() : null;
  if (label !== null) parser.lexer.next('argument');
  const flow = startsWith(parser, start, 'break') ? 'break' : 'continue';
  return { kind: 'flow', flow, label, extent: extentFrom(parser, start.start) };
}

function startsWith(parser: Parser, token: Token, keyword: string): boolean {
  const text = parser.lexer.source.text.slice(token.start, token.end);
  return !isBlank(text) && text.toLowerCase() === keyword;
}

const LEAVES = ['return', 'exit', 'throw'] as const;

function parseLeave(parser: Parser, start: Token): Statement {
  const flow = LEAVES.find((keyword) => startsWith(parser, start, keyword)) ?? 'return';
  const token = parser.lexer.peek('argument');
  const ends = token.kind === 'end' || token.kind === 'newline' || isSign(token, ';', '}', ')');
  const value = ends ? null : parser.grammar.pipeline(parser);
  return { kind: 'leave', flow, value, extent: extentFrom(parser, start.start) };
}

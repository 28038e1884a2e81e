import type { Token } from '../lexer/token.ts';
import type { Expression } from './ast.ts';
import { accept, extentFrom, isSign, type Parser, skipNewlines } from './parser.ts';

const COMPARISONS = [
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'like',
  'notlike',
  'match',
  'notmatch',
  'contains',
  'notcontains',
  'in',
  'notin',
  'replace',
  'split',
];

/** Binary operators by how tightly they bind. shell-language.md §3.1 */
const LEVELS: ReadonlyMap<string, number> = new Map<string, number>([
  ...['-and', '-or', '-xor'].map((operator) => [operator, 1] as const),
  ...['-band', '-bor', '-bxor'].map((operator) => [operator, 2] as const),
  ...COMPARISONS.flatMap((name) => [`-${name}`, `-i${name}`, `-c${name}`]).map(
    (operator) => [operator, 3] as const,
  ),
  ...['-is', '-isnot', '-as', '-join', '-shl', '-shr'].map((operator) => [operator, 3] as const),
  ...['+', '-'].map((operator) => [operator, 4] as const),
  ...['*', '/', '%'].map((operator) => [operator, 5] as const),
  ['-f', 6],
  ['..', 7],
  [',', 8],
]);

const COMMA = 8;
const UNARY = new Set(['!', '-not', '-bnot', '-split', '-isplit', '-csplit', '-join', '+', '-', ',']);

export function parseExpression(parser: Parser, comma: boolean): Expression {
  return parseBinary(parser, 1, comma);
}

function parseBinary(parser: Parser, lowest: number, comma: boolean): Expression {
  const start = parser.lexer.peek('expression').start;
  let left = parseUnary(parser);
  for (;;) {
    const token = parser.lexer.peek('expression');
    const operator = token.kind === 'sign' ? token.text : '';
    const level = LEVELS.get(operator) ?? 0;
    if (level < lowest || level === 0 || (level === COMMA && !comma)) return left;
    parser.lexer.next('expression');
    skipNewlines(parser);
    if (level === COMMA) left = parseList(parser, left, start);
    else {
      const right = parseBinary(parser, level + 1, comma);
      left = { kind: 'binary', operator, left, right, extent: extentFrom(parser, start) };
    }
  }
}

/** The rest of a list whose first element and comma are read. */
function parseList(parser: Parser, first: Expression, start: number): Expression {
  const items = [first];
  do {
    skipNewlines(parser);
    items.push(parseUnary(parser));
  } while (accept(parser, 'expression', ','));
  return { kind: 'list', items, extent: extentFrom(parser, start) };
}

function parseUnary(parser: Parser): Expression {
  const token = parser.lexer.peek('expression');
  if (token.kind !== 'sign') return parsePostfixIncrement(parser);
  if (token.text === '++' || token.text === '--') return parsePrefixIncrement(parser, token);
  if (token.text === '[') return parseCast(parser);
  if (!UNARY.has(token.text)) return parsePostfixIncrement(parser);
  parser.lexer.next('expression');
  skipNewlines(parser);
  const operand = parseUnary(parser);
  const extent = extentFrom(parser, token.start);
  if (token.text === '-' && operand.kind === 'literal' && typeof operand.value === 'number') {
    return { kind: 'literal', value: operand.value === 0 ? 0 : -operand.value, text: null, extent };
  }
  if (token.text === ',') return { kind: 'list', items: [operand], extent };
  return { kind: 'unary', operator: token.text, operand, extent };
}

function parsePrefixIncrement(parser: Parser, token: Token & Readonly<{ kind: 'sign' }>): Expression {
  parser.lexer.next('expression');
  const target = parser.grammar.primary(parser);
  const by = token.text === '++' ? 1 : -1;
  return { kind: 'increment', target, by, prefix: true, extent: extentFrom(parser, token.start) };
}

function parsePostfixIncrement(parser: Parser): Expression {
  const start = parser.lexer.peek('expression').start;
  const target = parser.grammar.primary(parser);
  const token = parser.lexer.peek('expression');
  if (!isSign(token, '++', '--') || token.spaced) return target;
  parser.lexer.next('expression');
  const by = isSign(token, '++') ? 1 : -1;
  return { kind: 'increment', target, by, prefix: false, extent: extentFrom(parser, start) };
}

/** `[type]operand`, or a type literal with what follows it. */
function parseCast(parser: Parser): Expression {
  const start = parser.lexer.peek('expression').start;
  const type = parser.grammar.primary(parser);
  if (type.kind !== 'type' || !startsOperand(parser.lexer.peek('expression'))) return type;
  const operand = parseUnary(parser);
  return { kind: 'cast', type: type.type, operand, extent: extentFrom(parser, start) };
}

function startsOperand(token: Token): boolean {
  if (token.kind === 'string' || token.kind === 'number' || token.kind === 'variable') return true;
  if (isSign(token, '-', '+', ',')) return !token.spaced && !isSign(token, ',');
  return isSign(token, '(', '$(', '@(', '@{', '{', '[', '!', '-not', '-join', '-split', '++', '--');
}

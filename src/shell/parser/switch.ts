import type { Token } from '../lexer/token.ts';
import type { Body, Expression, Statement } from './ast.ts';
import { parseBody, parseCondition } from './bodies.ts';
import { accept, extentFrom, type Parser, skipNewlines, skipSeparators, unexpected } from './parser.ts';
import { textExpression } from './primary.ts';

type Options = { matching: 'exact' | 'wildcard' | 'regex'; caseSensitive: boolean };

/** switch [-Wildcard|-Regex|-Exact] [-CaseSensitive] (…) { pattern { } … default { } }. shell-language.md §7 */
export function parseSwitch(parser: Parser, start: Token, label: string | null): Statement {
  const options = parseOptions(parser);
  const over = parseCondition(parser, 'switch');
  skipNewlines(parser);
  const open = parser.lexer.peek('expression');
  if (!accept(parser, 'expression', '{')) unexpected(parser, open);
  const clauses: Readonly<{ pattern: Expression; body: Body }>[] = [];
  let otherwise: Body | null = null;
  for (;;) {
    skipSeparators(parser);
    if (accept(parser, 'expression', '}')) break;
    const pattern = parsePattern(parser);
    if (pattern === 'default') otherwise = parseBody(parser);
    else clauses.push({ pattern, body: parseBody(parser) });
  }
  const extent = extentFrom(parser, start.start);
  return { kind: 'switch', label, ...options, over, clauses, otherwise, extent };
}

function parseOptions(parser: Parser): Options {
  const options: Options = { matching: 'exact', caseSensitive: false };
  for (;;) {
    const token = parser.lexer.peek('argument');
    if (token.kind !== 'parameter') return options;
    parser.lexer.next('argument');
    const name = token.name.toLowerCase();
    if (name.length > 0 && 'wildcard'.startsWith(name)) options.matching = 'wildcard';
    else if ('regex'.startsWith(name)) options.matching = 'regex';
    else if ('casesensitive'.startsWith(name)) options.caseSensitive = true;
    else if (!'exact'.startsWith(name)) {
      parser.lexer.fail(
        `The parameter '${token.name}' is not valid for the switch statement.`,
        'InvalidSwitchFlag',
        token,
      );
    }
  }
}

function parsePattern(parser: Parser): Expression | 'default' {
  const token = parser.lexer.peek('argument');
  if (token.kind === 'end') {
    parser.lexer.fail("Missing closing '}' in switch statement.", 'MissingEndCurlyBrace', token);
  }
  if (token.kind === 'word') {
    parser.lexer.next('argument');
    if (token.text.toLowerCase() === 'default') return 'default';
    return textExpression(parser, token.parts, token);
  }
  return parser.grammar.expression(parser, true);
}

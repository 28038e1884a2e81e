import { startsExpression } from '../lexer/lexer.ts';
import type { Token } from '../lexer/token.ts';
import type {
  CommandArgument,
  CommandElement,
  Expression,
  PipelineElement,
  Redirection,
  Statement,
} from './ast.ts';
import { accept, extentFrom, isSign, type Parser, skipNewlines, tokenText, unexpected } from './parser.ts';
import { textExpression } from './primary.ts';

const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%='];

/** A pipeline, or an assignment whose right side is any statement. shell-language.md §2, §6 */
export function parsePipeline(parser: Parser): Statement {
  const start = parser.lexer.peek('argument').start;
  const first = parseElement(parser, true);
  const token = parser.lexer.peek('expression');
  if (first.kind === 'expression' && token.kind === 'sign' && ASSIGNMENTS.includes(token.text)) {
    return parseAssignment(parser, first.expression, token);
  }
  const elements = [first];
  while (accept(parser, 'argument', '|')) {
    skipNewlines(parser);
    elements.push(parseElement(parser, false));
  }
  return { kind: 'pipeline', elements, extent: extentFrom(parser, start) };
}

function parseAssignment(
  parser: Parser,
  target: Expression,
  operator: Token & Readonly<{ kind: 'sign' }>,
): Statement {
  if (!isAssignable(target)) {
    parser.lexer.fail(
      'The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.',
      'InvalidLeftHandSide',
      target.extent,
    );
  }
  parser.lexer.next('expression');
  skipNewlines(parser);
  const value = parser.grammar.statement(parser);
  const extent = extentFrom(parser, target.extent.start);
  return { kind: 'assignment', target, operator: operator.text, value, extent };
}

function isAssignable(target: Expression): boolean {
  if (target.kind === 'list') return target.items.every(isAssignable);
  if (target.kind === 'cast') return isAssignable(target.operand);
  return target.kind === 'variable' || target.kind === 'member' || target.kind === 'index';
}

function parseElement(parser: Parser, isFirst: boolean): PipelineElement {
  const token = parser.lexer.peek('argument');
  if (token.kind === 'end' || token.kind === 'newline' || isSign(token, '|', ';', ')', '}')) {
    if (isFirst && !isSign(token, '|')) unexpected(parser, token);
    parser.lexer.fail('An empty pipe element is not allowed.', 'EmptyPipeElement', token);
  }
  if (isSign(token, '&') || isDotInvocation(token)) return parseInvocation(parser, token);
  if (!startsExpression(parser.lexer.source.text, token.start)) return parseCommand(parser, token);
  if (!isFirst) {
    parser.lexer.fail(
      'Expressions are only allowed as the first element of a pipeline.',
      'ExpressionsMustBeFirstInPipeline',
      token,
    );
  }
  const expression = parser.grammar.expression(parser, true);
  const redirections = parseRedirections(parser);
  return { kind: 'expression', expression, redirections, extent: extentFrom(parser, token.start) };
}

function isDotInvocation(token: Token): boolean {
  return token.kind === 'word' && token.text === '.';
}

/** `& $command …`, `. file …` */
function parseInvocation(parser: Parser, sign: Token): CommandElement {
  parser.lexer.next('argument');
  const invocation = isSign(sign, '&') ? '&' : '.';
  const token = parser.lexer.peek('argument');
  const command = parseItem(parser, token);
  return finishCommand(parser, { command, invocation, start: sign.start });
}

function parseCommand(parser: Parser, token: Token): CommandElement {
  if (token.kind === 'parameter') {
    parser.lexer.next('argument');
    const name = tokenText(parser, token);
    const extent = extentFrom(parser, token.start);
    const command: Expression = { kind: 'literal', value: name, text: null, extent };
    return finishCommand(parser, { command, invocation: null, start: token.start });
  }
  if (token.kind !== 'word') unexpected(parser, token);
  const command = parseItem(parser, token);
  return finishCommand(parser, { command, invocation: null, start: token.start });
}

function finishCommand(
  parser: Parser,
  begun: Readonly<{ command: Expression; invocation: '&' | '.' | null; start: number }>,
): CommandElement {
  const items: CommandArgument[] = [];
  const redirections: Redirection[] = [];
  let onlyValues = false;
  for (;;) {
    const token = parser.lexer.peek('argument');
    if (token.kind === 'redirection') redirections.push(parseRedirection(parser, token));
    else if (endsCommand(token)) break;
    else if (!onlyValues && token.kind === 'word' && token.text === '--') {
      parser.lexer.next('argument');
      onlyValues = true;
    } else items.push(parseArgument(parser, token, onlyValues));
  }
  return {
    kind: 'command',
    command: begun.command,
    invocation: begun.invocation,
    arguments: items,
    redirections,
    extent: extentFrom(parser, begun.start),
  };
}

function endsCommand(token: Token): boolean {
  return (
    token.kind === 'end' || token.kind === 'newline' || isSign(token, '|', ';', ')', '}', '&', '&&', '||')
  );
}

function parseArgument(parser: Parser, token: Token, onlyValues: boolean): CommandArgument {
  if (token.kind === 'word' && token.text === '--%') {
    parser.lexer.fail(
      'The stop-parsing token --% is not supported. Quote the argument instead.',
      'StopParsing',
      token,
    );
  }
  if (token.kind === 'splat') {
    parser.lexer.next('argument');
    return { kind: 'splat', name: token.name, extent: extentFrom(parser, token.start) };
  }
  if (token.kind !== 'parameter' || onlyValues) {
    const expression = parseItems(parser);
    return { kind: 'value', expression, extent: expression.extent };
  }
  parser.lexer.next('argument');
  const extent = { source: parser.lexer.source, start: token.start, end: token.end };
  if (!token.colon) return { kind: 'parameter', name: token.name, value: null, extent };
  const after = parser.lexer.peek('argument');
  if (endsCommand(after)) {
    parser.lexer.fail(
      `Parameter '-${token.name}:' requires an argument.`,
      'ParameterRequiresArgument',
      token,
    );
  }
  return { kind: 'parameter', name: token.name, value: parseItems(parser), extent };
}

/** One argument: items joined by commas. */
function parseItems(parser: Parser): Expression {
  const start = parser.lexer.peek('argument').start;
  const first = parseItem(parser, parser.lexer.peek('argument'));
  if (!isSign(parser.lexer.peek('argument'), ',')) return first;
  const items = [first];
  while (accept(parser, 'argument', ',')) {
    skipNewlines(parser);
    const token = parser.lexer.peek('argument');
    if (endsCommand(token)) {
      parser.lexer.fail("Missing expression after ','.", 'MissingExpressionAfterToken', token);
    }
    items.push(parseItem(parser, token));
  }
  return { kind: 'list', items, extent: extentFrom(parser, start) };
}

function parseItem(parser: Parser, token: Token): Expression {
  switch (token.kind) {
    case 'number':
      parser.lexer.next('argument');
      return {
        kind: 'literal',
        value: token.value,
        text: token.text,
        extent: extentFrom(parser, token.start),
      };
    case 'word':
    case 'string':
      if (token.kind === 'string' && parser.lexer.source.text.charAt(token.end) === '.') {
        return parser.grammar.primary(parser);
      }
      parser.lexer.next('argument');
      return textExpression(parser, token.parts, token);
    case 'parameter': {
      parser.lexer.next('argument');
      const extent = extentFrom(parser, token.start);
      return { kind: 'literal', value: tokenText(parser, token), text: null, extent };
    }
    case 'variable':
      return parser.grammar.primary(parser);
    case 'sign':
      if (isSign(token, '(', '$(', '@(', '@{', '{')) return parser.grammar.primary(parser);
      return unexpected(parser, token);
    default:
      return unexpected(parser, token);
  }
}

function parseRedirections(parser: Parser): readonly Redirection[] {
  const found: Redirection[] = [];
  for (;;) {
    const token = parser.lexer.peek('argument');
    if (token.kind !== 'redirection') return found;
    found.push(parseRedirection(parser, token));
  }
}

function parseRedirection(parser: Parser, token: Token & Readonly<{ kind: 'redirection' }>): Redirection {
  parser.lexer.next('argument');
  const { from, append } = token;
  const to = token.merge ? null : parseItem(parser, parser.lexer.peek('argument'));
  return { kind: 'redirection', from, append, to, extent: extentFrom(parser, token.start) };
}

import type { Expression, ParameterDeclaration, Validation } from './ast.ts';
import { accept, expectClose, isSign, type Parser, skipNewlines } from './parser.ts';
import { scanTypeName } from './type-name.ts';

type Attributes = {
  type: string | null;
  mandatory: boolean;
  position: number | null;
  pipeline: boolean;
  pipelineByName: boolean;
  aliases: readonly string[];
  validations: readonly Validation[];
};

/** Parameters of a function or script up to the closing parenthesis; the opening one is consumed. */
export function parseDeclarations(parser: Parser): readonly ParameterDeclaration[] {
  const declarations: ParameterDeclaration[] = [];
  skipNewlines(parser);
  while (!accept(parser, 'expression', ')')) {
    declarations.push(parseDeclaration(parser));
    skipNewlines(parser);
    if (accept(parser, 'expression', ',')) skipNewlines(parser);
    else if (!isSign(parser.lexer.peek('expression'), ')')) {
      const token = parser.lexer.peek('expression');
      parser.lexer.fail(
        "Missing ')' in function parameter list.",
        'MissingEndParenthesisInFunctionParameterList',
        token,
      );
    }
  }
  return declarations;
}

function parseDeclaration(parser: Parser): ParameterDeclaration {
  const attributes = parseAttributes(parser);
  const token = parser.lexer.next('expression');
  if (token.kind !== 'variable') {
    parser.lexer.fail('A parameter name was expected.', 'ParameterNameExpected', token);
  }
  const { name } = token.variable;
  skipNewlines(parser);
  const initial = accept(parser, 'expression', '=') ? parseInitial(parser) : null;
  return { name, initial, ...attributes };
}

function parseInitial(parser: Parser): Expression {
  skipNewlines(parser);
  return parser.grammar.expression(parser, false);
}

function parseAttributes(parser: Parser): Attributes {
  const attributes: Attributes = {
    type: null,
    mandatory: false,
    position: null,
    pipeline: false,
    pipelineByName: false,
    aliases: [],
    validations: [],
  };
  for (;;) {
    skipNewlines(parser);
    const token = parser.lexer.peek('expression');
    if (!isSign(token, '[')) return attributes;
    const type = scanTypeName(parser, token.start);
    if (type === null) readAttribute(parser, attributes);
    else {
      attributes.type = type.name;
      parser.lexer.moveTo(type.end);
    }
  }
}

/** `[Parameter(Mandatory=$true)]`, `[ValidateSet("a","b")]`, `[Alias("x")]`; others are read and mean nothing.
 *  about_Functions_Advanced_Parameters */
function readAttribute(parser: Parser, attributes: Attributes): void {
  const open = parser.lexer.next('expression');
  const word = parser.lexer.next('expression');
  if (word.kind !== 'word') parser.lexer.fail("Missing type name after '['.", 'MissingTypename', open);
  const name = word.text.toLowerCase();
  if (!accept(parser, 'expression', '(')) {
    parser.lexer.fail(
      "Missing ']' at end of attribute or type literal.",
      'EndSquareBracketExpectedAtEndOfAttribute',
      open,
    );
  }
  const args: Expression[] = [];
  skipNewlines(parser);
  while (!accept(parser, 'expression', ')')) {
    readAttributeArgument(parser, attributes, args);
    skipNewlines(parser);
    if (accept(parser, 'expression', ',')) skipNewlines(parser);
    else if (!isSign(parser.lexer.peek('expression'), ')')) expectClose(parser, ')');
  }
  expectClose(parser, ']');
  if (name === 'alias')
    attributes.aliases = args.map((arg) => (arg.kind === 'literal' ? String(arg.value) : ''));
  const kind = VALIDATIONS.find((candidate) => name === `validate${candidate}`);
  if (kind !== undefined) attributes.validations = [...attributes.validations, { kind, args }];
}

const VALIDATIONS = [
  'set',
  'range',
  'length',
  'count',
  'pattern',
  'script',
  'notnull',
  'notnullorempty',
] as const;

function readAttributeArgument(parser: Parser, attributes: Attributes, args: Expression[]): void {
  const token = parser.lexer.peek('expression');
  if (token.kind !== 'word') {
    args.push(parser.grammar.expression(parser, false));
    return;
  }
  parser.lexer.next('expression');
  const value = accept(parser, 'expression', '=') ? parseInitial(parser) : null;
  applySetting(attributes, token.text.toLowerCase(), value);
}

function applySetting(attributes: Attributes, name: string, value: Expression | null): void {
  const isOn = value === null || !isFalse(value);
  if (name === 'mandatory') attributes.mandatory = isOn;
  if (name === 'valuefrompipeline') attributes.pipeline = isOn;
  if (name === 'valuefrompipelinebypropertyname') attributes.pipelineByName = isOn;
  if (name === 'position' && value?.kind === 'literal') attributes.position = Number(value.value);
}

function isFalse(value: Expression): boolean {
  if (value.kind === 'variable') return value.variable.name.toLowerCase() === 'false';
  return value.kind === 'literal' && value.value === 0;
}

import type { VariableName } from '../../lexer/token.ts';
import { numberText, numericType } from '../../values/number.ts';
import type {
  Body,
  CommandArgument,
  CommandElement,
  ExpandablePart,
  Expression,
  ParameterDeclaration,
  PipelineElement,
  Redirection,
  ScriptBlock,
  Statement,
} from '../ast.ts';

/** The text of a tree, such that parsing it gives the same tree again. The tree keeps its parentheses, so that none
 *  has to be added. */
export function printScript(script: ScriptBlock): string {
  return printBlockBody(script);
}

function printBlockBody(block: ScriptBlock): string {
  const parameters =
    block.parameters === null
      ? []
      : [`${printBinding(block)}param(${block.parameters.map(printParameter).join(', ')})`];
  const named = (name: string, body: Body | null): string[] =>
    body === null ? [] : [`${name} {${printBody(body)}}`];
  const isPlain = block.begin === null && block.process === null;
  const end = isPlain ? [printBody(block.end)] : named('end', block.end);
  return [...parameters, ...named('begin', block.begin), ...named('process', block.process), ...end].join(
    '\n',
  );
}

function printBinding({ advanced, asks }: ScriptBlock): string {
  return advanced ? `[CmdletBinding(${asks ? 'SupportsShouldProcess=$true' : ''})]` : '';
}

function printParameter(declared: ParameterDeclaration): string {
  const type = declared.type === null ? '' : `[${declared.type}]`;
  const mandatory = declared.mandatory ? '[Parameter(Mandatory=$true)]' : '';
  const initial = declared.initial === null ? '' : ` = ${printExpression(declared.initial)}`;
  const validations = declared.validations.map(({ kind, args }) => `[Validate${kind}(${printAll(args)})]`);
  return `${mandatory}${validations.join('')}${type}$${declared.name}${initial}`;
}

function printBody(body: Body): string {
  return body.map(printStatement).join('; ');
}

function braces(body: Body): string {
  return `{ ${printBody(body)} }`;
}

function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'pipeline':
      return statement.elements.map(printElement).join(' | ');
    case 'assignment':
      return `${printExpression(statement.target)} ${statement.operator} ${printStatement(statement.value)}`;
    case 'if':
      return printIf(statement);
    case 'while':
      return `${label(statement.label)}while (${printStatement(statement.condition)}) ${braces(statement.body)}`;
    case 'do': {
      const word = statement.until ? 'until' : 'while';
      return `${label(statement.label)}do ${braces(statement.body)} ${word} (${printStatement(statement.condition)})`;
    }
    case 'for': {
      const [first, condition, step] = [statement.first, statement.condition, statement.step].map((part) =>
        part === null ? '' : printStatement(part),
      );
      return `${label(statement.label)}for (${first}; ${condition}; ${step}) ${braces(statement.body)}`;
    }
    case 'foreach':
      return `${label(statement.label)}foreach (${printExpression(statement.variable)} in ${printStatement(statement.over)}) ${braces(statement.body)}`;
    case 'switch':
      return printSwitch(statement);
    case 'function':
      return `function ${statement.name} {${printBlockBody(statement.block)}}`;
    case 'flow':
      return [statement.flow, statement.label ?? ''].join(' ').trim();
    case 'leave':
      return statement.value === null
        ? statement.flow
        : `${statement.flow} ${printStatement(statement.value)}`;
    default:
      return printTry(statement);
  }
}

type Of<K extends Statement['kind']> = Extract<Statement, Readonly<{ kind: K }>>;

function label(name: string | null): string {
  return name === null ? '' : `:${name} `;
}

function printIf(statement: Of<'if'>): string {
  const clauses = statement.clauses.map(
    ({ condition, body }, index) =>
      `${index === 0 ? 'if' : 'elseif'} (${printStatement(condition)}) ${braces(body)}`,
  );
  const otherwise = statement.otherwise === null ? [] : [`else ${braces(statement.otherwise)}`];
  return [...clauses, ...otherwise].join(' ');
}

function printSwitch(statement: Of<'switch'>): string {
  const flags = [
    ...(statement.matching === 'exact' ? [] : [`-${statement.matching}`]),
    ...(statement.caseSensitive ? ['-casesensitive'] : []),
  ];
  const clauses = statement.clauses.map(({ pattern, body }) => `${printExpression(pattern)} ${braces(body)}`);
  const otherwise = statement.otherwise === null ? [] : [`default ${braces(statement.otherwise)}`];
  const head = [`${label(statement.label)}switch`, ...flags, `(${printStatement(statement.over)})`].join(' ');
  return `${head} { ${[...clauses, ...otherwise].join('\n')} }`;
}

function printTry(statement: Of<'try'>): string {
  const catches = statement.catches.map(({ types, body }) => {
    const names = types.map((type) => `[${type}]`).join(', ');
    return `catch ${names === '' ? '' : `${names} `}${braces(body)}`;
  });
  const last = statement.last === null ? [] : [`finally ${braces(statement.last)}`];
  return [`try ${braces(statement.body)}`, ...catches, ...last].join(' ');
}

function printElement(element: PipelineElement): string {
  const text = element.kind === 'expression' ? printExpression(element.expression) : printCommand(element);
  return [text, ...element.redirections.map(printRedirection)].join(' ');
}

function printCommand(element: CommandElement): string {
  const { command, invocation } = element;
  const isWord = invocation === null && command.kind === 'literal';
  const name = isWord ? String(command.value) : printExpression(command);
  const head = invocation === null ? name : `${invocation} ${name}`;
  return [head, ...element.arguments.map(printArgument)].join(' ');
}

function printArgument(argument: CommandArgument): string {
  if (argument.kind === 'splat') return `@${argument.name}`;
  if (argument.kind === 'value') return printExpression(argument.expression);
  return argument.value === null
    ? `-${argument.name}`
    : `-${argument.name}:${printExpression(argument.value)}`;
}

function printRedirection(redirection: Redirection): string {
  const from = redirection.from === '1' ? '' : redirection.from;
  if (redirection.to === null) return `${from}>&1`;
  return `${from}${redirection.append ? '>>' : '>'} ${printExpression(redirection.to)}`;
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quoted(expression.value) : printNumber(expression);
    case 'expandable':
      return `"${expression.parts.map(printPart).join('')}"`;
    case 'variable':
      return printVariable(expression.variable);
    case 'list':
      return expression.items.length === 1 ? `,${printAll(expression.items)}` : printAll(expression.items);
    case 'array':
      return `@(${printBody(expression.statements)})`;
    case 'statements':
      return `$(${printBody(expression.statements)})`;
    case 'parenthesis':
      return `(${printStatement(expression.statement)})`;
    case 'hashtable':
      return `@{${expression.entries.map(({ key, value }) => `${printExpression(key)} = ${printStatement(value)}`).join('; ')}}`;
    case 'block':
      return `{${printBlockBody(expression.block)}}`;
    case 'unary':
      return `${expression.operator} ${printExpression(expression.operand)}`;
    case 'binary':
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case 'cast':
      return `[${expression.type}]${printExpression(expression.operand)}`;
    case 'type':
      return `[${expression.type}]`;
    case 'increment': {
      const sign = expression.by === 1 ? '++' : '--';
      const target = printExpression(expression.target);
      return expression.prefix ? sign + target : target + sign;
    }
    default:
      return printAccess(expression);
  }
}

function printNumber({ value, text }: Extract<Expression, Readonly<{ kind: 'literal' }>>): string {
  if (text !== null || typeof value === 'string') return text ?? '';
  const digits = numberText(value);
  const type = numericType(value);
  if (type === 'Decimal') return `${digits}d`;
  if (type === 'Int64') return `${digits}L`;
  return type === 'Double' && /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

type Access = Extract<Expression, Readonly<{ kind: 'member' | 'call' | 'index' }>>;

function printAccess(expression: Access): string {
  const target = printExpression(expression.target);
  if (expression.kind === 'index') return `${target}[${printExpression(expression.index)}]`;
  const member = `${expression.isStatic ? '::' : '.'}${printExpression(expression.member)}`;
  return expression.kind === 'member'
    ? target + member
    : `${target}${member}(${printAll(expression.arguments)})`;
}

function printAll(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

function printVariable({ scope, name }: VariableName): string {
  return `\${${scope === null ? '' : `${scope}:`}${name}}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

function printPart(part: ExpandablePart): string {
  if (part.kind === 'expression') return printExpression(part.expression);
  return part.text.replaceAll(/[`"$\u201c-\u201e]/g, '`$&');
}

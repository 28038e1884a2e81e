import type { Extent } from '../lexer/source.ts';
import type { Numeric } from '../values/number.ts';
import type { VariableName } from '../lexer/token.ts';

/** The tree of a script: plain frozen data. Every node knows the text that it came from. */
type Node<K extends string, Fields> = Readonly<{ kind: K; extent: Extent }> & Readonly<Fields>;

export type Expression =
  | Node<'literal', { value: string | Numeric; text: string | null }>
  | Node<'expandable', { parts: readonly ExpandablePart[] }>
  | VariableExpression
  | Node<'list', { items: readonly Expression[] }>
  /** `@( … )`: always an array. */
  | Node<'array', { statements: readonly Statement[] }>
  /** `$( … )` */
  | Node<'statements', { statements: readonly Statement[] }>
  /** `( … )` */
  | Node<'parenthesis', { statement: Statement }>
  | Node<'hashtable', { entries: readonly Readonly<{ key: Expression; value: Statement }>[] }>
  | Node<'block', { block: ScriptBlock }>
  | Node<'unary', { operator: string; operand: Expression }>
  | Node<'binary', { operator: string; left: Expression; right: Expression }>
  | Node<'cast', { type: string; operand: Expression }>
  | Node<'type', { type: string }>
  | Node<'increment', { target: Expression; by: 1 | -1; prefix: boolean }>
  | MemberExpression
  | Node<
      'call',
      { target: Expression; member: Expression; arguments: readonly Expression[]; isStatic: boolean }
    >
  | IndexExpression;

export type VariableExpression = Node<'variable', { variable: VariableName }>;
export type MemberExpression = Node<'member', { target: Expression; member: Expression; isStatic: boolean }>;
export type IndexExpression = Node<'index', { target: Expression; index: Expression }>;

export type ExpandablePart =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'expression'; expression: Expression }>;

export type Statement =
  | Pipeline
  | Node<'assignment', { target: Expression; operator: string; value: Statement }>
  | Node<'if', { clauses: readonly Readonly<{ condition: Statement; body: Body }>[]; otherwise: Body | null }>
  | Node<'while', { label: string | null; condition: Statement; body: Body }>
  | Node<'do', { label: string | null; condition: Statement; body: Body; until: boolean }>
  | Node<
      'for',
      {
        label: string | null;
        first: Statement | null;
        condition: Statement | null;
        step: Statement | null;
        body: Body;
      }
    >
  | Node<'foreach', { label: string | null; variable: VariableExpression; over: Statement; body: Body }>
  | SwitchStatement
  | FunctionStatement
  | Node<'flow', { flow: 'break' | 'continue'; label: string | null }>
  | Node<'leave', { flow: 'return' | 'exit' | 'throw'; value: Statement | null }>
  | Node<
      'try',
      {
        body: Body;
        catches: readonly Readonly<{ types: readonly string[]; body: Body }>[];
        last: Body | null;
      }
    >;

export type Body = readonly Statement[];

export type SwitchStatement = Node<
  'switch',
  {
    label: string | null;
    matching: 'exact' | 'wildcard' | 'regex';
    caseSensitive: boolean;
    over: Statement;
    clauses: readonly Readonly<{ pattern: Expression; body: Body }>[];
    otherwise: Body | null;
  }
>;

export type FunctionStatement = Node<'function', { name: string; block: ScriptBlock }>;

export type Pipeline = Node<'pipeline', { elements: readonly PipelineElement[] }>;

export type PipelineElement = ExpressionElement | CommandElement;

export type ExpressionElement = Node<
  'expression',
  { expression: Expression; redirections: readonly Redirection[] }
>;

export type CommandElement = Node<
  'command',
  {
    /** `&` or `.` before the name. */
    invocation: '&' | '.' | null;
    command: Expression;
    arguments: readonly CommandArgument[];
    redirections: readonly Redirection[];
  }
>;

export type CommandArgument =
  | Node<'value', { expression: Expression }>
  /** `-Name` or `-Name:value`. */
  | Node<'parameter', { name: string; value: Expression | null }>
  | Node<'splat', { name: string }>;

export type Redirection = Node<
  'redirection',
  { from: string; append: boolean /** null = into the output (`2>&1`) */; to: Expression | null }
>;

export type ScriptBlock = Readonly<{
  extent: Extent;
  /** Source between the braces. */
  text: string;
  parameters: readonly ParameterDeclaration[] | null;
  /** `[CmdletBinding()]`: it is bound as a cmdlet is, and what has no parameter is an error. */
  advanced: boolean;
  /** `[CmdletBinding(SupportsShouldProcess=$true)]`: it takes -WhatIf and -Confirm. */
  asks: boolean;
  begin: Body | null;
  process: Body | null;
  end: Body;
}>;

/** `[ValidateSet('a', 'b')]`, `[ValidateRange(1, 5)]` and the like. */
export type Validation = Readonly<{
  kind: 'set' | 'range' | 'length' | 'count' | 'pattern' | 'script' | 'notnull' | 'notnullorempty';
  args: readonly Expression[];
}>;

export type ParameterDeclaration = Readonly<{
  name: string;
  /** As written: `string[]`; null = any. */
  type: string | null;
  initial: Expression | null;
  mandatory: boolean;
  position: number | null;
  pipeline: boolean;
  pipelineByName: boolean;
  aliases: readonly string[];
  /** What a value must fulfil, in the order in which it is written. */
  validations: readonly Validation[];
}>;

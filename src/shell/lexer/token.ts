import type { Numeric } from '../values/number.ts';

/** A piece of an expandable string or of a bareword. Offsets are into the whole source. */
export type StringPart =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'variable'; variable: VariableName; start: number; end: number }>
  /** What stands between `$(` and `)`. */
  | Readonly<{ kind: 'statements'; start: number; end: number }>;

export type VariableName = Readonly<{
  /** Lower case; null = found by scope rules. */
  scope: string | null;
  name: string;
}>;

type Base = Readonly<{
  start: number;
  end: number;
  /** A blank, a comment or a continued line stands before it. */
  spaced: boolean;
}>;

export type Token =
  | (Base & Readonly<{ kind: 'end' | 'newline' }>)
  /** Punctuation and operators: `;` `|` `,` `(` `@{` `..` `+=` `-eq` …; operators in words in lower case. */
  | (Base & Readonly<{ kind: 'sign'; text: string }>)
  | (Base & Readonly<{ kind: 'number'; value: Numeric; text: string }>)
  | (Base & Readonly<{ kind: 'string'; parts: readonly StringPart[]; expandable: boolean }>)
  | (Base & Readonly<{ kind: 'variable'; variable: VariableName }>)
  | (Base & Readonly<{ kind: 'splat'; name: string }>)
  /** An identifier (expression mode) or a bareword (argument mode). */
  | (Base & Readonly<{ kind: 'word'; parts: readonly StringPart[]; text: string }>)
  /** `-Name` or `-Name:` (argument mode). */
  | (Base & Readonly<{ kind: 'parameter'; name: string; colon: boolean }>)
  | (Base & Readonly<{ kind: 'redirection'; from: string; append: boolean; merge: boolean }>);

/** shell-language.md §1.1 */
export type Mode = 'expression' | 'argument';

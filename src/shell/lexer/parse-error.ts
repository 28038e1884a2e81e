import type { Extent } from './source.ts';

/** Why a text is no script. shell-language.md §12 */
export type ParseError = Readonly<{
  message: string;
  /** Last part of FullyQualifiedErrorId, e.g. `MissingEndCurlyBrace`. */
  id: string;
  extent: Extent;
  /** More input could mend it: an interactive reader goes on with `>> `. */
  incomplete: boolean;
}>;

/** Leaves the parser from any depth; caught where parsing began and never seen outside. */
export class ParseFailure extends Error {
  override readonly name = 'ParseFailure';
  readonly error: ParseError;

  constructor(error: ParseError) {
    super(error.message);
    this.error = error;
  }
}

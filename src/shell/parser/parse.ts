import { Lexer, type Meter } from '../lexer/lexer.ts';
import { type ParseError, ParseFailure } from '../lexer/parse-error.ts';
import type { Source } from '../lexer/source.ts';
import type { ScriptBlock } from './ast.ts';
import { parsePipeline } from './commands.ts';
import { parseExpression } from './expressions.ts';
import { parseBlock, parseScript } from './functions.ts';
import { type Grammar, type Parser, unexpected } from './parser.ts';
import { expandParts, parsePrimary } from './primary.ts';
import { parseStatement, parseStatements } from './statements.ts';

const GRAMMAR: Grammar = {
  statement: parseStatement,
  statements: parseStatements,
  pipeline: parsePipeline,
  block: parseBlock,
  expression: parseExpression,
  primary: parsePrimary,
  parts: expandParts,
};

export type Parsed = Readonly<{ ok: true; script: ScriptBlock }> | Readonly<{ ok: false; error: ParseError }>;

/** Parses a whole text. Nothing of it runs unless all of it parses. shell-language.md §12
 *  @param meter counts the work */
export function parse(source: Source, meter: Meter = { scans: 0 }): Parsed {
  const parser: Parser = { lexer: new Lexer(source, meter), grammar: GRAMMAR };
  try {
    const script = parseScript(parser);
    const rest = parser.lexer.peek('argument');
    if (rest.kind !== 'end') unexpected(parser, rest);
    return { ok: true, script };
  } catch (error) {
    if (error instanceof ParseFailure) return { ok: false, error: error.error };
    if (error instanceof RangeError) return { ok: false, error: tooDeep(source) };
    throw error;
  }
}

/** Brackets in brackets exhaust the stack long before anybody means it. */
function tooDeep(source: Source): ParseError {
  return {
    message: 'The script is nested too deeply.',
    id: 'ScriptTooComplicated',
    extent: { source, start: 0, end: Math.min(1, source.text.length) },
    incomplete: false,
  };
}

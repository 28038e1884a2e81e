import type { Token } from '../lexer/token.ts';
import type { Body, Statement } from './ast.ts';
import { acceptKeyword, parseBody } from './bodies.ts';
import { extentFrom, isSign, type Parser, skipNewlines } from './parser.ts';
import { scanTypeName } from './type-name.ts';

/** try { } catch [Type], [Type] { } finally { } */
export function parseTry(parser: Parser, start: Token): Statement {
  const body = parseBody(parser);
  const catches: Readonly<{ types: readonly string[]; body: Body }>[] = [];
  while (acceptKeyword(parser, 'catch')) {
    catches.push({ types: parseTypes(parser), body: parseBody(parser) });
  }
  const last = acceptKeyword(parser, 'finally') ? parseBody(parser) : null;
  if (catches.length === 0 && last === null) {
    parser.lexer.fail('The Try statement is missing its Catch or Finally block.', 'MissingCatchOrFinally', {
      start: parser.lexer.previousEnd,
      end: parser.lexer.previousEnd,
    });
  }
  return { kind: 'try', body, catches, last, extent: extentFrom(parser, start.start) };
}

function parseTypes(parser: Parser): readonly string[] {
  const types: string[] = [];
  for (;;) {
    skipNewlines(parser);
    const token = parser.lexer.peek('expression');
    if (isSign(token, ',')) parser.lexer.next('expression');
    else if (isSign(token, '[')) {
      const found = scanTypeName(parser, token.start);
      if (found === null) parser.lexer.fail("Missing type name after '['.", 'MissingTypename', token);
      types.push(found.name);
      parser.lexer.moveTo(found.end);
    } else return types;
  }
}

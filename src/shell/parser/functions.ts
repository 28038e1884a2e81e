import type { Token } from '../lexer/token.ts';
import type { Body, ScriptBlock, Statement } from './ast.ts';
import { parseBody } from './bodies.ts';
import { parseDeclarations } from './declarations.ts';
import {
  accept,
  expectClose,
  extentFrom,
  isSign,
  type Parser,
  skipNewlines,
  skipSeparators,
  unexpected,
} from './parser.ts';
import { scanTypeName } from './type-name.ts';

/** function Name($a, $b) { param(…) begin { } process { } end { } }; a filter's body is its process block. */
export function parseFunction(parser: Parser, start: Token): Statement {
  const isFilter =
    parser.lexer.source.text.charAt(start.start).toLowerCase() === 'f' && start.end - start.start === 6;
  const name = parser.lexer.peek('argument');
  if (name.kind !== 'word' && name.kind !== 'parameter') {
    parser.lexer.fail('Missing name after function keyword.', 'MissingNameAfterKeyword', name);
  }
  parser.lexer.next('argument');
  const text = parser.lexer.source.text.slice(name.start, name.end).replace(/^(?:global|script|local):/i, '');
  skipNewlines(parser);
  const parameters = accept(parser, 'expression', '(') ? parseDeclarations(parser) : null;
  skipNewlines(parser);
  const block = parseBlock(parser);
  return {
    kind: 'function',
    name: text,
    block: {
      ...block,
      ...(parameters === null ? {} : { parameters }),
      ...(isFilter ? { process: block.end, end: [] } : {}),
    },
    extent: extentFrom(parser, start.start),
  };
}

/** `{ … }` with an optional param block and begin, process and end. Its `{` is the next token. */
export function parseBlock(parser: Parser): ScriptBlock {
  const open = parser.lexer.peek('expression');
  if (!isSign(open, '{')) unexpected(parser, open);
  parser.lexer.next('expression');
  const inside = parseInside(parser, '}');
  const extent = extentFrom(parser, open.start);
  return { ...inside, extent, text: parser.lexer.source.text.slice(extent.start + 1, extent.end - 1) };
}

/** A whole script. */
export function parseScript(parser: Parser): ScriptBlock {
  const inside = parseInside(parser, null);
  const { source } = parser.lexer;
  return { ...inside, text: source.text, extent: { source, start: 0, end: source.text.length } };
}

type Inside = Omit<ScriptBlock, 'extent' | 'text'>;

function parseInside(parser: Parser, close: string | null): Inside {
  const { parameters, advanced, asks } = parseParamBlock(parser);
  const named = parseNamedBlocks(parser);
  if (named === null) {
    const end = parser.grammar.statements(parser, close);
    return { parameters, advanced, asks, begin: null, process: null, end };
  }
  skipSeparators(parser);
  if (close !== null) expectClose(parser, close);
  return { parameters, advanced, asks, ...named };
}

type ParamBlock = Pick<ScriptBlock, 'parameters' | 'advanced' | 'asks'>;

function parseParamBlock(parser: Parser): ParamBlock {
  skipSeparators(parser);
  const back = parser.lexer.previousEnd;
  const { advanced, asks } = parseBinding(parser);
  const token = parser.lexer.peek('argument');
  if (token.kind === 'word' && token.text.toLowerCase() === 'param') {
    parser.lexer.next('argument');
    skipNewlines(parser);
    if (accept(parser, 'expression', '(')) return { parameters: parseDeclarations(parser), advanced, asks };
  }
  parser.lexer.moveTo(back);
  return { parameters: null, advanced: false, asks: false };
}

/** `[CmdletBinding()]` and the like before `param`. */
function parseBinding(parser: Parser): Pick<ScriptBlock, 'advanced' | 'asks'> {
  let [advanced, asks] = [false, false];
  for (;;) {
    skipNewlines(parser);
    const token = parser.lexer.peek('argument');
    const text = parser.lexer.source.text;
    const attribute =
      /^\[\s*(?:(CmdletBinding)|OutputType|Diagnostics\.\w+|System\.\w[\w.]*)\s*\(([^\])]*)\)\s*\]/i.exec(
        text.slice(token.start, token.start + 500),
      );
    if (attribute === null || scanTypeName(parser, token.start) !== null) return { advanced, asks };
    if (attribute[1] !== undefined) advanced = true;
    asks ||= /\bSupportsShouldProcess\b(?!\s*=\s*\$false)/i.test(attribute[2] ?? '');
    parser.lexer.moveTo(token.start + attribute[0].length);
  }
}

function parseNamedBlocks(
  parser: Parser,
): Readonly<{ begin: Body | null; process: Body | null; end: Body }> | null {
  const found: { begin: Body | null; process: Body | null; end: Body | null } = {
    begin: null,
    process: null,
    end: null,
  };
  for (;;) {
    const back = parser.lexer.previousEnd;
    skipSeparators(parser);
    const name = blockName(parser);
    if (name === null) {
      parser.lexer.moveTo(back);
      break;
    }
    parser.lexer.next('argument');
    found[name] = parseBody(parser);
  }
  if (found.begin === null && found.process === null && found.end === null) return null;
  return { ...found, end: found.end ?? [] };
}

const BLOCK_NAMES = ['begin', 'process', 'end'] as const;

function blockName(parser: Parser): (typeof BLOCK_NAMES)[number] | null {
  const token = parser.lexer.peek('argument');
  if (token.kind !== 'word') return null;
  const name = BLOCK_NAMES.find((candidate) => candidate === token.text.toLowerCase());
  if (name === undefined || !/^\s*\{/.test(parser.lexer.source.text.slice(token.end))) return null;
  return name;
}

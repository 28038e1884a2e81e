import type { Parser } from './parser.ts';

/** The name between `[` and `]` with the brackets of generic and array types in it: `string[]`, `…List[string]`.
 *  null: what begins at the offset is no type. */
export function scanTypeName(parser: Parser, open: number): Readonly<{ name: string; end: number }> | null {
  const text = parser.lexer.source.text;
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '[') depth++;
    else if (char === ']') {
      depth--;
      if (depth === 0) return finish(text.slice(open + 1, at), at + 1);
    } else if (!/[\w.+`, ]/.test(char)) return null;
  }
  return null;
}

function finish(inner: string, end: number): Readonly<{ name: string; end: number }> | null {
  const name = inner.replaceAll(/\s/g, '');
  return /^[A-Za-z_]/.test(name) ? { name, end } : null;
}

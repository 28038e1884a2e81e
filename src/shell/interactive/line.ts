/** What is being typed, and where in it the cursor stands (UTF-16 offset, always between two graphemes). */
export type Line = Readonly<{ text: string; cursor: number }>;

export const EMPTY: Line = { text: '', cursor: 0 };

let segmenter: Intl.Segmenter | null = null;

/** Made when the first key asks for it: it takes longer than the first prompt should wait. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

export function insert(line: Line, added: string): Line {
  return replace(line, line.cursor, line.cursor, added);
}

/** Puts `added` in the place of a stretch; the cursor stands behind it. */
export function replace(line: Line, start: number, end: number, added: string): Line {
  return {
    text: line.text.slice(0, start) + added + line.text.slice(end),
    cursor: start + added.length,
  };
}

export function left({ text, cursor }: Line): Line {
  return { text, cursor: before(text, cursor) };
}

export function right({ text, cursor }: Line): Line {
  return { text, cursor: after(text, cursor) };
}

export function wordLeft({ text, cursor }: Line): Line {
  return { text, cursor: wordStart(text, cursor) };
}

export function wordRight({ text, cursor }: Line): Line {
  return {
    text,
    cursor: cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0),
  };
}

/** Beginning of the row that the cursor is in. */
export function home({ text, cursor }: Line): Line {
  return { text, cursor: text.slice(0, cursor).lastIndexOf('\n') + 1 };
}

export function end({ text, cursor }: Line): Line {
  const at = text.indexOf('\n', cursor);
  return { text, cursor: at < 0 ? text.length : at };
}

/** One row up, at the same offset where that row is long enough; null in the first row. */
export function rowUp(line: Line): Line | null {
  const start = home(line).cursor;
  if (start === 0) return null;
  const above = home({ text: line.text, cursor: start - 1 }).cursor;
  return { text: line.text, cursor: Math.min(above + line.cursor - start, start - 1) };
}

/** null in the last row */
export function rowDown(line: Line): Line | null {
  const finish = end(line).cursor;
  if (finish === line.text.length) return null;
  const below = { text: line.text, cursor: finish + 1 };
  return {
    text: line.text,
    cursor: Math.min(below.cursor + line.cursor - home(line).cursor, end(below).cursor),
  };
}

export function eraseLeft(line: Line): Line {
  return replace(line, left(line).cursor, line.cursor, '');
}

export function eraseRight(line: Line): Line {
  return { ...replace(line, line.cursor, right(line).cursor, ''), cursor: line.cursor };
}

/** Ctrl+W: back to the blank before the word. */
export function eraseWord(line: Line): Line {
  const word = /\S*\s*$/.exec(line.text.slice(0, line.cursor))?.[0] ?? '';
  return replace(line, line.cursor - word.length, line.cursor, '');
}

export function eraseToHome(line: Line): Line {
  return replace(line, home(line).cursor, line.cursor, '');
}

export function eraseToEnd(line: Line): Line {
  return replace(line, line.cursor, end(line).cursor, '');
}

function wordStart(text: string, cursor: number): number {
  return cursor - (/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function before(text: string, cursor: number): number {
  let at = 0;
  for (const { index } of graphemes(text.slice(0, cursor))) at = index;
  return at;
}

function after(text: string, cursor: number): number {
  const [first] = graphemes(text.slice(cursor));
  return cursor + (first?.segment.length ?? 0);
}

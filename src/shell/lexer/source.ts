/** A text that is run as a whole: one submission at the prompt, or a script file. */
export type Source = Readonly<{
  /** File name; null at the prompt, where errors say `line:`. */
  name: string | null;
  text: string;
}>;

/** A stretch of a source; offsets are UTF-16 code units, `end` excluded. */
export type Extent = Readonly<{ source: Source; start: number; end: number }>;

/** Line and column, both counted from 1, and the text of that line. */
export function locate(extent: Extent): Readonly<{ line: number; column: number; lineText: string }> {
  const { text } = extent.source;
  const lineStart = text.lastIndexOf('\n', extent.start - 1) + 1;
  const lineEnd = text.indexOf('\n', lineStart);
  return {
    line: text.slice(0, lineStart).split('\n').length,
    column: extent.start - lineStart + 1,
    lineText: text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, ''),
  };
}

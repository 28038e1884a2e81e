import { textWidth } from './text-width.ts';

export type Alignment = 'left' | 'right' | 'center';

const ASCII = /^[\x20-\x7e]*$/;

/** The longest head of the text that fits. */
function head(text: string, width: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, width));
  let taken = 0;
  let out = '';
  for (const letter of text) {
    taken += textWidth(letter);
    if (taken > width) break;
    out += letter;
  }
  return out;
}

/** The longest tail of the text that fits. */
function tail(text: string, width: number): string {
  if (width <= 0) return '';
  if (ASCII.test(text)) return text.slice(-width);
  let taken = 0;
  let out = '';
  for (const letter of [...text].reverse()) {
    taken += textWidth(letter);
    if (taken > width) break;
    out = letter + out;
  }
  return out;
}

/** Blanks up to the width; a longer text stays as it is. */
export function pad(text: string, width: number, alignment: Alignment): string {
  const missing = Math.max(0, width - textWidth(text));
  if (alignment === 'right') return ' '.repeat(missing) + text;
  if (alignment === 'left') return text + ' '.repeat(missing);
  const left = Math.floor(missing / 2);
  return ' '.repeat(left) + text + ' '.repeat(missing - left);
}

/** Cuts a cell to its column, marks the cut by `...` where there is room for it: at the end, at the beginning when
 *  the column is right-aligned. Only the first line of the text counts. shell-language.md §9.4 */
export function fitCell(text: string, width: number, alignment: Alignment): string {
  const newline = /\r?\n/.exec(text);
  const line = newline === null ? text : `${text.slice(0, newline.index)}...`;
  if (textWidth(line) <= width) return pad(line, width, alignment);
  return pad(shortened(line, width, alignment), width, alignment);
}

function shortened(line: string, width: number, alignment: Alignment): string {
  if (width <= 3) return alignment === 'right' ? tail(line, width) : head(line, width);
  return alignment === 'right' ? `...${tail(line, width - 3)}` : `${head(line, width - 3)}...`;
}

/** Breaks a text into lines of at most `width` columns, behind blanks and tabs, which stay at the end of their line.
 *  A word longer than the field fills the line it began on and is cut. shell-language.md §9.3 */
export function wrap(text: string, width: number): string[] {
  const field = Math.max(1, width);
  return text.split(/\r?\n/).flatMap((line) => wrapLine(line, field));
}

function wrapLine(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/[^ \t]*[ \t]|[^ \t]+/g) ?? []) {
    if (textWidth(line) + textWidth(word) <= width) {
      line += word;
    } else if (textWidth(word) <= width) {
      lines.push(line);
      line = word;
    } else {
      const pieces = cutWord(line + word, width);
      line = pieces.pop() ?? '';
      lines.push(...pieces);
    }
  }
  lines.push(line);
  return lines;
}

function cutWord(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (textWidth(rest) > width) {
    const [first = ''] = rest;
    const piece = head(rest, width) || first;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return rest === '' ? pieces : [...pieces, rest];
}

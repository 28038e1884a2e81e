import { textWidth } from './text-width.ts';
import { fitCell } from './widths.ts';

export type WideOptions = Readonly<{ width: number; autoSize: boolean; column?: number | undefined }>;

/** One value a cell, filled row by row; two columns of equal width unless told otherwise. shell-language.md §9.4 */
export function wideLines(texts: readonly string[], options: WideOptions): string[] {
  const longest = Math.max(1, ...texts.map(textWidth));
  const columns = options.autoSize
    ? Math.max(1, Math.floor((options.width + 1) / (longest + 1)))
    : Math.max(1, options.column ?? 2);
  const width = options.autoSize ? Math.min(longest, options.width) : cellWidth(columns, options.width);
  const lines: string[] = [];
  for (let at = 0; at < texts.length; at += columns) {
    const cells = Array.from({ length: columns }, (_, index) =>
      fitCell(texts[at + index] ?? '', width, 'left'),
    );
    lines.push(cells.join(' '));
  }
  return lines;
}

function cellWidth(columns: number, total: number): number {
  return Math.max(1, Math.floor((total - (columns - 1)) / columns));
}

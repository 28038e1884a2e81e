import type { Cell } from './cell.ts';
import { cellText } from './value-text.ts';
import { textWidth } from './text-width.ts';
import { pad, wrap } from './widths.ts';

export type ListLayout = Readonly<{ width: number; limit: number }>;

/** The lines of one object in a list, without the empty lines around it: `Label : value`, long values wrapped under
 *  their own beginning. shell-language.md §9.3 */
export function listLines(cells: readonly Cell[], layout: ListLayout): string[] {
  const shown = cells.filter((cell) => cell.present);
  const label = Math.max(0, ...shown.map((cell) => textWidth(cell.label)));
  return shown.flatMap((cell) => entryLines(cell, label, layout));
}

function entryLines(cell: Cell, label: number, layout: ListLayout): string[] {
  const text = cellText(cell.value, { limit: layout.limit, format: cell.format });
  const [first = '', ...rest] = wrap(text, layout.width - label - 3);
  const indent = ' '.repeat(label + 3);
  return [`${pad(cell.label, label, 'left')} : ${first}`, ...rest.map((line) => indent + line)];
}

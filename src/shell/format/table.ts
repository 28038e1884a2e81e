import { textWidth } from './text-width.ts';
import { type Alignment, fitCell, pad, wrap } from './widths.ts';

export type TableColumn = Readonly<{ label: string; align: Alignment; width?: number | undefined }>;

export type TableOptions = Readonly<{
  /** Columns of the console, minus one. */
  width: number;
  autoSize: boolean;
  wrap: boolean;
  hideHeaders: boolean;
}>;

/** A table whose columns have found their widths. */
export type TableLayout = Readonly<{
  columns: readonly Readonly<{ label: string; align: Alignment; width: number }>[];
  wrap: boolean;
}>;

/** Finds the widths of the columns and drops the last ones where there is no room. `rows` are the texts that size a
 *  table without widths of its own. shell-language.md §9.4 */
export function layOutTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): TableLayout {
  const sized = options.autoSize || columns[0]?.width === undefined;
  const widths = sized ? natural(columns, rows) : given(columns, options.width);
  const fitted = fit(widths, options.width);
  return {
    columns: columns.slice(0, fitted.length).map((column, index) => ({
      label: column.label,
      align: column.align,
      width: fitted[index] ?? 1,
    })),
    wrap: options.wrap,
  };
}

/** As wide as the longest cell or the label. */
function natural(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): number[] {
  return columns.map((column, index) => {
    let width = Math.max(1, textWidth(column.label));
    for (const row of rows) width = Math.max(width, longestLine(row[index] ?? ''));
    return width;
  });
}

/** A cell with a newline is cut there and takes three dots; every line counts when cells wrap, the first is enough. */
function longestLine(text: string): number {
  const newline = text.search(/\r?\n/);
  return newline < 0 ? textWidth(text) : textWidth(text.slice(0, newline)) + 3;
}

/** The widths that were asked for; what is left is dealt out to the other columns, one at a time from the left. */
function given(columns: readonly TableColumn[], total: number): number[] {
  const widths = columns.map((column) => column.width ?? 0);
  const open = widths.map((width, index) => (width === 0 ? index : -1)).filter((index) => index >= 0);
  const left = Math.max(0, total - sum(widths));
  for (const [order, index] of open.entries()) {
    widths[index] = Math.floor(left / open.length) + (order < left % open.length ? 1 : 0);
  }
  return widths;
}

function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width, 0) + Math.max(0, widths.length - 1);
}

/** Shrinks the last column by the excess; one that would have nothing left goes. */
function fit(widths: readonly number[], total: number): number[] {
  const fitted = [...widths];
  let excess = sum(fitted) - total;
  while (excess > 0) {
    const last = (fitted.pop() ?? 0) - excess;
    if (last >= 1 || fitted.length === 0) fitted.push(Math.max(1, last));
    excess = fitted.length === 1 ? 0 : sum(fitted) - total;
  }
  return fitted;
}

/** Labels and dashes; labels that are too long wrap. */
export function headerLines(layout: TableLayout): string[] {
  const labels = layout.columns.map((column) => wrap(column.label, column.width));
  const dashes = layout.columns.map((column) =>
    pad('-'.repeat(Math.min(textWidth(column.label), column.width)), column.width, column.align),
  );
  return [...stacked(labels, layout), dashes.join(' ')];
}

/** One row: a line, or several where cells wrap. */
export function rowLines(cells: readonly string[], layout: TableLayout): string[] {
  if (layout.wrap) {
    return stacked(
      layout.columns.map((column, index) => wrap(cells[index] ?? '', column.width)),
      layout,
    );
  }
  return [
    layout.columns.map((column, index) => fitCell(cells[index] ?? '', column.width, column.align)).join(' '),
  ];
}

function stacked(cells: readonly (readonly string[])[], layout: TableLayout): string[] {
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    layout.columns
      .map((column, index) => pad(cells[index]?.[line] ?? '', column.width, column.align))
      .join(' '),
  );
}

/** How one property of a row is shown, sorted and found. */
export type RowValue<Row> = (row: Row) => string | number;

export type Order = Readonly<{ column: string; descending: boolean }>;

/** The order as -SortOrder has it.
 *  @param properties of the server, by the column that shows them; the default order for another column */
export function sortOrderOf(
  order: Order | null,
  properties: Readonly<Record<string, string>>,
): Readonly<{ SortOrder?: string }> {
  const property = order === null ? undefined : properties[order.column];
  return property === undefined ? {} : { SortOrder: `${order?.descending === true ? '-' : '+'}${property}` };
}

type ValuedColumn<Row> = Readonly<{ key: string; value: RowValue<Row> }>;

/** Rows that hold every word of the filter in some column. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly ValuedColumn<Row>[],
  filter: string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) =>
    words.every((word) => columns.some(({ value }) => String(value(row)).toLowerCase().includes(word))),
  );
}

/** Rows by one column; equal ones keep their order. Numbers by size, texts without letter case. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly ValuedColumn<Row>[],
  order: Order | null,
): readonly Row[] {
  const column = columns.find(({ key }) => key === order?.column);
  if (column === undefined || order === null) return rows;
  // Keys are made once a row, not once a comparison: a hundred thousand rows sort without a stall.
  const keyed = rows.map((row) => {
    const value = column.value(row);
    return { row, key: typeof value === 'string' ? value.toLowerCase() : value };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  if (order.descending) keyed.reverse();
  return keyed.map(({ row }) => row);
}

export type RowWindow = Readonly<{ first: number; end: number }>;

/** Rows to draw for a place in the scroll area: those in sight and some beyond, so that scrolling shows no gap. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const beyond = 12;
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - beyond);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + beyond);
  return { first, end: Math.max(first, end) };
}

import { PsHashtable, type PsValue } from '../values/value.ts';
import type { Cell, FormatItem } from './cell.ts';
import { isRightAligned } from './kinds.ts';
import { propertyNames, propertyOf } from './properties.ts';
import type { TableColumn } from './table.ts';
import { cellText } from './value-text.ts';
import type { View, ViewColumn } from './views.ts';

/** Columns of a table, and the rows that one object makes: one, or one for each entry of a hashtable. */
export type TablePlan = Readonly<{
  columns: readonly TableColumn[];
  rows: (item: FormatItem, limit: number) => readonly (readonly string[])[];
}>;

/** A table of more than these needs names. */
const MOST_COLUMNS = 10;

/** Named properties: the cells of the first object say what the columns are. shell-language.md §9.4 */
export function planOfCells(cells: readonly Cell[]): TablePlan {
  return {
    columns: cells.map((cell) => ({
      label: cell.label,
      align: cell.align ?? (isRightAligned(cell.value) ? 'right' : 'left'),
      width: cell.width,
    })),
    rows: (item, limit) => [
      (item.cells ?? []).map((cell) => cellText(cell.value, { limit, format: cell.format })),
    ],
  };
}

/** All properties of the first object. */
export function planOfProperties(first: PsValue): TablePlan {
  const names = propertyNames(first).slice(0, MOST_COLUMNS);
  return {
    columns: names.map((label) => ({
      label,
      align: isRightAligned(propertyOf(first, label) ?? null) ? 'right' : 'left',
    })),
    rows: (item, limit) => [names.map((name) => cellText(propertyOf(item.object, name) ?? null, { limit }))],
  };
}

export function planOfView(view: Extract<View, { shape: 'table' }>): TablePlan {
  return {
    columns: view.columns.map((column) => ({
      label: column.label,
      align: column.align ?? 'left',
      width: column.width,
    })),
    rows: (item, limit) => viewRows(item.object, view.columns, limit),
  };
}

function viewRows(
  object: PsValue,
  columns: readonly ViewColumn[],
  limit: number,
): readonly (readonly string[])[] {
  if (object instanceof PsHashtable) {
    return object
      .entries()
      .map((entry) => [cellText(entry.key, { limit }), cellText(entry.value, { limit })]);
  }
  return [columns.map((column) => cellText(firstOf(object, column.properties), { limit }))];
}

function firstOf(object: PsValue, names: readonly string[]): PsValue {
  for (const name of names) {
    const value = propertyOf(object, name);
    if (value !== undefined) return value;
  }
  return null;
}

import { Checkbox } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import type { Order, RowValue } from './arrange-rows.ts';
import type { RowsInSight } from './use-window.ts';

export type Column<Row> = Readonly<{
  key: string;
  name: string;
  /** What is sorted and filtered by, and shown where there is no `cell`. */
  value: RowValue<Row>;
  cell?: (row: Row) => ReactNode;
  /** CSS width; without one the columns share what is left. */
  width?: string;
  /** Stays on a narrow screen. */
  narrow?: boolean;
  numeric?: boolean;
}>;

export type Selection = Readonly<{
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
}>;

type Props<Row> = Readonly<{
  /** What the table lists; read out with it. */
  label: string;
  columns: readonly Column<Row>[];
  sight: RowsInSight;
  /** Those in sight; undefined for one that is on its way. */
  rows: readonly (Row | undefined)[];
  /** Of all rows. */
  count: number;
  rowKey: (row: Row) => string;
  selection?: Selection;
  /** Keys of the rows that can be chosen at once, and what choosing them is called where these are not all. */
  allKeys?: readonly string[];
  allName?: string;
  order: Order | null;
  onOrder: (order: Order) => void;
}>;

/** Head and rows in sight of a table in its scroll area. */
export function TableFrame<Row>(props: Props<Row>): ReactNode {
  const { label, columns, sight, rows, count, rowKey, selection } = props;
  const { ref, view, before, after } = sight;
  const span = columns.length + (selection === undefined ? 0 : 1);
  return (
    <section className="table-scroll" ref={ref} tabIndex={0} aria-label={label}>
      <table aria-rowcount={count + 1} aria-label={label}>
        <Head {...props} />
        <tbody>
          <Gap height={before} span={span} />
          {rows.map((row, index) => {
            const place = view.first + index;
            return row === undefined ? (
              <tr key={`at ${place}`} aria-rowindex={place + 2} className="coming">
                <td colSpan={span}>…</td>
              </tr>
            ) : (
              <tr key={rowKey(row)} aria-rowindex={place + 2}>
                {selection === undefined ? null : (
                  <td className="check">
                    <SelectOne selection={selection} name={rowKey(row)} />
                  </td>
                )}
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} />
                ))}
              </tr>
            );
          })}
          <Gap height={after} span={span} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows above and below that are not drawn. */
function Gap({ height, span }: Readonly<{ height: number; span: number }>): ReactNode {
  if (height === 0) return null;
  return (
    <tr aria-hidden className="gap">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function Cell<Row>({ column, row }: Readonly<{ column: Column<Row>; row: Row }>): ReactNode {
  const value = column.value(row);
  return (
    <td className={classOf(column)} title={String(value)}>
      <div className="cell">{column.cell === undefined ? value : column.cell(row)}</div>
    </td>
  );
}

function Head<Row>({ columns, allKeys = [], allName, selection, order, onOrder }: Props<Row>): ReactNode {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection === undefined ? null : (
          <th scope="col" className="check">
            <SelectAll selection={selection} keys={allKeys} name={allName} />
          </th>
        )}
        {columns.map((column) => {
          const isOrder = order?.column === column.key;
          const direction = order?.descending === true ? 'descending' : 'ascending';
          return (
            <th
              key={column.key}
              scope="col"
              className={classOf(column)}
              aria-sort={isOrder ? direction : 'none'}
              style={column.width === undefined ? {} : { width: column.width }}
            >
              <button
                type="button"
                onClick={() => onOrder({ column: column.key, descending: isOrder && !order.descending })}
              >
                {column.name}
                <span aria-hidden>{isOrder ? (order.descending ? ' ▾' : ' ▴') : ''}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function classOf<Row>(column: Column<Row>): string {
  return [column.narrow === true ? '' : 'wide-only', column.numeric === true ? 'numeric' : '']
    .filter(Boolean)
    .join(' ');
}

function SelectOne({ selection, name }: Readonly<{ selection: Selection; name: string }>): ReactNode {
  const { text } = useLanguage();
  return (
    <Checkbox
      aria-label={text('table.select', { name })}
      checked={selection.selected.has(name)}
      onChange={(_, { checked }) => {
        const next = new Set(selection.selected);
        if (checked === true) next.add(name);
        else next.delete(name);
        selection.onChange(next);
      }}
    />
  );
}

function SelectAll({
  selection,
  keys,
  name,
}: Readonly<{ selection: Selection; keys: readonly string[]; name: string | undefined }>): ReactNode {
  const { text } = useLanguage();
  const count = keys.filter((key) => selection.selected.has(key)).length;
  return (
    <Checkbox
      aria-label={name ?? text('table.selectAll')}
      {...(name === undefined ? {} : { title: name })}
      checked={count === 0 ? false : count === keys.length ? true : 'mixed'}
      onChange={(_, { checked }) => selection.onChange(new Set(checked === true ? keys : []))}
    />
  );
}

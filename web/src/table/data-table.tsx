import { Button, Checkbox, Input, Spinner } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { filterRows, type Order, type RowValue, sortRows } from './arrange-rows.ts';
import { useWindow } from './use-window.ts';

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
  /** undefined while they are being loaded. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** What is told, and what to do, where there is nothing. */
  empty: ReactNode;
  selection?: Selection;
  /** Buttons above the table. */
  actions?: ReactNode;
  order?: Order;
}>;

/** A table that sorts, filters and scrolls through a hundred thousand rows: only rows in sight are drawn. */
export function DataTable<Row>(props: Props<Row>): ReactNode {
  const { text, number } = useLanguage();
  const { columns, rows, empty, actions } = props;
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<Order | null>(props.order ?? null);
  const wanted = useDeferredValue(filter);
  const found = useMemo(
    () => sortRows(filterRows(rows ?? [], columns, wanted), columns, order),
    [rows, columns, wanted, order],
  );
  if (rows === undefined) return <Spinner label={text('common.loading')} />;
  if (rows.length === 0)
    return (
      <div className="table-area">
        <div className="table-tools">{actions}</div>
        <div className="empty">{empty}</div>
      </div>
    );
  return (
    <div className="table-area">
      <div className="table-tools">
        {actions}
        <span className="space" />
        <Input
          type="search"
          contentBefore={<SearchRegular />}
          placeholder={text('table.filter')}
          aria-label={text('table.filter')}
          value={filter}
          onChange={(_, { value }) => setFilter(value)}
        />
        <span className="count" role="status">
          {text('table.count', { shown: number(found.length), all: number(rows.length) })}
        </span>
      </div>
      {found.length === 0 ? (
        <div className="empty">
          <p>{text('table.nothingFound', { filter: wanted })}</p>
          <Button onClick={() => setFilter('')}>{text('table.clearFilter')}</Button>
        </div>
      ) : (
        <Rows {...props} found={found} order={order} onOrder={setOrder} />
      )}
    </div>
  );
}

type RowsProps<Row> = Omit<Props<Row>, 'order'> &
  Readonly<{ found: readonly Row[]; order: Order | null; onOrder: (order: Order) => void }>;

function Rows<Row>(props: RowsProps<Row>): ReactNode {
  const { label, columns, found, rowKey, selection } = props;
  const { ref, view, before, after } = useWindow(found.length);
  const span = columns.length + (selection === undefined ? 0 : 1);
  return (
    <section className="table-scroll" ref={ref} tabIndex={0} aria-label={label}>
      <table aria-rowcount={found.length + 1} aria-label={label}>
        <Head {...props} />
        <tbody>
          <Gap height={before} span={span} />
          {found.slice(view.first, view.end).map((row, index) => (
            <tr key={rowKey(row)} aria-rowindex={view.first + index + 2}>
              {selection === undefined ? null : (
                <td className="check">
                  <SelectOne selection={selection} name={rowKey(row)} />
                </td>
              )}
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
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
      {column.cell === undefined ? value : column.cell(row)}
    </td>
  );
}

function Head<Row>({ columns, found, rowKey, selection, order, onOrder }: RowsProps<Row>): ReactNode {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection === undefined ? null : (
          <th scope="col" className="check">
            <SelectAll selection={selection} keys={found.map(rowKey)} />
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
}: Readonly<{ selection: Selection; keys: readonly string[] }>): ReactNode {
  const { text } = useLanguage();
  const count = keys.filter((key) => selection.selected.has(key)).length;
  return (
    <Checkbox
      aria-label={text('table.selectAll')}
      checked={count === 0 ? false : count === keys.length ? true : 'mixed'}
      onChange={(_, { checked }) => selection.onChange(new Set(checked === true ? keys : []))}
    />
  );
}

import { Spinner } from '@fluentui/react-components';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { filterRows, type Order, sortRows } from './arrange-rows.ts';
import { type Column, type Selection, TableFrame } from './table-frame.tsx';
import { NothingFound, TableTools } from './table-tools.tsx';
import { useWindow } from './use-window.ts';

export type { Column } from './table-frame.tsx';

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
      <TableTools
        actions={actions}
        filter={filter}
        onFilter={setFilter}
        count={text('table.count', { shown: number(found.length), all: number(rows.length) })}
      />
      {found.length === 0 ? (
        <NothingFound filter={wanted} onClear={() => setFilter('')} />
      ) : (
        <Rows {...props} found={found} order={order} onOrder={setOrder} />
      )}
    </div>
  );
}

type RowsProps<Row> = Omit<Props<Row>, 'order'> &
  Readonly<{ found: readonly Row[]; order: Order | null; onOrder: (order: Order) => void }>;

function Rows<Row>(props: RowsProps<Row>): ReactNode {
  const { found, rowKey, selection } = props;
  const hasSelection = selection !== undefined;
  const sight = useWindow(found.length);
  const keys = useMemo(() => (hasSelection ? found.map(rowKey) : []), [found, rowKey, hasSelection]);
  const inSight = found.slice(sight.view.first, sight.view.end);
  return <TableFrame {...props} sight={sight} rows={inSight} count={found.length} allKeys={keys} />;
}

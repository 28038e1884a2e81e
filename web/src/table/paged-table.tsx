import { Spinner } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorBar } from '../frame/error-bar.tsx';
import { useLanguage } from '../i18n/language.tsx';
import type { Order } from './arrange-rows.ts';
import { type Column, type Selection, TableFrame } from './table-frame.tsx';
import { NothingFound, TableTools } from './table-tools.tsx';
import { type PageSource, usePages } from './use-pages.ts';
import { useWindow } from './use-window.ts';

/** A filter is asked for once nobody has typed for so long. */
const TYPED_MS = 300;

type Props<Row> = Readonly<{
  label: string;
  columns: readonly Column<Row>[];
  source: PageSource<Row>;
  rowKey: (row: Row) => string;
  empty: ReactNode;
  /** null = as the server has them */
  order: Order | null;
  selection?: Selection;
  /** Buttons above the table. */
  actions?: ReactNode;
}>;

/** A table whose rows stay with the server, which sorts and filters them; the page reads those that are in sight. */
export function PagedTable<Row>({ source, empty, actions, ...props }: Props<Row>): ReactNode {
  const { text, number } = useLanguage();
  const [typed, setTyped] = useState('');
  const filter = useSettled(typed.trim());
  const [order, setOrder] = useState(props.order);
  const [count, setCount] = useState(0);
  const sight = useWindow(count);
  const { total, isStale, error, rowAt } = usePages(source, { order, filter }, sight.view);
  if (total !== undefined && total !== count) setCount(total);
  if (error !== null) return <ErrorBar error={error} />;
  if (total === undefined) return <Spinner label={text('common.loading')} />;
  if (total === 0 && typed === '' && !isStale) return <div className="empty">{empty}</div>;
  const places = Array.from({ length: sight.view.end - sight.view.first }, (_, at) => sight.view.first + at);
  const rows = places.map(rowAt);
  return (
    <div className="table-area" aria-busy={isStale}>
      <TableTools
        actions={actions}
        filter={typed}
        onFilter={setTyped}
        count={text('table.found', { count: number(total) })}
        isBusy={isStale}
      />
      {total === 0 && !isStale ? (
        <NothingFound filter={filter} onClear={() => setTyped('')} />
      ) : (
        <TableFrame
          {...props}
          sight={sight}
          rows={rows}
          count={total}
          allKeys={props.selection === undefined ? [] : keysOf(rows, props.rowKey)}
          allName={text('table.selectShown')}
          order={order}
          onOrder={setOrder}
        />
      )}
    </div>
  );
}

/** All that can be chosen at once is what is here. */
function keysOf<Row>(rows: readonly (Row | undefined)[], rowKey: (row: Row) => string): readonly string[] {
  return rows.flatMap((row) => (row === undefined ? [] : [rowKey(row)]));
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

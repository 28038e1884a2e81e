import { Button, Input, Spinner } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';

type Props = Readonly<{
  /** Buttons before the filter. */
  actions: ReactNode;
  /** As it is typed. */
  filter: string;
  onFilter: (filter: string) => void;
  /** How many rows there are, in words. */
  count: string;
  /** Rows are on their way. */
  isBusy?: boolean;
}>;

/** The line above a table: what can be done, the filter, and how much it leaves. */
export function TableTools({ actions, filter, onFilter, count, isBusy = false }: Props): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="table-tools">
      {actions}
      <span className="space" />
      {isBusy ? <Spinner size="tiny" /> : null}
      <Input
        type="search"
        contentBefore={<SearchRegular />}
        placeholder={text('table.filter')}
        aria-label={text('table.filter')}
        value={filter}
        onChange={(_, { value }) => onFilter(value)}
      />
      <span className="count" role="status">
        {count}
      </span>
    </div>
  );
}

/** Stands for the rows where the filter leaves none. */
export function NothingFound({
  filter,
  onClear,
}: Readonly<{ filter: string; onClear: () => void }>): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="empty">
      <p>{text('table.nothingFound', { filter })}</p>
      <Button onClick={onClear}>{text('table.clearFilter')}</Button>
    </div>
  );
}

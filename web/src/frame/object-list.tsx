import type { ReactNode } from 'react';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/language.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { ErrorBar } from './error-bar.tsx';
import { type Removal, useRemoval } from './use-removal.tsx';

type Props = Readonly<{
  label: string;
  get: Command;
  columns: readonly Column<AdminObject>[];
  /** Tells rows apart; where they can be removed, also what a row is called. */
  rowKey: (object: AdminObject) => string;
  /** What to do where there is nothing. */
  empty: string;
  removal?: Removal<AdminObject>;
}>;

/** All objects of a kind: loading, failed, empty, or a table from which several can be removed at once. */
export function ObjectList({ label, get, columns, rowKey, empty, removal }: Props): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(get);
  const rows = answer.data?.objects;
  const { table, dialog, told } = useRemoval({ rows, rowKey, removal });
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <>
      {told}
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        empty={<p>{empty}</p>}
        {...table}
      />
      {answer.data?.truncated === true ? <p className="hint">{text('object.truncated')}</p> : null}
      {dialog}
    </>
  );
}

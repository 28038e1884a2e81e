import type { ReactNode } from 'react';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import type { Command } from '../api/commands.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/language.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { ErrorBar } from './error-bar.tsx';

type Props = Readonly<{
  label: string;
  get: Command;
  columns: readonly Column<AdminObject>[];
  rowKey: (object: AdminObject) => string;
  /** What to do where there is nothing. */
  empty: string;
}>;

/** All objects of a kind: loading, failed, empty, or a table. */
export function ObjectList({ label, get, columns, rowKey, empty }: Props): ReactNode {
  const { text } = useLanguage();
  const answer = useCommand(get);
  if (answer.isError) return <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <>
      <DataTable
        label={label}
        columns={columns}
        rows={answer.data?.objects}
        rowKey={rowKey}
        empty={<p>{empty}</p>}
      />
      {answer.data?.truncated === true ? <p className="hint">{text('object.truncated')}</p> : null}
    </>
  );
}

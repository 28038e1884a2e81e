import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { Command } from '../api/commands.ts';
import { ConfirmDialog } from '../command/confirm-dialog.tsx';
import { Told } from '../command/outcome.tsx';
import type { Ran } from '../command/use-run-commands.ts';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import type { Selection } from '../table/table-frame.tsx';
import { useSession } from './session-gate.tsx';

/** How rows of a list are removed. */
export type Removal<Row> = Readonly<{
  /** `Remove-SendConnector`: without the role for it nothing can be selected. */
  command: string;
  /** What the command calls the row, and by which parameter where it is not Identity. */
  identity: (row: Row) => string;
  parameter?: string;
  /** What will happen, of one or of several. */
  consequence: TextKey;
  /** Rows that stay whatever is asked. */
  isFixed?: (row: Row) => boolean;
}>;

export function removeCommand<Row>(
  { command, parameter = 'Identity', identity }: Removal<Row>,
  row: Row,
): Command {
  return { name: command, parameters: { [parameter]: identity(row) } };
}

type Props<Row> = Readonly<{
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  removal: Removal<Row> | undefined;
}>;

/** What a table needs so that several rows are removed after one question that names them. */
export type RemovalView = Readonly<{
  table: Readonly<{ selection?: Selection; actions?: ReactNode }>;
  dialog: ReactNode;
  /** What was run last. */
  told: ReactNode;
}>;

/** Rows are selected by their key, which is also what the question calls them. */
export function useRemoval<Row>({ rows = [], rowKey, removal }: Props<Row>): RemovalView {
  const { text, number } = useLanguage();
  const { may } = useSession();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<readonly Row[] | null>(null);
  const [ran, setRan] = useState<readonly Ran[]>([]);
  if (removal === undefined || !may(removal.command)) return { table: {}, dialog: null, told: null };
  const { isFixed } = removal;
  const wanted = rows.filter((row) => selected.has(rowKey(row)) && isFixed?.(row) !== true);
  const done = (commands: readonly Ran[]): void => {
    setRan(commands);
    setAsked(null);
    setSelected(new Set());
  };
  const button = (
    <Button disabled={wanted.length === 0} onClick={() => setAsked(wanted)}>
      {wanted.length > 1
        ? text('object.removeCount', { count: number(wanted.length) })
        : text('object.remove')}
    </Button>
  );
  return {
    table: { selection: { selected, onChange: setSelected }, actions: button },
    told: <Told ran={ran} />,
    dialog:
      asked === null ? null : (
        <ConfirmDialog
          title={
            asked.length === 1
              ? text('object.removeTitle', { name: asked.map(rowKey).join('') })
              : text('object.removeSeveral', { count: number(asked.length) })
          }
          names={asked.length === 1 ? [] : asked.map(rowKey)}
          consequence={text(removal.consequence)}
          doName={text('object.remove')}
          commands={asked.map((row) => removeCommand(removal, row))}
          onClose={() => setAsked(null)}
          onDone={done}
        />
      ),
  };
}

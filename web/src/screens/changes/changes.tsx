import { Button, Field, Input, Link, Select } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { CommandText } from '../../command/command-text.tsx';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import type { Change } from './change.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { ANYTHING, searchCommand, useChanges, useSettled, type Wanted } from './use-changes.ts';

/** Who changed what, from where, when, and how it can be done again. */
export function Changes(): ReactNode {
  const { text } = useLanguage();
  const [wanted, setWanted] = useState<Wanted>(ANYTHING);
  const asked = useSettled(wanted);
  const answer = useChanges(asked);
  const [shown, setShown] = useState<Change | null>(null);
  const rows = useMemo(() => answer.data?.pages.flat(), [answer.data]);
  const columns = useColumns(setShown);
  const isFiltered = JSON.stringify(asked) !== JSON.stringify(ANYTHING);
  return (
    <Page title={text('changes.title')} intro={text('changes.intro')}>
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <Filter wanted={wanted} onChange={setWanted} />
      <DataTable
        label={text('changes.title')}
        columns={columns}
        rows={rows ?? (answer.isError ? [] : undefined)}
        rowKey={({ id }) => id}
        empty={<p>{text(isFiltered ? 'changes.noneFound' : 'changes.empty')}</p>}
        actions={
          <>
            <Button onClick={() => void answer.refetch()}>{text('changes.reload')}</Button>
            {answer.hasNextPage ? (
              <Button disabled={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                {text('changes.older')}
              </Button>
            ) : null}
          </>
        }
      />
      <CommandText title={text('changes.search')} commands={[searchCommand(asked)]} />
      {shown === null ? null : <ChangeDialog change={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}

type FilterProps = Readonly<{ wanted: Wanted; onChange: (wanted: Wanted) => void }>;
const WORDS = ['person', 'cmdlet', 'object'] as const;
const TIMES = ['from', 'until'] as const;

/** The server looks through all that it keeps, not only through what has been read. */
function Filter({ wanted, onChange }: FilterProps): ReactNode {
  const { text } = useLanguage();
  return (
    <div className="search-fields" role="search">
      {WORDS.map((name) => (
        <Field key={name} label={text(`changes.filter.${name}`)}>
          <Input
            value={wanted[name]}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, { value }) => onChange({ ...wanted, [name]: value })}
          />
        </Field>
      ))}
      {TIMES.map((name) => (
        <Field key={name} label={text(`changes.filter.${name}`)}>
          <Input
            type="datetime-local"
            value={wanted[name]}
            onChange={(_, { value }) => onChange({ ...wanted, [name]: value })}
          />
        </Field>
      ))}
      <Field label={text('changes.result')}>
        <Select
          value={wanted.outcome}
          onChange={(_, { value }) =>
            onChange({ ...wanted, outcome: value === 'True' || value === 'False' ? value : '' })
          }
        >
          <option value="">{text('changes.anyResult')}</option>
          <option value="True">{text('changes.succeeded')}</option>
          <option value="False">{text('changes.failed')}</option>
        </Select>
      </Field>
    </div>
  );
}

function useColumns(onShow: (change: Change) => void): readonly Column<Change>[] {
  const { text, dateTime } = useLanguage();
  return useMemo(
    () => [
      {
        key: 'at',
        name: text('changes.at'),
        value: ({ at }) => at.getTime(),
        cell: ({ at }) => dateTime(at),
        width: 'min(12rem, 24vw)',
        narrow: true,
      },
      {
        key: 'who',
        name: text('changes.who'),
        value: ({ who }) => who,
        narrow: true,
        width: 'min(9rem, 22vw)',
      },
      {
        key: 'from',
        name: text('changes.from'),
        value: ({ from }) => from || text('changes.local'),
        width: '10rem',
      },
      {
        key: 'command',
        name: text('changes.command'),
        value: ({ command }) => command,
        cell: (change) => (
          <Link as="button" onClick={() => onShow(change)}>
            {change.command}
          </Link>
        ),
        narrow: true,
      },
      { key: 'object', name: text('changes.object'), value: ({ object }) => object },
      {
        key: 'what',
        name: text('changes.what'),
        value: ({ differences }) => differences.map(({ property }) => property).join(', '),
      },
      {
        key: 'result',
        name: text('changes.result'),
        value: ({ error }) => text(error === '' ? 'changes.succeeded' : 'changes.failed'),
        width: '7rem',
      },
    ],
    [text, dateTime, onShow],
  );
}

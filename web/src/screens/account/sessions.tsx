import { Badge, Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { endSessions, OWN_SESSIONS, type OwnSession, useOwnSessions } from '../../api/own-sessions.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';

/** Where one is signed in, and how to end it. No command does it: sessions are of the admin center alone. */
export function Sessions(): ReactNode {
  const language = useLanguage();
  const { text } = language;
  const { leave } = useSession();
  const queries = useQueryClient();
  const sessions = useOwnSessions();
  const end = useMutation({
    mutationFn: endSessions,
    onSettled: () => queries.invalidateQueries({ queryKey: OWN_SESSIONS }),
  });
  const others = sessions.data?.filter(({ current }) => !current) ?? [];
  const endOne = ({ id, current }: OwnSession): void => (current ? void leave() : end.mutate(id));
  return (
    <>
      <p className="intro">{text('sessions.intro')}</p>
      {sessions.isError ? <ErrorBar error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      {end.isError ? <ErrorBar error={end.error} /> : null}
      <DataTable
        label={text('sessions.title')}
        columns={columnsIn(language, endOne)}
        rows={sessions.data ?? (sessions.isError ? [] : undefined)}
        rowKey={({ id }) => id}
        empty={<p>{text('sessions.empty')}</p>}
        actions={
          <Button disabled={others.length === 0 || end.isPending} onClick={() => end.mutate(null)}>
            {text('sessions.endOthers')}
          </Button>
        }
      />
    </>
  );
}

function columnsIn(
  { text, dateTime }: LanguageView,
  onEnd: (session: OwnSession) => void,
): readonly Column<OwnSession>[] {
  return [
    {
      key: 'used',
      name: text('sessions.used'),
      value: ({ used }) => used,
      cell: ({ used }) => dateTime(new Date(used)),
      width: '13rem',
      narrow: true,
    },
    {
      key: 'opened',
      name: text('sessions.opened'),
      value: ({ opened }) => opened,
      cell: ({ opened }) => dateTime(new Date(opened)),
      width: '13rem',
    },
    {
      key: 'address',
      name: text('sessions.address'),
      value: ({ address }) => address,
      cell: ({ address, current }) => (
        <>
          {address} {current ? <Badge appearance="tint">{text('sessions.current')}</Badge> : null}
        </>
      ),
    },
    {
      key: 'end',
      name: text('sessions.end'),
      value: () => '',
      cell: (session) => (
        <Button size="small" onClick={() => onEnd(session)}>
          {text('frame.signOut')}
          <span className="sr-only"> {dateTime(new Date(session.opened))}</span>
        </Button>
      ),
      width: '9rem',
      narrow: true,
    },
  ];
}
